"""Two versions of a text: what changed between them, and both people's changes brought together by paragraphs.

The cost is bounded for any text: what stands once in both versions holds them together, and what lies between two of
those is compared piece by piece only while it is short; a longer stretch counts as replaced.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal, TypeAlias

from bot.notice.text import sentences

Difference: TypeAlias = tuple[Literal["out", "in"], str]
_COMPARED = 80 * 80
"""Pieces of one version times those of the other: the most that are compared each with each."""
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
    kept = [one for one in _changes(paragraphs, _paragraphs(theirs)) if not _touches(one, ours)]
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
    """The stretches that differ: kind, from and to in `base`, from and to in `other`."""
    start = 0
    while start < min(len(base), len(other)) and base[start] == other[start]:
        start += 1
    left, right = len(base), len(other)
    while left > start and right > start and base[left - 1] == other[right - 1]:
        left, right = left - 1, right - 1
    found: list[tuple[str, int, int, int, int]] = []
    for i1, i2, j1, j2 in _stretches(base, other, start, left, right):
        for kind, a1, a2, b1, b2 in _compared(base[i1:i2], other[j1:j2]):
            found.append((kind, i1 + a1, i1 + a2, j1 + b1, j1 + b2))
    return found


def _stretches(
    base: Sequence[str], other: Sequence[str], start: int, left: int, right: int
) -> Iterator[tuple[int, int, int, int]]:
    """What lies between the pieces that stand once in both: from and to in `base`, from and to in `other`."""
    i, j = start, start
    if (left - start) * (right - start) > _COMPARED:
        for place, there in _anchors(base[start:left], other[start:right]):
            yield i, start + place, j, start + there
            i, j = start + place + 1, start + there + 1
    yield i, left, j, right


def _anchors(base: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """The longest run of pieces, each once in both, that keep their order: places in `base` and in `other`."""
    once = {piece for piece, count in Counter(other).items() if count == 1}
    once &= {piece for piece, count in Counter(base).items() if count == 1}
    there = {piece: place for place, piece in enumerate(other) if piece in once}
    pairs = [(place, there[piece]) for place, piece in enumerate(base) if piece in once]
    ends: list[int] = []  # the smallest place in `other` at which a run of each length ends
    last: list[int] = []  # the pair that ends it
    before: list[int] = []  # for each pair, the one before it in its run
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        ends[length : length + 1], last[length : length + 1] = [place], [number]
        before.append(last[length - 1] if length else -1)
    run = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


def _compared(base: Sequence[str], other: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    if not base and not other:
        return []
    if len(base) * len(other) > _COMPARED:
        return [("replace", 0, len(base), 0, len(other))]
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [found for found in matcher.get_opcodes() if found[0] != "equal"]


def _touches(one: _Change, ours: Sequence[_Change]) -> bool:
    """Whether a change cannot stand beside ours: it replaces the same paragraph, or writes into one that is replaced.

    What both wrote alike is written once; what was written at the same place stands side by side. Ours are in order.
    """
    first = bisect_left(ours, one[0], key=lambda own: own[1])
    for own in islice(ours, first, None):
        if own == one or (one[0] < own[1] and own[0] < one[1]):
            return True
        if own[0] > one[1]:
            return False
    return False


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.splitlines() if line.strip() for sentence in sentences(line)]
