"""The parts of a notice's text: blocks, sections, sentences. One small reading for the check and for every file format.

`# ` is the title, `## ` a heading, `- ` a list item; other lines are paragraphs, and a line stays a line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from bot.notice.clean import clean

BlockKind: TypeAlias = Literal["title", "heading", "paragraph", "list"]

MERGE_FIELD = re.compile(r"«(\w*)»")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_END = re.compile(r"(?<=[.!?])[\"'”’)]?\s+(?=[\"'“‘(\[]?[A-Z0-9«])")
_INITIALS = re.compile(r"(?:^|[\s(\"“])(?:[A-Z]{1,2}|[A-Z](?:\.[A-Z])+|St|Mr|Ms|Dr|No|Mrs|Ave)\.[\"'”’)]?$")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "‑": "-", "–": "-"})


@dataclass(frozen=True, kw_only=True)
class Block:
    """A title, a heading, a paragraph or a list, with its lines (list items without their dash)."""

    kind: BlockKind
    lines: tuple[str, ...]

    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


@dataclass(frozen=True, kw_only=True)
class Section:
    """What stands under one heading; `heading` is None before the first one."""

    heading: str | None
    blocks: tuple[Block, ...]

    def text(self) -> str:
        """The text under the heading."""
        return "\n".join(block.text() for block in self.blocks)

    def sentences(self) -> Iterator[str]:
        """Its sentences; a line that is no sentence counts as one."""
        for block in self.blocks:
            for line in block.lines:
                yield from sentences(line)


@lru_cache(maxsize=4)
def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in order."""
    found: list[tuple[BlockKind, list[str]]] = []
    kind: BlockKind | None = None
    for line in (*clean(text).split("\n"), ""):
        line = line.strip()
        now: BlockKind | None = None
        if line:
            now, line = _kind(line)
        if kind and now == kind and now in ("paragraph", "list"):
            found[-1][1].append(line)
        elif now:
            found.append((now, [line]))
        kind = now
    return tuple(Block(kind=one, lines=tuple(lines)) for one, lines in found)


def _kind(line: str) -> tuple[BlockKind, str]:
    if match := re.match(r"#\s+(.*)", line):
        return "title", match[1]
    if match := re.match(r"#{2,6}\s+(.*)", line):
        return "heading", match[1]
    if match := re.match(r"[-*•]\s+(.*)", line):
        return "list", match[1]
    return "paragraph", line


@lru_cache(maxsize=4)
def sections(text: str) -> tuple[Section, ...]:
    """The sections of a text. The title belongs to none."""
    heading: str | None = None
    held: list[Block] = []
    found: list[Section] = []
    for block in blocks(text):
        if block.kind == "heading":
            found.append(Section(heading=heading, blocks=tuple(held)))
            heading, held = block.text(), []
        elif block.kind != "title":
            held.append(block)
    found.append(Section(heading=heading, blocks=tuple(held)))
    return tuple(section for section in found if section.heading or section.blocks)


def sentences(line: str) -> list[str]:
    """The sentences of a line. A period after initials (P.O., W., St.) ends none."""
    found: list[str] = []
    for part in _END.split(line.strip()):
        if found and _INITIALS.search(found[-1][-40:]):
            found[-1] += " " + part
        elif part:
            found.append(part)
    return found


def every_sentence(text: str) -> Iterator[str]:
    """The sentences of every line, whatever its mark: of the title and the headings too.

    A paragraph of several lines is read line by line and as a whole, so that the end of a line hides nothing.
    """
    for block in blocks(text):
        for line in block.lines:
            yield from sentences(line)
        if block.kind == "paragraph" and len(block.lines) > 1:
            yield from (one for one in sentences(" ".join(block.lines)) if one not in block.lines)


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters with plain quotes."""
    return _WORD.findall(plain_text(text))


@lru_cache(maxsize=256)
def plain_text(text: str) -> str:
    """The text as it is compared: small letters, plain quotes and dashes, single spaces, nothing invisible."""
    return " ".join(clean(text).translate(_QUOTES).lower().split())


def says(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text as whole words. Both are compared as `plain`."""
    wanted, seen = plain_phrase(phrase), plain_text(text)
    return wanted in seen and _whole(wanted).search(seen) is not None


def phrases_in(phrases: Iterable[str], text: str) -> tuple[str, ...]:
    """The phrases whose letters stand anywhere in a text: only these need to be looked for in its sentences."""
    seen = plain_text(text)
    return tuple(phrase for phrase in phrases if plain_phrase(phrase) in seen)


@lru_cache(maxsize=4096)
def plain_phrase(phrase: str) -> str:
    """A phrase as it is compared; phrases are few and come again."""
    return plain_text(phrase)


@lru_cache(maxsize=4096)
def _whole(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(phrase)}(?![\w])")
