"""Two versions of a text: what changed between them, and both people's changes brought together by paragraphs."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

Difference: TypeAlias = tuple[Literal["out", "in"], str]
_Change: TypeAlias = tuple[int, int, tuple[str, ...]]


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """The lines that went out and came in, in reading order."""
    old, new = before.strip().splitlines(), after.strip().splitlines()
    found: list[Difference] = []
    for _, i1, i2, j1, j2 in _changed(old, new):
        found += [("out", line) for line in old[i1:i2] if line.strip()]
        found += [("in", line) for line in new[j1:j2] if line.strip()]
    return tuple(found)


def merged(base: str, theirs: str, mine: str) -> str:
    """Both changes of `base`; where both touched the same paragraphs, mine stay (theirs are shown beside the form)."""
    paragraphs, ours = _paragraphs(base), _changes(_paragraphs(base), _paragraphs(mine))
    kept = [one for one in _changes(paragraphs, _paragraphs(theirs)) if not any(_touch(one, own) for own in ours)]
    for start, end, lines in sorted([*ours, *kept], reverse=True):
        paragraphs[start:end] = lines
    return "\n\n".join(paragraphs) + "\n"


def _paragraphs(text: str) -> list[str]:
    return [one.strip("\n") for one in text.replace("\r\n", "\n").strip().split("\n\n") if one.strip()]


def _changes(base: Sequence[str], other: Sequence[str]) -> list[_Change]:
    return [(i1, i2, tuple(other[j1:j2])) for _, i1, i2, j1, j2 in _changed(base, other)]


def _changed(base: Sequence[str], other: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [found for found in matcher.get_opcodes() if found[0] != "equal"]


def _touch(one: _Change, other: _Change) -> bool:
    """Whether two changes reach the same place: ranges that overlap, or insertions at the same point."""
    return (
        one[0] <= other[1] and other[0] <= one[1]
        if one[0] == one[1] or other[0] == other[1]
        else (one[0] < other[1] and other[0] < one[1])
    )
