"""What must not stand in a notice: gaps, markup, personal data, forbidden words, hedges, sentences too hard to read."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from bot.folding import folded
from bot.notice.clean import clean, emoji_in, mixed_words
from bot.notice.finding import CONFIGURATION, Finding, error, warning
from bot.notice.glyphs import not_printed
from bot.notice.grade import grade
from bot.notice.kinds import Kind, Notices
from bot.notice.text import MERGE_FIELD, blocks, every_sentence, phrases_in, says
from bot.screening import personal_data

LONGEST = 40_000
"""Characters: as far as the search for personal data reads (bot/screening.py)."""

_MENTION = re.compile(r"<[!@#][^>\s]{0,80}>?|(?<!\w)@(?:channel|here|everyone)\b", re.IGNORECASE)
_HIDDEN_LINK = re.compile(
    r"\[[^\[\]\n]{0,300}\]\([^()\n]{0,300}\)|<(?:https?|mailto|tel):[^<>\n]{0,300}>|<a\s[^<>\n]{0,300}>", re.IGNORECASE
)
_GAP = re.compile(
    r"\[[^\[\]\n]{0,300}\](?!\()|\{\{[^{}]{0,300}\}\}|\{%[^{}]{0,300}%\}|_{4,}|\b(?:X{2,20}|TBD|TODO|TK)\b"
)
"""Every quantifier is bounded: a text of brackets must not cost minutes."""


def check_wording(text: str, kind: Kind, notices: Notices) -> Iterator[Finding]:
    """Errors and warnings about the words of a text, whatever the facts are."""
    yield from _gaps(text, kind, notices)
    headings = [(match.start(), match[1]) for match in re.finditer(r"^#+[ \t]+(.*)$", text, flags=re.MULTILINE)]
    for found in personal_data(text):
        yield error("personal_data", CONFIGURATION, where=_heading_at(headings, found.start), kind=found.kind)
    for id, pattern in (("mention", _MENTION), ("link_hidden", _HIDDEN_LINK)):
        for match in pattern.finditer(text):
            yield error(id, CONFIGURATION, where=_heading_at(headings, match.start()))
    yield from _phrases(text, kind, notices)
    yield from _signs(text, kind)
    read = grade(text)
    if kind.grade is not None and read is not None and read.grade > kind.grade:
        yield error("grade_high", CONFIGURATION, where=read.hardest, grade=f"{read.grade:.1f}", limit=str(kind.grade))


def _signs(text: str, kind: Kind) -> Iterator[Finding]:
    """One title; no sign that is not seen, that is a picture, that looks like another or that a file cannot show."""
    titles = [block.text() for block in blocks(text) if block.kind == "title"]
    if not titles:
        yield error("title_missing", CONFIGURATION)
    for title in titles[1:]:
        yield error("title_twice", CONFIGURATION, where=title)
    if clean(text) != text:
        yield error("text_not_plain", CONFIGURATION)
    if pictures := emoji_in(text):
        yield error("emoji", CONFIGURATION, signs=" ".join(pictures))
    for word in mixed_words(text):
        yield error("letters_mixed", CONFIGURATION, where=word)
    if "pdf" in kind.formats and (lacking := not_printed(text)):
        yield warning("font_lacks", CONFIGURATION, signs=" ".join(lacking))


def _gaps(text: str, kind: Kind, notices: Notices) -> Iterator[Finding]:
    opens, _, closes = notices.missing.partition("{}")
    labels = dict.fromkeys(re.findall(re.escape(opens) + r"([^\[\]\n]{0,200})" + re.escape(closes), text))
    for label in labels:
        yield error("unfilled", CONFIGURATION, gap=label)
    rest = text
    for label in labels:
        rest = rest.replace(notices.missing.format(label), "")
    for match in _GAP.finditer(rest):
        yield error("unfilled", CONFIGURATION, gap=match[0])
    for name in dict.fromkeys(MERGE_FIELD.findall(text)):
        if not kind.merge or name not in notices.merge_fields:
            yield error("merge_field", CONFIGURATION, field=name)


def _phrases(text: str, kind: Kind, notices: Notices) -> Iterator[Finding]:
    seen = folded(text).text  # a letter that only looks like another hides no word
    forbidden = [(item, found) for item in kind.forbidden if (found := phrases_in(item.phrases, seen))]
    hedges = [(hedge, found) for hedge in notices.hedges if (found := phrases_in(hedge.phrases, seen))]
    if not forbidden and not hedges:
        return
    for sentence in every_sentence(text):
        read = folded(sentence).text
        for item, phrases in forbidden:
            if any(says(read, phrase) for phrase in phrases):
                yield error("item_forbidden", item.cite, where=sentence, item=item.text)
        for hedge, phrases in hedges:
            for phrase in phrases:
                if says(read, phrase):
                    yield warning(hedge.id, CONFIGURATION, where=sentence, phrase=phrase)


def _heading_at(headings: list[tuple[int, str]], place: int) -> str:
    """The heading above a place: where to look, without repeating what stands there."""
    above = bisect_right(headings, place, key=lambda heading: heading[0])
    return headings[above - 1][1] if above else ""
