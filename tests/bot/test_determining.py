"""Deciding a question: what is refused and by which name, what is kept, and the facts that it becomes."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.decision import AskQuestion, Decision, Refresh, Refusal
from bot.department import RoleMembers
from bot.question_commands import Determine
from bot.rules.determining import LONGEST_REASON, determine
from bot.rules.form_checks import LONGEST_LINE, LONGEST_TEXT
from tests.bot.determining import (
    DELAY,
    HARM,
    HELD,
    OWED,
    RELEASE,
    SSN,
    YES,
    facts_in,
    made_of,
    refused,
    taken,
)
from tests.given import (
    AI_LEAD,
    AI_OTHER,
    CCO,
    FACTS,
    IS_LEAD,
    NOW,
    REPORTER,
    STRANGER,
    TEAM,
    having,
    knowing,
    situated,
    with_incident,
)

LATER = (NOW + timedelta(hours=1)).isoformat()
BOARD: dict[str, Any] = {"question": "POL-11.D", "actor": AI_LEAD, "facts": knowing(message_board_control=True)}
ADVICE = {"guidance_is": "Turn off two", "guidance_ocs": "Agreed, says the duty officer", "boards": "I-70 at 121"}
GOOD_FAITH: dict[str, Any] = {"question": "good_faith", "actor": CCO, "outcome": "yes"}
SUBSTITUTE: dict[str, Any] = {"question": "substitute", "actor": CCO, "facts": knowing(OWED, residents={"MO": 150_001})}
HARM_QUESTION: dict[str, Any] = {"question": "harm", "actor": CCO, "outcome": "unlikely", "facts": OWED}
DELAYED: dict[str, Any] = {"question": "delay", "actor": CCO, "outcome": "holds", "facts": OWED}


@pytest.mark.parametrize(
    ("more", "name", "field"),
    [
        ({"facts": with_incident(state="closed")}, "incident_closed", None),
        ({"question": "POL-11.D"}, "no_such_question", None),
        ({"question": "nonsense"}, "no_such_question", None),
        ({"answers": {"unasked": "x"}}, "no_such_question", None),
        ({"actor": STRANGER}, "role_needed", None),
        ({"actor": REPORTER}, "role_needed", None),
        ({"actor": CCO}, "role_needed", None),
        ({"question": "severity", "outcome": "high", "role": "CR"}, "role_needed", None),
        ({"question": "severity", "outcome": "high", "role": "CCO"}, "role_needed", None),
        ({"question": "severity", "outcome": "high"}, "role_needed", None),
        ({"outcome": ""}, "choose_outcome", "outcome"),
        ({"outcome": "perhaps"}, "choose_outcome", "outcome"),
        ({"reason": ""}, "decision_reason", "reason"),
        ({"reason": "  \n"}, "decision_reason", "reason"),
        ({"reason": "x" * (LONGEST_REASON + 1)}, "text_too_long", "reason"),
        ({"reason": f"SSN {SSN}"}, "personal_data", "reason"),
        ({"outcome": "yes"}, "answer_needed", "agency"),
        ({**YES, "answers": {"agency": f"SSN {SSN}"}}, "personal_data", "agency"),
        ({**YES, "answers": {"agency": "x" * (LONGEST_LINE + 1)}}, "text_too_long", "agency"),
        ({**BOARD, "outcome": "no"}, "answer_needed", "guidance_is"),
        ({**BOARD, "outcome": "no", "answers": {"guidance_is": "Leave them"}}, "answer_needed", "guidance_ocs"),
        ({**BOARD, "outcome": "yes", "answers": ADVICE}, "answer_needed", "at"),
        ({**BOARD, "outcome": "yes", "answers": {**ADVICE, "at": LATER}}, "moment_in_future", "at"),
        (
            {**BOARD, "outcome": "yes", "answers": {**ADVICE, "guidance_is": "x" * (LONGEST_TEXT + 1)}},
            "text_too_long",
            "guidance_is",
        ),
        ({"question": "POL-8.1", "outcome": "yes", "facts": OWED}, "role_needed", None),
        ({**GOOD_FAITH}, "answer_needed", "misused"),
        ({**GOOD_FAITH, "answers": {"misused": False}}, "answer_needed", "purpose"),
        ({**GOOD_FAITH, "answers": {"misused": True, "purpose": "A test"}}, "good_faith_misused", "misused"),
        ({**GOOD_FAITH, "answers": {"misused": "perhaps", "purpose": "A test"}}, "choose_again", "misused"),
        ({**HARM_QUESTION, "answers": HARM}, "determination_unfounded", "outcome"),
        (
            {**HARM_QUESTION, "answers": {**HARM, "covers_all": False}, "facts": knowing(OWED, investigated=True)},
            "harm_covers_some",
            "covers_all",
        ),
        ({**HARM_QUESTION, "answers": {"covers_all": True}}, "answer_needed", "basis"),
        ({**SUBSTITUTE, "outcome": "use", "answers": {"ground": "cost"}}, "answer_needed", "people"),
        ({**SUBSTITUTE, "outcome": "use", "answers": {"ground": "luck", "people": 3}}, "choose_again", "ground"),
        ({**SUBSTITUTE, "outcome": "use", "answers": {"ground": "cost", "people": -3}}, "count_needed", "people"),
        ({**SUBSTITUTE, "outcome": "use", "answers": {"ground": "cost", "people": True}}, "count_needed", "people"),
        *(
            ({**DELAYED, "answers": {k: v for k, v in DELAY.items() if k != missing}}, "delay_incomplete", missing)
            for missing in DELAY
            if missing not in ("officer", "agency")
        ),
        *(
            (
                {**DELAYED, "answers": {**DELAY, "in_writing": False, missing: None}},
                "delay_names",
                missing,
            )
            for missing in ("officer", "agency")
        ),
        ({**DELAYED, "answers": {**DELAY, "notices": []}}, "delay_incomplete", "notices"),
        ({**DELAYED, "answers": {**DELAY, "ground": "other"}}, "delay_ground", "ground"),
        ({**DELAYED, "answers": {**DELAY, "requested_at": LATER}}, "moment_in_future", "requested_at"),
        (
            {
                **DELAYED,
                "answers": {**DELAY, "in_writing": False, "requested_at": (NOW - timedelta(days=1)).isoformat()},
            },
            "delay_not_at_once",
            "in_writing",
        ),
        ({**DELAYED, "outcome": "released", "answers": RELEASE}, "nothing_held", None),
        ({**DELAYED, "facts": HELD, "answers": DELAY}, "delay_already", None),
        ({**DELAYED, "facts": HELD, "outcome": "released"}, "release_incomplete", "released_by"),
        (
            {
                **DELAYED,
                "facts": HELD,
                "outcome": "released",
                "answers": {**RELEASE, "released_at": (NOW - timedelta(hours=3)).isoformat()},
            },
            "released_too_early",
            "released_at",
        ),
        ({"act": "confirm"}, "nothing_decided", None),
        ({"act": "amend"}, "nothing_decided", None),
        ({"question": "closing", "outcome": "closed", "answers": {"lessons": "none"}}, "closing_blocked", None),
        ({"question": "closing", "outcome": "closed"}, "answer_needed", "lessons"),
    ],
)
def test_what_cannot_stand_is_refused_by_name_and_field(more: dict[str, Any], name: str, field: str | None) -> None:
    found = refused(more.pop("facts", FACTS) if "facts" in more else FACTS, **more)
    assert (found.name, found.values.get("field")) == (name, field)


def test_a_delay_that_was_not_in_writing_stands_when_it_is_written_down_the_same_day() -> None:
    assert made_of(taken(**{**DELAYED, "answers": {**DELAY, "in_writing": False}})).outcome == "holds"


def test_deciding_twice_says_who_was_first_and_shows_the_present_message() -> None:
    found = refused(having(FACTS, "POL-4.2", "yes", by=AI_OTHER))
    assert (found.name, found.values["by"]) == ("already_decided", AI_OTHER)
    assert found.refresh == (Refresh(surface="decision:POL-4.2"),)


def test_the_same_vote_twice_is_refused_and_another_is_a_new_one() -> None:
    voted = having(knowing(encrypted=True), "severity", "high", role="AI", relied_on={"encrypted": 2})
    again: dict[str, Any] = {"question": "severity", "role": "AI"}
    assert refused(voted, outcome="high", **again).name == "voted_already"
    assert made_of(taken(voted, outcome="low", **again)).outcome == "low"
    assert taken(knowing(voted, version=3, encrypted=False), outcome="high", **again)


def test_facts_that_changed_while_the_form_was_open_are_named() -> None:
    newer = knowing(incident_kinds=["device_stolen"], version=5)
    found = refused(newer, seen=4)
    assert (found.name, found.values["facts"]) == ("facts_newer", ("incident_kinds",))
    assert taken(knowing(incident_kinds=["device_stolen"], encrypted=True, version=4), seen=4)


def test_another_fact_that_changed_does_not_hold_a_decision_up() -> None:
    assert taken(knowing(encrypted=True, version=5), seen=4)


def test_a_decision_keeps_the_versions_of_its_facts_in_the_record() -> None:
    found = taken(knowing(incident_kinds=["device_stolen"], version=4))
    (entry,) = found.entries
    assert entry.kind == "decided"
    assert entry.body["relied_on"] == ("physical_criminal_conduct@0", "incident_kinds@4")
    assert made_of(found).relied_on == {"physical_criminal_conduct": 0, "incident_kinds": 4}


def test_a_paper_holds_what_the_deciders_saw() -> None:
    found = taken(knowing(incident_kinds=["device_stolen"]), consulted=("IS",), **YES)
    paper = json.loads(found.texts["paper"])
    assert paper["answers"] == {"agency": "Jefferson City Police"}
    assert (paper["reason"], paper["consulted"]) == ("Nothing points to a crime", ["IS"])
    assert paper["facts"]["incident_kinds"] == {
        "value": ["device_stolen"],
        "by": AI_LEAD,
        "at": NOW.isoformat(),
        "version": 2,
    }


def test_nothing_that_was_typed_stands_outside_the_texts() -> None:
    found = taken(reason="the zebra", **{**YES, "answers": {"agency": "zebra police"}})
    assert "zebra" not in repr((found.changes, found.entries, found.sends, found.answer))


def test_no_refusal_repeats_what_was_typed() -> None:
    assert "zebra" not in repr(refused(reason=f"zebra {SSN}"))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({**GOOD_FAITH, "answers": {"misused": False, "purpose": "A test"}}, {"good_faith": True}),
        ({**GOOD_FAITH, "outcome": "no"}, {"good_faith": False}),
        ({**HARM_QUESTION, "facts": knowing(OWED, investigated=True), "answers": HARM}, {"harm_unlikely": True}),
        (
            {**HARM_QUESTION, "facts": knowing(OWED, law_enforcement_consulted=True), "answers": HARM},
            {"harm_unlikely": True},
        ),
        ({**HARM_QUESTION, "outcome": "likely"}, {"harm_unlikely": False}),
        ({"question": "breach", "actor": CCO, "outcome": "no_breach"}, {}),
    ],
)
def test_a_determination_becomes_its_fact(more: dict[str, Any], expected: dict[str, Any]) -> None:
    assert facts_in(taken(more.pop("facts", FACTS) if "facts" in more else FACTS, **more)) == expected


def test_a_delay_becomes_a_fact_with_the_time_at_which_it_was_written_down() -> None:
    delay = facts_in(taken(**{**DELAYED, "answers": DELAY}))["delay"]
    assert (delay["officer"], delay["reason"], delay["recorded_at"]) == (
        "Sgt. Dale Dorn",
        "impede_investigation",
        NOW.isoformat(),
    )


def test_a_delay_that_still_holds_keeps_when_it_was_asked_for_and_written_down() -> None:
    asked = {**DELAY, "in_writing": False, "requested_at": (NOW - timedelta(days=8)).isoformat()}
    held = having(knowing(OWED, delay={"officer": "Sgt. Dale Dorn"}), "delay", "holds", answers=asked)
    found = taken(held, question="delay", actor=CCO, act="confirm", outcome="holds", reason="Asked on the phone")
    assert facts_in(found) == {}
    assert json.loads(found.texts["paper"])["answers"] == asked


def test_a_release_keeps_what_the_delay_was() -> None:
    found = taken(HELD, question="delay", actor=CCO, outcome="released", answers=RELEASE)
    assert facts_in(found)["delay"] == {"officer": "Sgt. Dale Dorn", "lifted_at": NOW.isoformat()}
    assert json.loads(found.texts["paper"])["answers"] == {**DELAY, **RELEASE}


def test_methods_count_only_when_they_were_chosen() -> None:
    asked: dict[str, Any] = {"question": "POL-8.1", "actor": IS_LEAD, "answers": {"methods": ["written"]}}
    members = {**TEAM.department.roles, "CR": RoleMembers(code="CR", members=(IS_LEAD,))}
    with_cr = replace(TEAM, department=replace(TEAM.department, roles=members))

    def by(outcome: str) -> Decision | Refusal:
        command = Determine(key="k", incident=7, act="decide", outcome=outcome, seen=2, reason="So be it", **asked)
        return determine(command, situated(OWED, team=with_cr))

    chosen, none = by("yes"), by("no")
    assert isinstance(chosen, Decision)
    assert isinstance(none, Decision)
    assert [one["kind"] for one in facts_in(chosen)["planned_methods"]] == ["written"]
    assert facts_in(none) == {}


def test_a_decision_adds_a_question_that_nobody_asked_to_the_channel() -> None:
    assert any(isinstance(change, AskQuestion) for change in taken().changes)
