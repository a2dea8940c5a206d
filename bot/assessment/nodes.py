"""Conditions made ready to be asked: each answers true, false or unknown, and names what it needs."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from bot.assessment.combinations import (
    Combined,
    Knowledge,
    Node,
    Not,
    OfElement,
    OpenUntilNode,
    Shown,
    SomeElement,
)
from bot.assessment.datasets import FLAT_NEEDS, number_of, people_of
from bot.condition import Combination, Comparison, Condition, OpenUntil, Operand, Owed, Reference
from bot.kleene import Kleene
from bot.vocabulary import SET_FACTS

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "more_than": gt,
    "at_least": ge,
    "less_than": lt,
    "at_most": le,
}
_MEASURE: dict[str, Callable[[tuple[int, ...]], int]] = {
    "sum_of": sum,
    "largest_of": lambda counts: max(counts, default=0),
    "count_of": len,
}


class _FactNode:
    def __init__(self, path: str) -> None:
        self._path = path
        self._fact, _, part = path.partition(".")
        self._people = self._fact in ("residents", "affected")
        self._part = part

    def given(self, knowledge: Knowledge) -> Any:
        return number_of(knowledge.known, self._path) if self._people else knowledge.known.get(self._path)

    def needs(self, knowledge: Knowledge, out: list[str]) -> None:
        out.append(self._named(knowledge))

    def _named(self, knowledge: Knowledge) -> str:
        if self._people:
            return "residents"
        if self._fact == "element":
            assert isinstance(knowledge, OfElement)  # noqa: S101  (the loader refuses it anywhere else)
            return FLAT_NEEDS[self._part] if knowledge.flat else "datasets"
        return "datasets" if self._fact in SET_FACTS and "datasets" in knowledge.known else self._fact


class _True(_FactNode):
    def value(self, knowledge: Knowledge) -> Kleene:
        found = knowledge.known.get(self._path)
        return None if found is None else found is True


class _Is(_FactNode):
    def __init__(self, path: str, literal: object) -> None:
        super().__init__(path)
        self._literal = literal

    def value(self, knowledge: Knowledge) -> Kleene:
        found = knowledge.known.get(self._path)
        return None if found is None else found == self._literal


class _Includes(_FactNode):
    def __init__(self, path: str, words: tuple[str, ...]) -> None:
        super().__init__(path)
        self._words = words

    def value(self, knowledge: Knowledge) -> Kleene:
        found = knowledge.known.get(self._path)
        return None if found is None else any(word in found for word in self._words)


class _Compared(_FactNode):
    """A number against a fixed limit; None is a value not in force, which nothing meets.

    `plus` is a count that belongs to a measured list; while it is unknown it adds nothing.
    """

    def __init__(
        self, path: str, measure: str | None, operator: str, limit: int | Decimal | None, plus: str | None = None
    ) -> None:
        super().__init__(path)
        self._measure = _MEASURE[measure] if measure else None
        self._compare = _COMPARE[operator]
        self._limit = limit
        self._plus = plus

    def value(self, knowledge: Knowledge) -> Kleene:
        limit = self._limit
        if limit is None:
            return False
        if self._people:
            return self._between(people_of(knowledge.known, self._path), limit)
        found = knowledge.known.get(self._path)
        if self._measure is None:
            return None if found is None else self._compare(found, limit)
        more = knowledge.known.get(self._plus) if self._plus else None
        if found is None and more is None:
            return None
        met = self._compare(self._measure((*(found or ()), *(() if more is None else (more,)))), limit)
        # What is still to be counted can only add to it.
        return met if found is not None or met else None

    def _between(self, bounds: tuple[int, int | None] | None, limit: int | Decimal) -> Kleene:
        if bounds is None:
            return None
        least, most = bounds
        low = self._compare(least, limit)
        # Without an upper bound the number may still pass any limit.
        high = self._compare(most, limit) if most is not None else self._compare(limit + 1, limit)
        return low if low == high else None


class _Pair(_FactNode):
    """Two facts against each other."""

    def __init__(self, path: str, other: str, compare: Callable[[Any, Any], bool]) -> None:
        super().__init__(path)
        self._other = _FactNode(other)
        self._compare = compare

    def value(self, knowledge: Knowledge) -> Kleene:
        left, right = self.given(knowledge), self._other.given(knowledge)
        return None if left is None or right is None else self._compare(left, right)

    def needs(self, knowledge: Knowledge, out: list[str]) -> None:
        for node in (self, self._other):
            if node.given(knowledge) is None:
                out.append(node._named(knowledge))


class _Known(_FactNode):
    def value(self, knowledge: Knowledge) -> Kleene:
        return None if self.given(knowledge) is None else True


class _Absent(_FactNode):
    def value(self, knowledge: Knowledge) -> Kleene:
        return self.given(knowledge) is None


class _Claimed(_FactNode):
    def value(self, knowledge: Knowledge) -> Kleene:
        return knowledge.known.get(self._path) is True


class _Reading:
    def __init__(self, name: str) -> None:
        self._name = name

    def value(self, knowledge: Knowledge) -> Kleene:
        return knowledge.reading(self._name)

    def needs(self, knowledge: Knowledge, out: list[str]) -> None:
        return None


class _Step:
    def __init__(self, name: str) -> None:
        self._name = name

    def value(self, knowledge: Knowledge) -> Kleene:
        return knowledge.step(self._name)

    def needs(self, knowledge: Knowledge, out: list[str]) -> None:
        knowledge.step_needs(self._name, out)


class _Determined:
    """CCO determined it so."""

    def __init__(self, name: str) -> None:
        self._name = name

    def value(self, knowledge: Knowledge) -> Kleene:
        return bool(knowledge.known.get("determined", {}).get(self._name))

    def needs(self, knowledge: Knowledge, out: list[str]) -> None:
        return None


class _Taken:
    def __init__(self, name: str) -> None:
        self._name = name

    def value(self, knowledge: Knowledge) -> Kleene:
        return knowledge.taken(self._name)

    def needs(self, knowledge: Knowledge, out: list[str]) -> None:
        knowledge.taken_needs(self._name, out)


class _Owed:
    def __init__(self, statuses: tuple[str, ...]) -> None:
        self._statuses = statuses

    def value(self, knowledge: Knowledge) -> Kleene:
        return knowledge.owed(self._statuses)

    def needs(self, knowledge: Knowledge, out: list[str]) -> None:
        knowledge.owed_needs(self._statuses, out)


_REFERENCES: dict[str, Callable[[str], Node]] = {
    "known": _Known,
    "absent": _Absent,
    "claimed": _Claimed,
    "reading": _Reading,
    "step": _Step,
    "taken": _Taken,
    "determined": _Determined,
}


_SINGLE: dict[str, Callable[[Node], Node]] = {"not": Not, "some_element": SomeElement, "shown": Shown}


def ready(condition: Condition, amounts: Mapping[str, int | Decimal | None], zone: tzinfo) -> Node:
    """A condition made ready for one day's values. `zone` is where a calendar day begins and ends."""
    if isinstance(condition, Combination):
        parts = [ready(part, amounts, zone) for part in condition.parts]
        single = _SINGLE.get(condition.operator)
        return single(parts[0]) if single else Combined(condition.operator, parts)
    if isinstance(condition, OpenUntil):
        return OpenUntilNode(ready(condition.until, amounts, zone), condition.first)
    if isinstance(condition, Reference):
        return _REFERENCES[condition.kind](condition.name)
    if isinstance(condition, Owed):
        return _Owed(condition.statuses)
    return _ready_comparison(condition, amounts, zone)


