"""What must not stand in a notice: gaps, markup, personal data, forbidden words, hedges, sentences too hard to read."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from bot.notice.finding import CONFIGURATION, Finding, error, warning
from bot.notice.grade import grade
from bot.notice.kinds import Kind, Notices
from bot.notice.text import MERGE_FIELD, says, sections
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


def wording(text: str, kind: Kind, notices: Notices) -> Iterator[Finding]:
    """Errors and warnings about the words of a text, whatever the facts are."""
    yield from _gaps(text, kind, notices)
    headings = [(match.start(), match[1]) for match in re.finditer(r"^#+[ \t]+(.*)$", text, flags=re.MULTILINE)]
    for found in personal_data(text):
        yield error("personal_data", CONFIGURATION, where=_heading_at(headings, found.start), kind=found.kind)
    for id, pattern in (("mention", _MENTION), ("link_hidden", _HIDDEN_LINK)):
        for match in pattern.finditer(text):
            yield error(id, CONFIGURATION, where=_heading_at(headings, match.start()))
    yield from _phrases(text, kind, notices)
    read = grade(text)
    if kind.grade is not None and read is not None and read.grade > kind.grade:
        yield error("grade_high", CONFIGURATION, where=read.hardest, grade=f"{read.grade:.1f}", limit=str(kind.grade))


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
    for sentence in (sentence for section in sections(text) for sentence in section.sentences()):
        for item in kind.forbidden:
            if any(says(sentence, phrase) for phrase in item.phrases):
                yield error("item_forbidden", item.cite, where=sentence, item=item.text)
        for hedge in notices.hedges:
            for phrase in hedge.phrases:
                if says(sentence, phrase):
                    yield warning(hedge.id, CONFIGURATION, where=sentence, phrase=phrase)


def _heading_at(headings: list[tuple[int, str]], place: int) -> str:
    """The heading above a place: where to look, without repeating what stands there."""
    above = bisect_right(headings, place, key=lambda heading: heading[0])
    return headings[above - 1][1] if above else ""
