"""Conditions made ready to be asked: each answers true, false or unknown, and names what it needs."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any, Protocol

from bot.kleene import Kleene, not_
from bot.policy.conditions import Combination, Comparison, Condition, Operand, Owed, Reference

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


class Asked(Protocol):
    """What a node asks: known facts, and the law's own parts."""

    known: Mapping[str, Any]

    def step(self, name: str) -> Kleene: ...

    def step_needs(self, name: str, out: list[str]) -> None: ...

    def taken(self, name: str) -> Kleene: ...

    def taken_needs(self, name: str, out: list[str]) -> None: ...

    def reading(self, name: str) -> bool: ...

    def owed(self, statuses: tuple[str, ...]) -> Kleene: ...

    def owed_needs(self, statuses: tuple[str, ...], out: list[str]) -> None: ...


class Node(Protocol):
    """A condition made ready. `needs` adds the facts that keep an unknown answer open."""

    def value(self, asked: Asked) -> Kleene: ...

    def needs(self, asked: Asked, out: list[str]) -> None: ...


class _Combined:
    def __init__(self, operator: str, parts: list[Node]) -> None:
        self._stop = operator == "any"
        self._parts = tuple(parts)

    def value(self, asked: Asked) -> Kleene:
        # Stops at the first part that settles it, so that a reading behind it is never asked, and so never shown as
        # debatable. Written out: all_of and any_of over a generator take twice as long.
        stop = self._stop
        result: Kleene = not stop
        for part in self._parts:
            value = part.value(asked)
            if value is stop:
                return stop
            if value is None:
                result = None
        return result

    def needs(self, asked: Asked, out: list[str]) -> None:
        for part in self._parts:
            if part.value(asked) is None:
                part.needs(asked, out)


class _Not:
    def __init__(self, part: Node) -> None:
        self._part = part

    def value(self, asked: Asked) -> Kleene:
        return not_(self._part.value(asked))

    def needs(self, asked: Asked, out: list[str]) -> None:
        self._part.needs(asked, out)


class _FactNode:
    def __init__(self, path: str) -> None:
        self._path = path
        self._fact, _, part = path.partition(".")
        self._state = part if self._fact == "residents" else None

    def given(self, asked: Asked) -> Any:
        if self._state is None:
            return asked.known.get(self._path)
        residents = asked.known.get("residents")
        return None if residents is None else residents.get(self._state, 0)

    def needs(self, asked: Asked, out: list[str]) -> None:
        out.append(self._fact)


class _True(_FactNode):
    def value(self, asked: Asked) -> Kleene:
        found = asked.known.get(self._path)
        return None if found is None else found is True


class _Is(_FactNode):
    def __init__(self, path: str, literal: object) -> None:
        super().__init__(path)
        self._literal = literal

    def value(self, asked: Asked) -> Kleene:
        found = asked.known.get(self._path)
        return None if found is None else found == self._literal


class _Includes(_FactNode):
    def __init__(self, path: str, words: tuple[str, ...]) -> None:
        super().__init__(path)
        self._words = words

    def value(self, asked: Asked) -> Kleene:
        found = asked.known.get(self._path)
        return None if found is None else any(word in found for word in self._words)


class _Compared(_FactNode):
    """A number against a fixed limit; None is a value not in force, which nothing meets."""

    def __init__(self, path: str, measure: str | None, operator: str, limit: int | Decimal | None) -> None:
        super().__init__(path)
        self._measure = _MEASURE[measure] if measure else None
        self._compare = _COMPARE[operator]
        self._limit = limit

    def value(self, asked: Asked) -> Kleene:
        if self._limit is None:
            return False
        found = asked.known.get(self._path) if self._state is None else self.given(asked)
        if found is None:
            return None
        return self._compare(self._measure(found) if self._measure else found, self._limit)


class _Pair(_FactNode):
    """Two facts against each other."""

    def __init__(self, path: str, other: str, compare: Callable[[Any, Any], bool]) -> None:
        super().__init__(path)
        self._other = _FactNode(other)
        self._compare = compare

    def value(self, asked: Asked) -> Kleene:
        left, right = self.given(asked), self._other.given(asked)
        return None if left is None or right is None else self._compare(left, right)

    def needs(self, asked: Asked, out: list[str]) -> None:
        for node in (self, self._other):
            if node.given(asked) is None:
                out.append(node._fact)


class _Known(_FactNode):
    def value(self, asked: Asked) -> Kleene:
        return None if self.given(asked) is None else True


class _Absent(_FactNode):
    def value(self, asked: Asked) -> Kleene:
        return self.given(asked) is None


class _Claimed(_FactNode):
    def value(self, asked: Asked) -> Kleene:
        return asked.known.get(self._path) is True


class _Reading:
    def __init__(self, name: str) -> None:
        self._name = name

    def value(self, asked: Asked) -> Kleene:
        return asked.reading(self._name)

    def needs(self, asked: Asked, out: list[str]) -> None:
        return None


class _Step:
    def __init__(self, name: str) -> None:
        self._name = name

    def value(self, asked: Asked) -> Kleene:
        return asked.step(self._name)

    def needs(self, asked: Asked, out: list[str]) -> None:
        asked.step_needs(self._name, out)


class _Taken:
    def __init__(self, name: str) -> None:
        self._name = name

    def value(self, asked: Asked) -> Kleene:
        return asked.taken(self._name)

    def needs(self, asked: Asked, out: list[str]) -> None:
        asked.taken_needs(self._name, out)


class _Owed:
    def __init__(self, statuses: tuple[str, ...]) -> None:
        self._statuses = statuses

    def value(self, asked: Asked) -> Kleene:
        return asked.owed(self._statuses)

    def needs(self, asked: Asked, out: list[str]) -> None:
        asked.owed_needs(self._statuses, out)


_REFERENCES: dict[str, Callable[[str], Node]] = {
    "known": _Known,
    "absent": _Absent,
    "claimed": _Claimed,
    "reading": _Reading,
    "step": _Step,
    "taken": _Taken,
}


def ready(condition: Condition, amounts: Mapping[str, int | Decimal | None], zone: tzinfo) -> Node:
    """A condition made ready for one day's values. `zone` is where a calendar day begins and ends."""
    if isinstance(condition, Combination):
        parts = [ready(part, amounts, zone) for part in condition.parts]
        return _Not(parts[0]) if condition.operator == "not" else _Combined(condition.operator, parts)
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
    return _Compared(leaf.fact, leaf.measure, leaf.operator, limit)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """The calendar day of an instant in a zone."""
    return instant.astimezone(zone).date()


def measured(measure: str, counts: tuple[int, ...]) -> int:
    """The sum, the largest or the number of a list of counts."""
    return _MEASURE[measure](counts)
