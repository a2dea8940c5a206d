"""Two versions of a text: what changed between them, and both people's changes brought together by paragraphs."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from bot.notice.text import sentences

Difference: TypeAlias = tuple[Literal["out", "in"], str]
_Change: TypeAlias = tuple[int, int, tuple[str, ...]]


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """The sentences that went out and came in, in reading order; a line that is no sentence counts as one."""
    old, new = _sentences(before), _sentences(after)
    found: list[Difference] = []
    for _, i1, i2, j1, j2 in _changed(old, new):
        found += [("out", line) for line in old[i1:i2]]
        found += [("in", line) for line in new[j1:j2]]
    return tuple(found)


def merged(base: str, theirs: str, mine: str) -> str:
    """Both changes of `base`; where both touched the same paragraphs, mine stay (theirs are shown beside the form)."""
    paragraphs, ours = _paragraphs(base), _changes(_paragraphs(base), _paragraphs(mine))
    kept = [one for one in _changes(paragraphs, _paragraphs(theirs)) if not any(_touch(one, own) for own in ours)]
    together = sorted([*kept, *ours], key=lambda one: one[:2])  # at the same place theirs come first
    for start, end, lines in reversed(together):
        paragraphs[start:end] = lines
    return "\n\n".join(paragraphs) + "\n"


def _paragraphs(text: str) -> list[str]:
    return [one.strip("\n") for one in text.replace("\r\n", "\n").strip().split("\n\n") if one.strip()]


def _changes(base: Sequence[str], other: Sequence[str]) -> list[_Change]:
    """What `other` changes; paragraphs that were replaced one by one are a change each."""
    found: list[_Change] = []
    for _, i1, i2, j1, j2 in _changed(base, other):
        if i2 - i1 == j2 - j1:
            found += [(i1 + n, i1 + n + 1, (other[j1 + n],)) for n in range(i2 - i1)]
        else:
            found.append((i1, i2, tuple(other[j1:j2])))
    return found


def _changed(base: Sequence[str], other: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [found for found in matcher.get_opcodes() if found[0] != "equal"]


def _touch(one: _Change, other: _Change) -> bool:
    """Whether two changes cannot both stand: they replace the same paragraph, or write into one that is replaced.

    What both wrote alike is written once; what was written at the same place stands side by side.
    """
    return one == other or (one[0] < other[1] and other[0] < one[1])


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.splitlines() if line.strip() for sentence in sentences(line)]
