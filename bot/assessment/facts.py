"""The facts of an incident: checked against the vocabulary, normalized, never defaulted.

A fact that is absent or null is unknown. What is wrong is refused, naming each fact; nothing is repaired.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.assessment.datasets import Known, arrange_sets
from bot.assessment.determined import in_force
from bot.assessment.fact_faults import FactErrors, FactFault
from bot.assessment.third_parties import take_parties
from bot.assessment.together import check_together
from bot.vocabulary import FACTS, LISTS, PARTS, SOME, STATES, Fact

__all__ = ["FactErrors", "FactFault", "Facts", "read_facts", "read_stored_facts"]

YEARS = range(1900, 2200)
"""Years that a date may lie in; outside them it is a typing slip, and no calendar counts there."""
LONGEST_SHOWN = 60
"""Characters of a wrong value that a fault repeats."""
# No count can be larger than the people of the country: that is a typing slip, not a fact.
LARGEST_COUNT = 400_000_000
_OFFSET = re.compile(r"(Z|[+-][0-9]{2}:?[0-9]{2})$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Known facts by path (`encrypted`, `delay.officer`); what is not there is unknown.

    Date-times are aware, days are dates, amounts are Decimal, lists are tuples, `residents` maps states to counts:
    a state that a given map does not name has nobody; one named with null, or with some people, is unknown, and
    what is certain of it stands in `residents_bounds`. With several data sets `sets` holds the same with each set's
    own facts laid over. Beside the facts themselves stand what follows from them: `elements`, `affected` and others.
    """

    known: Mapping[str, Any]
    sets: tuple[Known, ...] = ()
    stored: bool = False
    """Read from a database: checked when it was recorded, and never refused again."""

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
            faults.append(FactFault(fact=_shown(name), name="unknown_fact"))
        elif value is not None:
            _take(str(name), fact, value, known, faults)
    faults.extend(check_together(known))
    if faults:
        raise FactErrors(faults)
    return _facts(known)


def read_stored_facts(given: Mapping[str, Any]) -> Facts:
    """The facts of a database, leniently: what this version cannot read is not known, and nothing stops.

    A fact was checked when it was recorded; an older version may have known other names, words or limits.
    """
    return _facts(_readable(given)[0], stored=True)


def readable_facts(given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a database, plain as they are, without those that this version cannot read."""
    dropped = _readable(given)[1]
    return {name: value for name, value in given.items() if name not in dropped}


def _readable(given: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """What can be read of the facts, each and together, and the names of the others."""
    known: dict[str, Any] = {}
    dropped: set[str] = set()
    for name, value in given.items():
        one: dict[str, Any] = {}
        faults: list[FactFault] = []
        if name in FACTS and value is not None:
            _take(name, FACTS[name], value, one, faults)
            known.update(one if not faults else {})
        if faults or name not in FACTS:
            dropped.add(name)
    while wrong := check_together(known):
        for name in {fault.fact.split(".")[0].split("[")[0] for fault in wrong}:
            dropped.add(name)
            for path in [path for path in known if path.split(".")[0] == name]:
                del known[path]
    return known, dropped


def _facts(known: dict[str, Any], stored: bool = False) -> Facts:
    known["determined"] = {question: one["outcome"] for question, one in in_force(known).items()}
    take_parties(known)
    return Facts(known=known, sets=arrange_sets(known), stored=stored)


def _take(path: str, fact: Fact, value: Any, known: dict[str, Any], faults: list[FactFault]) -> None:
    try:
        if fact.kind in PARTS and fact.kind not in LISTS:
            known.update(_read_map(path, value, PARTS[path]))
        elif fact.kind in LISTS:
            known[path] = _read_maps(path, value, fact.kind)
        else:
            known[path] = READERS[fact.kind](path, value, fact)
    except FactErrors as error:
        faults.extend(error.faults)


def _refuse(path: str, name: str, **values: object) -> FactErrors:
    pairs = tuple((key, _shown(value)) for key, value in values.items())
    return FactErrors([FactFault(fact=path, name=name, values=pairs)])


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_SHOWN or ", " in text else f"{text[:LONGEST_SHOWN]} …"


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
    if value.year not in YEARS:
        raise _refuse(path, "far_year", value=value.year)
    return value


def _day(path: str, value: Any) -> date:
    try:
        if isinstance(value, str) and len(value) == 10:
            value = date.fromisoformat(value)
    except ValueError:
        value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _refuse(path, "not_a_day")
    if value.year not in YEARS:
        raise _refuse(path, "far_year", value=value.year)
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


def _by_state(path: str, value: Any, fact: Fact) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _refuse(path, "not_a_map_of_states")
    counts: dict[str, Any] = {}
    faults: list[FactFault] = []
    for state, count in value.items():
        where = f"{path}.{_shown(state)}"
        try:
            if state not in STATES:
                raise _refuse(where, "not_a_state")
            # Some people: at least one, no upper bound.
            counts[state] = (1, None) if count == SOME else None if count is None else _count(where, count, fact)
        except FactErrors as error:
            faults.extend(error.faults)
    if faults:
        raise FactErrors(faults)
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
            faults.append(FactFault(fact=f"{path}.{_shown(name)}", name="unknown_fact"))
        elif part is not None:
            _take(f"{path}.{name}", parts[name], part, found, faults)
    if faults:
        raise FactErrors(faults)
    # An empty map says nothing: the fact stays unknown.
    return {path: True, **found} if found else {}


def _read_maps(path: str, value: Any, kind: str) -> tuple[dict[str, Any], ...]:
    maps: list[dict[str, Any]] = []
    faults: list[FactFault] = []
    for i, item in enumerate(_listed(path, value)):
        where = f"{path}[{i}]"
        try:
            read = _read_map(where, item, PARTS[kind])
        except FactErrors as error:
            faults.extend(error.faults)
            continue
        entry = {name: read.get(f"{where}.{name}") for name in PARTS[kind]}
        faults.extend(
            FactFault(fact=f"{where}.{name}", name="missing_part") for name in LISTS[kind] if entry[name] is None
        )
        maps.append(entry)
    key = {"readings": "rule", "datasets": "id", "parties": "id"}.get(kind)
    names = [entry[key] for entry in maps] if key else []
    if not faults and len(set(names)) != len(names):
        raise _refuse(path, "answered_twice" if kind == "readings" else "same_id_twice")
    if faults:
        raise FactErrors(faults)
    return tuple(maps)
