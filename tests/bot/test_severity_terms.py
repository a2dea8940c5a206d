"""Recording the terms of the severity: by whom, on which facts, and what goes on following the facts."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.decision import Decision, Refresh, Refusal, SetFact, Text
from bot.incident import IncidentFacts
from bot.question_commands import RecordSeverityTerms
from bot.rules.severity import (
    TERMS,
    counted_terms,
    propose_terms,
    record_terms,
    recorded_impact,
    restricted,
    vote_result,
)
from tests.given import AI_LEAD, CCO, DEPARTMENT, FACTS, IS_LEAD, LAW, NOW, having, knowing, situated, with_incident

METHOD = LAW.packs.severity
CATEGORY = next(iter(METHOD.categories.values()))
DPC = next(iter(CATEGORY.levels))
EI = [level.id for level in METHOD.terms["ei"].levels]
DEPARTMENT_OF_CLASSES = replace(LAW, department=replace(DEPARTMENT, classes=("Restricted", "Internal", "Public")))


def terms(facts: IncidentFacts = FACTS, *, actor: str = CCO, seen: int = 9, **told: Any) -> Decision | Refusal:
    command = RecordSeverityTerms(key="k", actor=actor, incident=7, terms=told, seen=seen)
    return record_terms(command, situated(facts))


def noting(facts: IncidentFacts, told: Any) -> IncidentFacts:
    more: dict[str, Any] = {TERMS: told}
    return knowing(facts, **more)


def kept(**told: Any) -> IncidentFacts:
    return noting(FACTS, told)


def written(decided: Decision | Refusal) -> Any:
    assert isinstance(decided, Decision)
    return json.loads(decided.texts[TERMS])


def test_what_people_said_is_recorded() -> None:
    decided = terms(ei=EI[0])
    assert isinstance(decided, Decision)
    assert decided.changes == (SetFact(name=TERMS, value=Text(name=TERMS), by=CCO, at=NOW, version=1),)
    assert written(decided) == {"ei": EI[0]}
    assert decided.sends == (Refresh(surface="card"), Refresh(surface="decision:severity"))
    assert [(one.kind, one.actor, one.body) for one in decided.entries] == [
        ("severity_terms_recorded", CCO, {"number": "BR-2026-0007", "version": 1, "terms": Text(name=TERMS)})
    ]


def test_what_was_said_before_stays_and_what_is_not_said_changes_nothing() -> None:
    assert written(terms(kept(ei=EI[0]), malice=None, ei=EI[1])) == {"ei": EI[1]}
    decided = terms(kept(ei=EI[0]), malice=METHOD.terms["malice"].levels[0].id)
    assert written(decided)["ei"] == EI[0]
    again = terms(kept(ei=EI[0]), ei=EI[0])
    assert isinstance(again, Decision)
    assert (again.answer.name, again.changes, again.entries) == ("nothing_new", (), ())


def test_what_is_left_as_proposed_goes_on_following_the_facts() -> None:
    facts = knowing(pi_elements=["ssn"], names_included=True, encrypted=False)
    proposed = propose_terms(facts, LAW).terms
    assert proposed.category is not None
    left = terms(facts, category=proposed.category, dpc=proposed.dpc)
    assert isinstance(left, Decision)
    assert left.answer.name == "nothing_new"
    other = next(id for id in METHOD.categories[proposed.category].levels if id != proposed.dpc)
    assert written(terms(facts, category=proposed.category, dpc=other)) == {"category": proposed.category, "dpc": other}
    assert counted_terms(facts, LAW).category == proposed.category


def test_a_term_that_people_recorded_is_kept_although_the_facts_propose_it_now() -> None:
    facts = knowing(pi_elements=["ssn"], names_included=True, encrypted=False)
    proposed = propose_terms(facts, LAW).terms
    other = next(id for id in METHOD.categories[str(proposed.category)].levels if id != proposed.dpc)
    said = noting(facts, {"category": proposed.category, "dpc": other})
    assert counted_terms(said, LAW).dpc == other
    assert written(terms(said, category=proposed.category, dpc=proposed.dpc))["dpc"] == proposed.dpc


@pytest.mark.parametrize(
    ("facts", "actor", "told", "refused", "field"),
    [
        (with_incident(state="closed"), CCO, {"ei": EI[0]}, "incident_closed", None),
        (FACTS, "UNOBODY", {"ei": EI[0]}, "role_needed", None),
        (FACTS, CCO, {"ei": "enormous"}, "choose_again", "ei"),
        (FACTS, CCO, {"category": CATEGORY.id}, "choose_again", "category"),
        (FACTS, CCO, {"dpc": DPC}, "choose_again", "category"),
        (FACTS, CCO, {"category": "gossip", "dpc": DPC}, "choose_again", "category"),
        (FACTS, CCO, {"category": CATEGORY.id, "dpc": 9}, "choose_again", "category"),
        (FACTS, IS_LEAD, {"information": ["none", "privacy"]}, "none_stands_alone", "information"),
        (FACTS, CCO, {"functional": "high"}, "role_needed", "functional"),
        (FACTS, AI_LEAD, {"recoverability": "regular"}, "role_needed", "functional"),
    ],
)
def test_terms_are_refused(
    facts: IncidentFacts, actor: str, told: dict[str, Any], refused: str, field: str | None
) -> None:
    decided = terms(facts, actor=actor, **told)
    assert isinstance(decided, Refusal)
    assert (decided.name, decided.values.get("field")) == (refused, field)


def test_is_fills_the_impact_and_others_may_say_more_beside_it() -> None:
    impact: dict[str, Any] = {"functional": "high", "information": ["privacy"], "recoverability": "regular"}
    assert written(terms(actor=IS_LEAD, **impact)) == impact
    assert written(terms(kept(**impact), actor=CCO, ei=EI[0])) == {**impact, "ei": EI[0]}
    found = recorded_impact(kept(**impact))
    assert (found.functional, found.information, found.recoverability) == ("high", ("privacy",), "regular")
    assert recorded_impact(FACTS).information is None


@pytest.mark.parametrize(("seen", "taken"), [(1, False), (2, True), (3, True)])
def test_terms_that_moved_meanwhile_are_not_written_over_unseen(seen: int, taken: bool) -> None:
    decided = terms(kept(ei=EI[0]), seen=seen, ei=EI[1])
    assert isinstance(decided, Decision) is taken
    if isinstance(decided, Refusal):
        assert decided == Refusal(name="facts_newer", values={"facts": (TERMS,), "seen": 2})


@pytest.mark.parametrize(
    ("said", "sets", "answer"),
    [
        (None, ["Restricted"], True),
        (None, ["Internal"], False),
        (None, ["Public", "Internal"], False),
        (None, ["Internal", "Restricted"], True),
        (None, ["Internal", "Grandmother's"], None),
        (None, [], None),
        (False, ["Restricted"], False),
        (True, ["Public"], True),
    ],
)
def test_the_most_restricted_class_is_as_people_said_or_the_first_of_the_scheme(
    said: bool | None, sets: list[str], answer: bool | None
) -> None:
    rows = [{"name": f"set {number}", "classification": name} for number, name in enumerate(sets)]
    facts = knowing(datasets=rows) if rows else FACTS
    if said is not None:
        facts = noting(facts, {"restricted_class": said})
    assert restricted(facts, DEPARTMENT_OF_CLASSES) is answer


def test_without_a_scheme_a_class_tells_nothing() -> None:
    assert restricted(knowing(datasets=[{"name": "a", "classification": "Restricted"}]), LAW) is None


def test_only_votes_of_the_voters_count() -> None:
    voted = having(having(FACTS, "severity", "high", role="AI"), "severity", "very_high", role="CR")
    assert vote_result(voted, LAW).band == "high"
    assert vote_result(FACTS, LAW).band is None
