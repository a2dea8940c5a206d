"""The facts of an incident: checked against the vocabulary, normalized, never defaulted.

A fact that is absent or null is unknown. What is wrong is refused, naming each fact; nothing is repaired.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.assessment.vocabulary import FACTS, PARTS, STATES, Fact

# No count can be larger than the people of the country: that is a typing slip, not a fact.
LARGEST_COUNT = 400_000_000
SSN_DIGITS = 9
_OFFSET = re.compile(r"(Z|[+-][0-9]{2}:?[0-9]{2})$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class FactFault:
    """One refused fact: its dotted name, the name of the sentence in the pack, and the sentence's values."""

    fact: str
    name: str
    values: tuple[tuple[str, str], ...] = ()


class FactErrors(Exception):  # noqa: N818  (it holds many)
    """The facts cannot be used. `faults` names every refused fact."""

    def __init__(self, faults: list[FactFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.fact}: {fault.name}" for fault in faults))


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Known facts by path (`encrypted`, `delay.officer`); what is not there is unknown.

    Date-times are aware, days are dates, amounts are Decimal, lists are tuples, `residents` maps states to
    counts (a state that a given map does not name has nobody; a state named with null is unknown).
    """

    known: Mapping[str, Any]

    def get(self, path: str) -> Any:
        """The value at a path, or None while it is unknown."""
        return self.known.get(path)


def read_facts(given: Any) -> Facts:
    """Checked facts from a mapping as YAML or JSON gives it. Raises FactErrors."""
    faults: list[FactFault] = []
    if not isinstance(given, Mapping):
        raise FactErrors([FactFault(fact="facts", name="not_a_map")])
    known: dict[str, Any] = {}
    for name, value in given.items():
        fact = FACTS.get(name)
        if fact is None:
            faults.append(FactFault(fact=str(name), name="unknown_fact"))
        elif value is not None:
            _take(str(name), fact, value, known, faults)
    if not faults:
        _check_together(known, faults)
    if faults:
        raise FactErrors(faults)
    return Facts(known=known)


def _take(path: str, fact: Fact, value: Any, known: dict[str, Any], faults: list[FactFault]) -> None:
    try:
        if fact.kind in ("delay", "notice_cost", "licensee"):
            known.update(_read_map(path, value, PARTS[path]))
        elif fact.kind in ("readings", "planned_methods"):
            known[path] = _read_maps(path, value, PARTS[fact.kind])
        else:
            known[path] = READERS[fact.kind](path, value, fact)
    except FactErrors as error:
        faults.extend(error.faults)


def _refuse(path: str, name: str, **values: object) -> FactErrors:
    pairs = tuple((key, str(value)) for key, value in values.items())
    return FactErrors([FactFault(fact=path, name=name, values=pairs)])


def _flag(path: str, value: Any, fact: Fact) -> bool:
    if not isinstance(value, bool):
        raise _refuse(path, "not_a_flag")
    return value


def _text(path: str, value: Any, fact: Fact) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _refuse(path, "not_a_text")
    return value.strip()


def _count(path: str, value: Any, fact: Fact) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _refuse(path, "not_a_count")
    if value < 0:
        raise _refuse(path, "negative", value=value)
    if value > LARGEST_COUNT:
        raise _refuse(path, "absurd", value=value)
    return value


def _amount(path: str, value: Any, fact: Fact) -> Decimal:
    try:
        amount = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise _refuse(path, "not_an_amount")
    if amount < 0:
        raise _refuse(path, "negative", value=value)
    return amount


def _instant(path: str, value: Any, fact: Fact) -> datetime:
    try:
        if isinstance(value, str) and len(value) > 10:
            value = datetime.fromisoformat(value.strip())
    except ValueError:
        value = None
    if not isinstance(value, datetime):
        raise _refuse(path, "not_an_instant")
    if value.tzinfo is None or value.utcoffset() is None:
        raise _refuse(path, "no_offset")
    return value


def _day(path: str, value: Any) -> date:
    try:
        if isinstance(value, str) and len(value) == 10:
            value = date.fromisoformat(value)
    except ValueError:
        value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _refuse(path, "not_a_day")
    return value


def _word(path: str, value: Any, fact: Fact) -> str:
    if not isinstance(value, str) or value not in fact.words:
        raise _refuse(path, "not_a_word", words=", ".join(fact.words))
    return value


def _listed(path: str, value: Any) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise _refuse(path, "not_a_list")
    return list(value)


def _words(path: str, value: Any, fact: Fact) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_word(path, item, fact) for item in _listed(path, value)))


def _texts(path: str, value: Any, fact: Fact) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_text(path, item, fact) for item in _listed(path, value)))


def _counts(path: str, value: Any, fact: Fact) -> tuple[int, ...]:
    return tuple(_count(f"{path}[{i}]", item, fact) for i, item in enumerate(_listed(path, value)))


def _days(path: str, value: Any, fact: Fact) -> tuple[date, ...]:
    return tuple(_day(f"{path}[{i}]", item) for i, item in enumerate(_listed(path, value)))


def _by_state(path: str, value: Any, fact: Fact) -> dict[str, int | None]:
    if not isinstance(value, Mapping):
        raise _refuse(path, "not_a_map_of_states")
    counts: dict[str, int | None] = {}
    for state, count in value.items():
        if state not in STATES:
            raise _refuse(f"{path}.{state}", "not_a_state")
        counts[state] = None if count is None else _count(f"{path}.{state}", count, fact)
    return counts


READERS: dict[str, Callable[[str, Any, Fact], Any]] = {
    "flag": _flag,
    "text": _text,
    "count": _count,
    "amount": _amount,
    "instant": _instant,
    "word": _word,
    "words": _words,
    "texts": _texts,
    "counts": _counts,
    "days": _days,
    "by_state": _by_state,
}


def _read_map(path: str, value: Any, parts: dict[str, Fact]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _refuse(path, "not_a_map_of_parts", parts=", ".join(parts))
    found: dict[str, Any] = {}
    faults: list[FactFault] = []
    for name, part in value.items():
        if name not in parts:
            faults.append(FactFault(fact=f"{path}.{name}", name="unknown_fact"))
        elif part is not None:
            _take(f"{path}.{name}", parts[name], part, found, faults)
    if faults:
        raise FactErrors(faults)
    # An empty map says nothing: the fact stays unknown.
    return {path: True, **found} if found else {}


def _read_maps(path: str, value: Any, parts: dict[str, Fact]) -> tuple[dict[str, Any], ...]:
    maps: list[dict[str, Any]] = []
    for i, item in enumerate(_listed(path, value)):
        where = f"{path}[{i}]"
        read = _read_map(where, item, parts)
        entry = {name: read.get(f"{where}.{name}") for name in parts}
        needed = ("rule", "holds", "reason") if path == "readings" else ("kind",)
        for name in needed:
            if entry[name] is None:
                raise _refuse(f"{where}.{name}", "missing_part")
        maps.append(entry)
    rules = [entry.get("rule") for entry in maps]
    if path == "readings" and len(set(rules)) != len(rules):
        raise _refuse(path, "answered_twice")
    return tuple(maps)


def _check_together(known: Mapping[str, Any], faults: list[FactFault]) -> None:
    occurred, discovered = known.get("occurred_at"), known.get("discovered_at")
    if occurred is not None and discovered is not None and discovered < occurred:
        faults.append(FactFault(fact="discovered_at", name="discovered_before_occurred"))
    digits = known.get("ssn_digits_visible")
    if digits is not None and digits > SSN_DIGITS:
        faults.append(FactFault(fact="ssn_digits_visible", name="too_many_digits"))
