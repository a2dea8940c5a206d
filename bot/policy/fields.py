"""Reading the keys of a mapping strictly: each key once, of the right type, and none left over."""

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from bot.policy.source import Faults, Located

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Fields:
    """The keys of one mapping. Each reader takes its key; `close` reports the keys that nobody asked for.

    A reader that meets a fault reports it and gives an empty value, so that one run finds every fault.
    """

    def __init__(self, node: Located, key: str, faults: Faults) -> None:
        self.key = key
        self.line = node.line
        self.faults = faults
        self._left: dict[str, Located] = {}
        if isinstance(node.value, dict):
            self._left = dict(node.value)
        else:
            faults.add(node.line, key, "must be a mapping of keys to values")

    def fault(self, name: str, text: str, line: int | None = None) -> None:
        """Reports a fault at a key of this mapping."""
        self.faults.add(line or self.line, self.path(name), text)

    def path(self, name: str) -> str:
        """The dotted name of a key."""
        return f"{self.key}.{name}" if self.key and name else self.key or name

    def node(self, name: str) -> Located | None:
        """The raw value of a key, or None where it is absent or null."""
        found = self._left.pop(name, None)
        return None if found is None or found.value is None else found

    def required(self, name: str) -> Located | None:
        """The raw value of a key; its absence is a fault."""
        found = self.node(name)
        if found is None:
            self.fault(name, "is missing")
        return found

    def maybe_text(self, name: str) -> str | None:
        """Text, or None."""
        found = self.node(name)
        if found is None:
            return None
        if not isinstance(found.value, str) or not found.value.strip():
            self.fault(name, "must be text", found.line)
            return None
        return " ".join(found.value.split())

    def text(self, name: str) -> str:
        """Text; its absence is a fault."""
        if name not in self._left or self._left[name].value is None:
            self.required(name)
            return ""
        return self.maybe_text(name) or ""

    def word(self, name: str, allowed: Collection[str]) -> str:
        """One of the allowed words; its absence is a fault."""
        line = self._left[name].line if name in self._left else self.line
        found = self.text(name)
        if found and found not in allowed:
            self.fault(name, f"{found} is not one of {', '.join(sorted(allowed))}", line)
        return found

    def maybe_word(self, name: str, allowed: Collection[str]) -> str | None:
        """One of the allowed words, or None."""
        return self.word(name, allowed) if name in self._left and self._left[name].value is not None else None

    def words(self, name: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of texts, each among `allowed` when given; absent is an empty list."""
        found = self.node(name)
        if found is None:
            return ()
        if not isinstance(found.value, list):
            self.fault(name, "must be a list", found.line)
            return ()
        out: list[str] = []
        for item in found.value:
            if not isinstance(item.value, str):
                self.fault(name, "must hold texts only", item.line)
            elif allowed is not None and item.value not in allowed:
                self.fault(name, f"{item.value} is not one of {', '.join(sorted(allowed))}", item.line)
            else:
                out.append(" ".join(item.value.split()))
        if len(set(out)) != len(out):
            self.fault(name, "holds the same word twice", found.line)
        return tuple(out)

    def flag(self, name: str, default: bool = False) -> bool:
        """True or false."""
        found = self.node(name)
        if found is None:
            return default
        if not isinstance(found.value, bool):
            self.fault(name, "must be true or false", found.line)
            return default
        return found.value

    def whole(self, name: str) -> int:
        """A whole number of zero or more; its absence is a fault."""
        found = self.required(name)
        if found is None:
            return 0
        if isinstance(found.value, bool) or not isinstance(found.value, int) or found.value < 0:
            self.fault(name, "must be a whole number of zero or more", found.line)
            return 0
        return found.value

    def number(self, name: str) -> int | Decimal | None:
        """A whole or decimal number, or None where the key is null or absent."""
        found = self.node(name)
        if found is None:
            return None
        if isinstance(found.value, bool) or not isinstance(found.value, int | Decimal):
            self.fault(name, "must be a number", found.line)
            return None
        return found.value

    def maybe_day(self, name: str) -> date | None:
        """A date written 2026-11-21, or None."""
        found = self.node(name)
        if found is None:
            return None
        day = _day(found.value)
        if day is None:
            self.fault(name, "must be a date such as 2026-11-21", found.line)
        return day

    def day(self, name: str) -> date:
        """A date; its absence is a fault."""
        if name not in self._left or self._left[name].value is None:
            self.required(name)
            return date.min
        return self.maybe_day(name) or date.min

    def days(self, name: str) -> tuple[date, ...]:
        """A list of dates, each once; absent is an empty list."""
        found = self.node(name)
        if found is None:
            return ()
        if not isinstance(found.value, list):
            self.fault(name, "must be a list of dates such as 2026-11-21", found.line)
            return ()
        days: list[date] = []
        for item in found.value:
            day = _day(item.value)
            if day is None:
                self.fault(name, "must hold dates such as 2026-11-21 only", item.line)
            elif day in days:
                self.fault(name, f"holds {day} twice", item.line)
            else:
                days.append(day)
        return tuple(days)

    def items(self, name: str) -> list["Fields"]:
        """A list of mappings; absent is an empty list."""
        found = self.node(name)
        if found is None:
            return []
        if not isinstance(found.value, list):
            self.fault(name, "must be a list", found.line)
            return []
        return [Fields(item, f"{self.path(name)}[{i}]", self.faults) for i, item in enumerate(found.value)]

    def entries(self, name: str) -> dict[str, "Fields"]:
        """A mapping of names to mappings; absent is empty."""
        found = self.node(name)
        if found is None:
            return {}
        if not isinstance(found.value, dict):
            self.fault(name, "must be a mapping of names to entries", found.line)
            return {}
        return {key: Fields(item, f"{self.path(name)}.{key}", self.faults) for key, item in found.value.items()}

    def has(self, name: str) -> bool:
        """Whether the key is present and not yet taken."""
        return name in self._left

    def close(self) -> None:
        """Reports every key that was not read."""
        for name, node in self._left.items():
            self.fault(name, "is not a known key here", node.line)


def _day(value: object) -> date | None:
    """The date that a scalar is, written 2026-11-21."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
