"""The parts of a notice's text: blocks, sections, sentences. One small reading for the check and for every file format.

`# ` is the title, `## ` a heading, `- ` a list item; other lines are paragraphs, and a line stays a line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

BlockKind: TypeAlias = Literal["title", "heading", "paragraph", "list"]

MERGE_FIELD = re.compile(r"«(\w*)»")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that no file format takes."""
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


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in order."""
    found: list[Block] = []
    kind: BlockKind | None = None
    for line in (*_CONTROL.sub("", text).splitlines(), ""):
        line = line.strip()
        now: BlockKind | None = None
        if line:
            now, line = _kind(line)
        if kind and now == kind and now in ("paragraph", "list"):
            found[-1] = Block(kind=now, lines=(*found[-1].lines, line))
        elif now:
            found.append(Block(kind=now, lines=(line,)))
        kind = now
    return tuple(found)


def _kind(line: str) -> tuple[BlockKind, str]:
    if match := re.match(r"#\s+(.*)", line):
        return "title", match[1]
    if match := re.match(r"#{2,6}\s+(.*)", line):
        return "heading", match[1]
    if match := re.match(r"[-*•]\s+(.*)", line):
        return "list", match[1]
    return "paragraph", line


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


def words(text: str) -> list[str]:
    """The words of a text, in small letters with plain quotes."""
    return _WORD.findall(plain(text))


def plain(text: str) -> str:
    """The text as it is compared: small letters, plain quotes and dashes, single spaces."""
    return " ".join(text.translate(_QUOTES).lower().split())


def says(text: str, phrase: str) -> bool:
    """Whether a phrase stands in a text as whole words. Both are compared as `plain`."""
    return re.search(rf"(?<![\w-]){re.escape(plain(phrase))}(?![\w])", plain(text)) is not None