def _ready_comparison(leaf: Comparison, amounts: Mapping[str, int | Decimal | None], zone: tzinfo) -> Node:
    operand = leaf.operand or Operand()
    if leaf.operator == "true":
        return _True(leaf.fact)
    if leaf.operator == "is":
        return _Is(leaf.fact, operand.literal)
    if leaf.operator in ("includes", "includes_any"):
        words = operand.literal if isinstance(operand.literal, tuple) else (str(operand.literal),)
        return _Includes(leaf.fact, words)
    if leaf.operator == "same_day_as":
        return _Pair(leaf.fact, operand.fact or "", lambda a, b: local_day(a, zone) == local_day(b, zone))
    if leaf.operator == "not_before":
        return _Pair(leaf.fact, operand.fact or "", ge)
    if operand.fact is not None:
        return _Pair(leaf.fact, operand.fact, _COMPARE[leaf.operator])
    limit = amounts[operand.value] if operand.value is not None else operand.literal
    assert limit is None or isinstance(limit, int | Decimal)  # noqa: S101  (the loader looked)
    return _Compared(leaf.fact, leaf.measure, leaf.operator, limit, leaf.plus)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """The calendar day of an instant in a zone."""
    return instant.astimezone(zone).date()


def measured(measure: str, counts: tuple[int, ...]) -> int:
    """The sum, the largest or the number of a list of counts."""
    return _MEASURE[measure](counts)
