"""The kinds of rules that the tables are written in, and the walk that applies them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.row import Json


class Rule(Protocol):
    """Something that can look at a value and complain."""

    def faults(self, value: Any, where: str) -> Iterator[str]:
        """Each complaint with the place it is about."""


Check = Callable[[Json, str], Iterator[str]]


def complaint(text: str, where: str) -> str:
    """A complaint in the form of Slack's response_metadata.messages."""
    return f"{text} [json-pointer:{where or '/'}]"


@dataclass(frozen=True, kw_only=True)
class Str:
    """A text of `low` to `high` characters."""

    high: int
    low: int = 1
    pattern: str = ""

    def faults(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield complaint("must be a string", where)
        elif len(value) > self.high:
            yield complaint(f"must be less than {self.high + 1} characters", where)
        elif len(value) < self.low:
            yield complaint(f"must be more than {self.low - 1} characters", where)
        elif self.pattern and not re.fullmatch(self.pattern, value):
            yield complaint(f"does not match the pattern {self.pattern}", where)


@dataclass(frozen=True, kw_only=True)
class Flag:
    """true or false."""

    def faults(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, bool):
            yield complaint("must be a boolean", where)


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A whole number within its bounds."""

    low: int
    high: int

    def faults(self, value: Any, where: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield complaint("must be an integer", where)
        elif not self.low <= value <= self.high:
            yield complaint(f"must be between {self.low} and {self.high}", where)


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def faults(self, value: Any, where: str) -> Iterator[str]:
        if value not in self.words or not isinstance(value, str):
            yield complaint(f"must be one of {', '.join(self.words)}", where)


@dataclass(frozen=True, kw_only=True)
class Many:
    """A list of `low` to `high` items of one kind."""

    of: Rule
    high: int
    low: int = 1

    def faults(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield complaint("must be an array", where)
            return
        if len(value) > self.high:
            yield complaint(f"no more than {self.high} items allowed", where)
        if len(value) < self.low:
            yield complaint(f"no fewer than {self.low} items allowed", where)
        for index, item in enumerate(value):
            yield from self.of.faults(item, f"{where}/{index}")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """An object: which keys it must have, which it may have, and what must hold between them."""

    source: str
    required: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    also: tuple[Check, ...] = ()

    def faults(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield complaint("must be an object", where)
            return
        broken = False
        for key in self.required:
            if key not in value or value[key] is None:
                broken = True
                yield complaint(f"missing required field: {key}", where)
        for key, item in value.items():
            rule = self.required.get(key) or self.optional.get(key)
            if rule is None:
                yield complaint(f"additional property {str(key)[:60]!r} is not allowed", where)
            elif item is not None:
                for fault in rule.faults(item, f"{where}/{key}"):
                    broken = True
                    yield fault
        if not broken:
            for check in self.also:
                yield from check(value, where)


@dataclass(frozen=True, kw_only=True)
class Kinds:
    """An object whose `type` says which shape it has."""

    what: str
    shapes: Mapping[str, Shape]

    def faults(self, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield complaint("must be an object", where)
            return
        kind = value.get("type")
        shape = self.shapes.get(kind) if isinstance(kind, str) else None
        if shape is None:
            yield complaint(f"unsupported {self.what} type: {str(kind)[:60]}", f"{where}/type")
        else:
            yield from shape.faults(value, where)


@dataclass(frozen=True)
class Anything:
    """A value that the sandbox does not look into."""

    def faults(self, value: Any, where: str) -> Iterator[str]:
        return iter(())


def exactly_one(*keys: str) -> Check:
    """Exactly one of these keys must be there."""

    def check(value: Json, where: str) -> Iterator[str]:
        if sum(value.get(key) is not None for key in keys) != 1:
            yield complaint(f"must have exactly one of {', '.join(keys)}", where)

    return check


def at_least_one(*keys: str) -> Check:
    """One of these keys must be there."""

    def check(value: Json, where: str) -> Iterator[str]:
        if all(not value.get(key) for key in keys):
            yield complaint(f"must have at least one of {', '.join(keys)}", where)

    return check
