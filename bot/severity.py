"""How severe a breach is: terms proposed from facts, the score of ENISA, least bands and flags.

What stands here proposes and adds up; AI, CCO and IS decide (Policy 7.A, 7.B; `bot/severity_votes.py`). It answers
nothing that a statute asks: whether notice is owed is the assessment's, and neither reads the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar

from bot.assessment.duties import PolicyKnowledge, needs_of
from bot.assessment.nodes import ready
from bot.condition import Condition
from bot.kleene import Kleene
from bot.severity_method import (
    CIRCUMSTANCES,
    DPC_SCORES,
    LEVELLED,
    Band,
    DataProposal,
    FlagRule,
    LevelProposal,
    Method,
    highest,
)

Facts: TypeAlias = Mapping[str, Any]
"""Known facts by name, as `bot.assessment.facts.Facts.known` holds them; what is not there is unknown."""
_PEOPLE = "residents"
_Rule = TypeVar("_Rule", DataProposal, LevelProposal)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms of SE; None is not known. `dpc` is 1 to 4; the others are ids of `severity.yaml`."""

    category: str | None = None
    dpc: int | None = None
    ei: str | None = None
    confidentiality: str | None = None
    integrity: str | None = None
    availability: str | None = None
    malice: str | None = None

    def level(self, term: str) -> str | None:
        """The id of a term's level: ei, confidentiality, integrity, availability or malice."""
        found: str | None = getattr(self, term)
        return found


@dataclass(frozen=True, kw_only=True)
class Impact:
    """What IS says of operations, as ids of NIST SP 800-61r2, Tables 3-2 to 3-4. `information` may hold several."""

    functional: str | None = None
    information: tuple[str, ...] | None = None
    recoverability: str | None = None


@dataclass(frozen=True, kw_only=True)
class TermReason:
    """Why a term is proposed: its value as an id (a DPC as its digit), the sentence and its citation."""

    term: str
    value: str
    text: str
    cite: str


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Terms read off the facts. `needs`: for each term left open, the facts that would tell; empty when people must."""

    terms: Terms
    reasons: tuple[TermReason, ...]
    needs: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One number of the arithmetic, and what it stands for."""

    term: str
    value: Decimal
    text: str
    cite: str


@dataclass(frozen=True, kw_only=True)
class Score:
    """SE = DPC x EI + CB with two decimals, its band, and its parts: DPC, EI, then the four parts of CB."""

    se: Decimal
    band: Band
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Floor:
    """A least band that holds, and why."""

    id: str
    band: Band
    text: str
    cite: str


@dataclass(frozen=True, kw_only=True)
class OpenFloor:
    """A least band that may yet hold: what to ask, and the facts that would tell (none: the voters answer it)."""

    id: str
    band: Band
    question: str
    cite: str
    needs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Flag:
    """Something that the score does not count: true, false or unknown, with the sentence for that."""

    id: str
    value: Kleene
    text: str
    cite: str
    needs: tuple[str, ...]


def propose(method: Method, facts: Facts) -> Proposal:
    """The terms that the facts propose, each with its reason. An unknown fact proposes nothing, never the lesser."""
    chosen: dict[str, Any] = {}
    reasons: list[TermReason] = []
    needs: dict[str, tuple[str, ...]] = {}
    data, open_facts = _first(method.data_proposals, facts)
    if data is None:
        needs["category"] = needs["dpc"] = open_facts
    else:
        chosen.update(category=data.category, dpc=data.dpc)
        reasons.append(TermReason(term="category", value=data.category, text=data.text, cite=data.cite))
        reasons.append(TermReason(term="dpc", value=str(data.dpc), text=data.text, cite=data.cite))
    for term in LEVELLED:
        level, open_facts = _first(method.level_proposals[term], facts)
        if level is None:
            needs[term] = open_facts
        else:
            chosen[term] = level.value
            reasons.append(TermReason(term=term, value=level.value, text=level.text, cite=level.cite))
    return Proposal(terms=Terms(**chosen), reasons=tuple(reasons), needs=needs)


def score(method: Method, terms: Terms) -> Score | None:
    """SE and its band; None while DPC, EI or a part of CB is unknown. Raises KeyError for an id that is not there."""
    if terms.dpc is None:
        return None
    cite, text = method.data_cite, method.data_question
    if terms.category is not None:
        category = method.categories[terms.category]
        cite, text = category.cite, category.levels[terms.dpc]
    parts = [Part(term="dpc", value=Decimal(terms.dpc), text=text, cite=cite)]
    for term in LEVELLED:
        name = terms.level(term)
        if name is None:
            return None
        level = method.terms[term].level(name)
        parts.append(Part(term=term, value=level.value, text=level.text, cite=level.cite))
    se = _se({part.term: part.value for part in parts})
    return Score(se=se, band=band_of(method, se), parts=tuple(parts))


