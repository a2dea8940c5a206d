"""What would settle it: the unknown facts, ranked by how many open duties each decides. Each is tried both ways."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.assessment.assess import assess
from bot.assessment.facts import FactErrors, read_facts
from bot.assessment.prepared import Rules
from bot.assessment.result import Assessment
from bot.vocabulary import FACTS, LISTS, PARTS, Fact

MANY = 1_000_000
"""A number above every limit of a law, to see what a great one would decide."""


@dataclass(frozen=True, kw_only=True)
class Settling:
    """An unknown fact. `always`: open duties that are settled however it turns out; `sometimes`: at least one way."""

    fact: str
    always: tuple[str, ...]
    sometimes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """An unknown fact, with the facts as they would be for each way in which it may turn out."""

    fact: str
    ways: tuple[Mapping[str, Any], ...]


def rank_unknowns(given: Mapping[str, Any], rules: Rules) -> tuple[Settling, ...]:
    """The unknown facts of `given` (as `read_facts` takes it), those that decide most first. Raises FactErrors.

    A fact that decides nothing by itself is left out: it matters only together with others.
    """
    answer = assess(read_facts(given), rules)
    before = open_duties(answer)
    found: list[Settling] = []
    for trial in trials(given, answer, rules):
        settled = [before - after for way in trial.ways if (after := _open_after(way, rules)) is not None]
        sometimes = sorted(set().union(*settled))
        if sometimes:
            always = sorted(set.intersection(*(set(one) for one in settled)))
            found.append(Settling(fact=trial.fact, always=tuple(always), sometimes=tuple(sometimes)))
    return tuple(sorted(found, key=lambda one: (-len(one.always), -len(one.sometimes))))


def open_duties(answer: Assessment) -> frozenset[str]:
    """What is open for want of facts: the breach, notices with their law, tasks, decisions and records."""
    names = [" for ".join(filter(None, (f"{o.law} {o.id}", o.subject))) for o in answer.obligations if _open(o.status)]
    names += [one.id for one in answer.unsettled]
    names += ["breach"] if _open(answer.statutory_breach.status) else []
    return frozenset(names)


def _open(status: str) -> bool:
    return status == "unresolved"


def _open_after(given: Mapping[str, Any], rules: Rules) -> frozenset[str] | None:
    try:
        return open_duties(assess(read_facts(given), rules))
    except FactErrors:
        return None  # it cannot turn out so, for what else is known


def trials(given: Mapping[str, Any], answer: Assessment, rules: Rules) -> Iterator[Trial]:
    """Each fact that an open answer needs, with what it may turn out to be."""
    needed = [*answer.statutory_breach.needs, *(need for o in answer.obligations for need in o.needs)]
    needed += [need for one in answer.unsettled for need in one.needs]
    for name in dict.fromkeys(needed):
        if name == "datasets":
            yield from _of_datasets(given)
        elif given.get(name) is None or name == "residents":
            yield Trial(fact=name, ways=tuple({**given, name: value} for value in _values(name, FACTS[name], rules)))
        elif isinstance(given[name], Mapping):
            yield from _of_map(given, name, PARTS[name], rules)


def _of_map(given: Mapping[str, Any], name: str, parts: Mapping[str, Fact], rules: Rules) -> Iterator[Trial]:
    for part, fact in parts.items():
        if given[name].get(part) is None:
            ways = tuple({**given, name: {**given[name], part: value}} for value in _values(part, fact, rules))
            yield Trial(fact=f"{name}.{part}", ways=ways)


def _of_datasets(given: Mapping[str, Any]) -> Iterator[Trial]:
    for i, entry in enumerate(given.get("datasets") or ()):
        for part in ("computerized", "names_included", "role", "elements"):  # an exemption is made, not unknown
            if entry.get(part) is None:
                ways = tuple(_with_set(given, i, {**entry, part: value}) for value in _ways_of(part))
                yield Trial(fact=f"datasets.{entry['id']}.{part}", ways=ways)
        for j, element in enumerate(entry.get("elements") or ()):
            for part in PARTS["elements"]:
                if element.get(part) is None:
                    turned = [_with(entry["elements"], j, {**element, part: value}) for value in _ways_of(part)]
                    ways = tuple(_with_set(given, i, {**entry, "elements": elements}) for elements in turned)
                    yield Trial(fact=f"datasets.{entry['id']}.elements.{j + 1}.{part}", ways=ways)


def _with_set(given: Mapping[str, Any], i: int, entry: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**given, "datasets": _with(given["datasets"], i, entry)}


def _with(entries: Any, i: int, entry: Mapping[str, Any]) -> list[Any]:
    return [*entries[:i], entry, *entries[i + 1 :]]


def _ways_of(part: str) -> tuple[Any, ...]:
    if part == "elements":
        return ([], [{"kind": "ssn", "protection": "none"}])
    fact = {**PARTS["datasets"], **PARTS["elements"]}[part]
    return _BY_KIND[fact.kind](fact) if fact.kind in _BY_KIND else ()


_BY_KIND: Mapping[str, Callable[[Fact], tuple[Any, ...]]] = {
    "flag": lambda _: (True, False),
    "count": lambda _: (0, MANY),
    "counts": lambda _: ([0], [MANY]),
    "amount": lambda _: ("0", str(100 * MANY)),
    "word": lambda fact: fact.words,
    "words": lambda fact: ([], list(fact.words)),
    "text": lambda _: ("named",),
    "texts": lambda _: (["named"],),
    "instant": lambda _: ("2000-01-03T12:00:00+00:00",),
}


def _values(name: str, fact: Fact, rules: Rules) -> tuple[Any, ...]:
    """The ways in which a fact may turn out; a map turns out with every part one way, or every part the other."""
    if fact.kind == "by_state":
        return tuple(dict.fromkeys(sorted(rules.states), count) for count in (0, MANY))
    if fact.kind in _BY_KIND:
        return _BY_KIND[fact.kind](fact)
    if fact.kind in PARTS and fact.kind not in LISTS:
        ends = [{part: _values(part, found, rules) for part, found in PARTS[name].items()} for _ in (0, 1)]
        return tuple({part: ways[-1 - end] for part, ways in one.items() if ways} for end, one in enumerate(ends))
    return ()
