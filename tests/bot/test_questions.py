"""Which questions an incident raises: at the right moment, of the right people, and no other."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.incident import IncidentFacts, Message
from bot.question import OpenQuestion
from bot.rulebook import Rulebook
from bot.rules.following import follow
from bot.rules.questions import (
    deciding_roles,
    is_undecided,
    moved_facts,
    people_who_decide,
    questions_to_ask,
    raised_questions,
    stale_determinations,
)
from bot.situation import assess_incident
from tests.given import (
    AI_LEAD,
    AI_OTHER,
    CCO,
    FACTS,
    IS_LEAD,
    IS_OTHER,
    LAW,
    NOTICE_OWED,
    NOW,
    REPORTER,
    TEAM,
    having,
    knowing,
    situated,
    with_incident,
)

REPORTED: dict[str, Any] = {"by": REPORTER, "version": 1}
VOTED = ("POL-7.A", "POL-7.B")
OWED = ("POL-8.1", "POL-8.3", "POL-8.A", "POL-9")


def votes(band: str, *roles: str, facts: IncidentFacts = FACTS) -> IncidentFacts:
    for role in roles or ("AI",):
        facts = having(facts, "severity", band, role=role, by=AI_LEAD)
    return facts


def in_channel(facts: IncidentFacts, law: Rulebook = LAW) -> set[str]:
    return set(questions_to_ask(facts, law, assess_incident(facts, law, NOW)))


def listed(facts: IncidentFacts) -> set[str]:
    return set(raised_questions(facts, LAW, assess_incident(facts, LAW, NOW)))


def test_a_report_that_says_nothing_asks_for_nothing() -> None:
    assert in_channel(FACTS) == set()


@pytest.mark.parametrize(
    "kind", ["device_stolen", "edocument_stolen", "paper_stolen", "tampering"], ids=lambda kind: str(kind)
)
def test_what_was_stolen_asks_for_law_enforcement_at_once(kind: str) -> None:
    assert in_channel(knowing(incident_kinds=[kind], **REPORTED)) == {"POL-4.2"}


@pytest.mark.parametrize("kind", ["device_lost", "paper_lost", "exposure", "edocument_accessed"])
def test_what_was_lost_or_seen_does_not(kind: str) -> None:
    assert in_channel(knowing(incident_kinds=[kind], **REPORTED)) == set()


def test_a_break_in_asks_for_law_enforcement() -> None:
    assert "POL-4.2" in in_channel(knowing(physical_criminal_conduct=True, **REPORTED))


def test_the_first_fact_of_the_team_asks_for_the_severity() -> None:
    assert in_channel(knowing(encrypted=True)) == {"severity", "POL-4.2"}


def test_a_status_update_is_no_fact_and_asks_for_nothing() -> None:
    told = knowing(incident_kinds=["exposure"], **REPORTED)
    assert in_channel(knowing(told, version=5, **{"status:5": "We wait for the vendor"})) == set()


@pytest.mark.parametrize(
    ("band", "expected"),
    [
        ("low", {*VOTED}),
        ("medium", {*VOTED}),
        ("high", {*VOTED, "POL-10"}),
        ("very_high", {*VOTED, "POL-10", "POL-11.A8"}),
    ],
)
def test_a_vote_opens_what_the_policy_hangs_on_the_severity(band: str, expected: set[str]) -> None:
    assert in_channel(votes(band)) == expected


def test_a_least_band_counts_for_what_hangs_on_the_severity() -> None:
    assert "POL-10" in in_channel(votes("low", facts=knowing(message_board_control=True)))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (NOTICE_OWED, {*OWED, "breach"}),
        ({**NOTICE_OWED, "investigated": True}, {*OWED, "breach", "harm"}),
        ({**NOTICE_OWED, "law_enforcement_consulted": True}, {*OWED, "breach", "harm"}),
        ({**NOTICE_OWED, "encrypted": True, "key_taken": False}, {"breach", "elect"}),
        ({"message_board_control": True}, {"POL-11.D"}),
        ({"message_board_control": False}, set()),
        ({"attack_enabling": True}, {"POL-11.E2"}),
        ({"attack_enabling": False}, set()),
        ({"contractor_data_exposed": True}, {"POL-8.1", "POL-8.3", "POL-8.A"}),
        ({"own_procedures_followed": True}, {"MO-PI-12"}),
        ({"regulator_procedures_followed": True}, {"MO-PI-13"}),
        ({"own_procedures_followed": False, "regulator_procedures_followed": False}, set()),
        ({"computerized": False}, {"breach", "reading:paper"}),
        ({**NOTICE_OWED, "residents": {"MO": 150_001}}, {*OWED, "breach", "substitute"}),
    ],
)
def test_facts_ask_their_questions(known: dict[str, Any], expected: set[str]) -> None:
    assert in_channel(knowing(**known)) - {"severity", "POL-4.2"} == expected


@pytest.mark.parametrize(("structural", "is_asked"), [(True, True), (False, False), (None, False)])
def test_a_records_request_asks_about_structural_plans_only_where_there_are_some(
    structural: bool | None, is_asked: bool
) -> None:
    known = knowing(sunshine_request_received_at=NOW.isoformat(), infrastructure_data=structural)
    assert ("SUN-08" in in_channel(known)) is is_asked


def test_a_law_that_is_not_enabled_asks_nothing() -> None:
    without = Rulebook(packs=LAW.packs, department=replace(LAW.department, packs=("us_mo_407_1500",)))
    known = knowing(sunshine_request_received_at=NOW.isoformat(), infrastructure_data=True)
    assert "SUN-08" not in in_channel(known, without)


def test_a_debatable_reading_is_asked_while_something_depends_on_it() -> None:
    known = {**NOTICE_OWED, "residents": {"MO": 2000}, "notices_at_one_time": [600, 600]}
    assert "reading:at_one_time" in in_channel(knowing(**known))
    assert "reading:at_one_time" not in in_channel(knowing(**{**known, "notices_at_one_time": [100]}))


def test_an_owed_notice_can_be_recorded_as_given_and_is_not_asked_for_in_the_channel() -> None:
    given_id = "given:us_mo_407_1500:consumer_notice"
    assert given_id in listed(knowing(**NOTICE_OWED))
    assert given_id not in in_channel(knowing(**NOTICE_OWED))


def test_what_may_be_decided_at_any_time_is_always_listed() -> None:
    always = {"severity", "POL-4.2", "POL-7.A", "POL-9", "breach", "good_faith", "harm", "delay", "closing"}
    assert always <= listed(FACTS)


def test_what_was_decided_stays_listed_when_it_is_asked_no_more() -> None:
    assert "POL-11.D" in listed(having(FACTS, "POL-11.D", "no"))


@pytest.mark.parametrize(
    ("question", "roles", "who"),
    [
        ("POL-4.2", ("AI",), (AI_LEAD, AI_OTHER)),
        ("severity", ("CCO", "AI", "IS"), (CCO, AI_LEAD, AI_OTHER, IS_LEAD, IS_OTHER)),
        ("breach", ("CCO",), (CCO,)),
        ("POL-9", ("AI",), (AI_LEAD, AI_OTHER)),
    ],
)
def test_a_question_is_decided_by_those_whom_the_policy_names(
    question: str, roles: tuple[str, ...], who: tuple[str, ...]
) -> None:
    found = LAW.packs.questions.named[question]
    assert (deciding_roles(found, TEAM), people_who_decide(found, TEAM)) == (roles, who)


def test_a_duty_of_no_office_is_decided_by_the_configured_owner() -> None:
    team = replace(TEAM, department=replace(TEAM.department, owners={"POL-9": "CCO"}))
    assert deciding_roles(LAW.packs.questions.named["POL-9"], team) == ("CCO",)


def test_a_vote_is_open_until_each_role_has_voted() -> None:
    severity = LAW.packs.questions.named["severity"]
    assert is_undecided(severity, votes("high", "AI", "CCO"), TEAM)
    assert not is_undecided(severity, votes("high", "AI", "CCO", "IS"), TEAM)


def test_a_changed_fact_calls_in_the_answers_that_relied_on_it_and_no_other() -> None:
    facts = knowing(having(FACTS, "breach", "breach", relied_on={"encrypted": 2, "acquired": 2}), encrypted=False)
    facts = having(knowing(facts, acquired=True), "POL-4.2", "no", relied_on={"incident_kinds": 0})
    assert stale_determinations(facts) == ()
    later = knowing(facts, version=3, encrypted=True)
    assert [one.question for one in stale_determinations(later)] == ["breach"]
    assert moved_facts(stale_determinations(later)[0], later) == ("encrypted",)


def test_a_fact_that_was_unknown_and_is_known_now_calls_in_an_answer() -> None:
    made = having(FACTS, "POL-4.2", "no", relied_on={"incident_kinds": 0})
    assert [one.question for one in stale_determinations(knowing(made, incident_kinds=["device_stolen"]))] == [
        "POL-4.2"
    ]


def change_names(facts: IncidentFacts) -> list[tuple[str, str]]:
    card = {"card": Message(surface="card", channel="C0INCIDENT", ts="1.0")}
    found = follow(situated(replace(facts, messages=card)), ())
    return [(entry.kind, str(entry.body["question"])) for entry in found.entries if "question" in entry.body]


def test_a_new_question_is_asked_once() -> None:
    facts = knowing(message_board_control=True)
    assert ("decision_asked", "POL-11.D") in change_names(facts)
    standing = {one: OpenQuestion(question=one, at=NOW) for one in ("POL-11.D", "severity", "POL-4.2")}
    assert change_names(replace(facts, asked=standing)) == []


def test_nothing_is_asked_before_the_card_stands() -> None:
    found = follow(situated(knowing(message_board_control=True)), ())
    assert [entry for entry in found.entries if entry.kind == "decision_asked"] == []


def test_a_question_that_nothing_asks_for_any_more_is_withdrawn_and_comes_back() -> None:
    standing = {"POL-11.D": OpenQuestion(question="POL-11.D", at=NOW - timedelta(hours=1))}
    gone = replace(knowing(message_board_control=False), asked=standing)
    assert ("decision_withdrawn", "POL-11.D") in change_names(gone)
    withdrawn = {"POL-11.D": replace(standing["POL-11.D"], withdrawn=True)}
    back = replace(knowing(message_board_control=True), asked=withdrawn)
    assert ("decision_asked", "POL-11.D") in change_names(back)


def test_a_decided_question_is_not_withdrawn() -> None:
    standing = {"POL-11.D": OpenQuestion(question="POL-11.D", at=NOW)}
    facts = replace(having(knowing(message_board_control=False), "POL-11.D", "no"), asked=standing)
    assert ("decision_withdrawn", "POL-11.D") not in change_names(facts)


def test_a_closed_incident_asks_for_nothing() -> None:
    closed = replace(knowing(with_incident(state="closed"), message_board_control=True))
    assert follow(situated(closed), ()).changes == ()