def between(method: Method, terms: Terms) -> tuple[Band, Band]:
    """The least and the most severe band, whatever the unknown terms turn out to be."""
    least: dict[str, Decimal] = {"dpc": Decimal(terms.dpc or DPC_SCORES[0])}
    most: dict[str, Decimal] = {"dpc": Decimal(terms.dpc or DPC_SCORES[-1])}
    for term in LEVELLED:
        name, levels = terms.level(term), method.terms[term].levels
        known = None if name is None else method.terms[term].level(name).value
        least[term] = levels[0].value if known is None else known
        most[term] = levels[-1].value if known is None else known
    return band_of(method, _se(least)), band_of(method, _se(most))


def band_of(method: Method, se: Decimal) -> Band:
    """The band in which an SE lies: each begins at its own number."""
    return next(step.id for step in reversed(method.bands) if se >= step.least)


def floors(method: Method, facts: Facts, restricted_class: Kleene) -> tuple[Floor, ...]:
    """The least bands that hold. An unknown fact gives none here, and is named by `open_floors`."""
    return tuple(
        Floor(id=rule.id, band=rule.at_least, text=rule.text, cite=rule.cite)
        for rule in method.floors
        if (restricted_class if rule.when is None else _ask(rule.when, facts)[0]) is True
    )


def open_floors(method: Method, facts: Facts, restricted_class: Kleene) -> tuple[OpenFloor, ...]:
    """The least bands of which it is not known whether they hold."""
    found = []
    for rule in method.floors:
        value, needs = (restricted_class, ()) if rule.when is None else _ask(rule.when, facts)
        if value is None:
            found.append(OpenFloor(id=rule.id, band=rule.at_least, question=rule.question, cite=rule.cite, needs=needs))
    return tuple(found)


def flags(method: Method, facts: Facts) -> tuple[Flag, ...]:
    """Every flag of the method: met, not met, or said as unknown."""
    return tuple(_flag(rule, facts) for rule in method.flags)


def functional_band(method: Method, impact: Impact | None) -> Band | None:
    """The band to which the functional impact lifts (configuration); None when it lifts to none or is unknown."""
    return None if impact is None or impact.functional is None else method.lifts.get(impact.functional)


def fits(method: Method, impact: Impact) -> bool:
    """Whether the values of information impact go together (NIST SP 800-61r2, 3.2.6: "none" stands alone)."""
    given = impact.information or ()
    alone = {value.id for value in method.impact["information"].values if value.alone}
    return len(given) < 2 or not alone & set(given)


def proposed_band(method: Method, terms: Terms, impact: Impact | None, held: Iterable[Floor]) -> Band | None:
    """The highest of the score's band, the functional impact's band and the floors; None while nothing tells.

    While terms are unknown, the score counts with its least band, as "at least"; a least band that says nothing (the
    lowest, while more is possible) does not count.
    """
    least, most = between(method, terms)
    told = [floor.band for floor in held]
    if least == most or least != method.bands[0].id:
        told.append(least)
    if (lifted := functional_band(method, impact)) is not None:
        told.append(lifted)
    return highest(told)


def _se(values: Mapping[str, Decimal]) -> Decimal:
    circumstances = sum((values[term] for term in CIRCUMSTANCES), Decimal(0))
    return (values["dpc"] * values["ei"] + circumstances).quantize(Decimal("0.01"))


def _ask(condition: Condition, facts: Facts) -> tuple[Kleene, tuple[str, ...]]:
    # The loader lets only facts in: no obligations, no days of a calendar that would depend on a zone.
    node, asked = ready(condition, {}, UTC), PolicyKnowledge(facts, ())
    value = node.value(asked)
    return value, needs_of(node, asked) if value is None else ()


def _first(rules: Iterable[_Rule], facts: Facts) -> tuple[_Rule | None, tuple[str, ...]]:
    for rule in rules:
        value, needs = _ask(rule.when, facts)
        if value is True:
            return rule, ()
        if value is None:
            return None, needs
    return None, ()


def _flag(rule: FlagRule, facts: Facts) -> Flag:
    if rule.when is not None:
        value, needs = _ask(rule.when, facts)
    else:
        value = _more_people(facts, rule.people_more_than or 0)
        needs = (_PEOPLE,) if value is None else ()
    text = {True: rule.met, False: rule.unmet, None: rule.unknown}[value]
    return Flag(id=rule.id, value=value, text=text, cite=rule.cite, needs=needs)


def _more_people(facts: Facts, limit: int) -> Kleene:
    residents = facts.get(_PEOPLE)
    if residents is None:
        return None
    if sum(count for count in residents.values() if count is not None) > limit:
        return True
    return None if None in residents.values() else False
