"""What was decided before: details are added, it is confirmed on new facts, or it is opened again."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.decision import Decision, EndDetermination, Refusal
from bot.incident import IncidentFacts
from bot.question_commands import Reopen
from bot.rules.determining import LONGEST_REASON, reopen_question
from tests.bot.determining import HARM, HELD, OWED, SSN, YES, facts_in, made_of, refused, taken
from tests.given import AI_LEAD, AI_OTHER, CCO, FACTS, NOW, having, knowing, situated, with_incident

AMENDED = having(
    knowing(incident_kinds=["device_stolen"], version=9),
    "POL-4.2",
    "yes",
    by=AI_OTHER,
    at=NOW - timedelta(hours=3),
    relied_on={"incident_kinds": 2},
    reason="A laptop was stolen",
)


def test_adding_details_keeps_who_decided_when_why_and_on_which_facts() -> None:
    found = taken(AMENDED, act="amend", reason="", **{**YES, "answers": {"agency": "Police", "report_number": "7"}})
    made = made_of(found)
    assert (made.by, made.at, made.relied_on) == (AI_OTHER, NOW - timedelta(hours=3), {"incident_kinds": 2})
    assert json.loads(found.texts["paper"])["reason"] == "A laptop was stolen"
    assert [entry.kind for entry in found.entries] == ["decision_amended"]


@pytest.mark.parametrize("act", ["amend", "confirm"])
def test_what_is_added_stands_below_the_first_reason_and_takes_nothing_away(act: str) -> None:
    found = taken(AMENDED, act=act, outcome="yes", reason="The report number came", answers={"agency": "Police"})
    assert json.loads(found.texts["paper"])["reason"] == "A laptop was stolen\nThe report number came"


def test_confirming_rests_on_the_facts_as_they_are_now() -> None:
    made = made_of(taken(AMENDED, act="confirm", outcome="yes", reason=""))
    assert (made.by, made.relied_on["incident_kinds"]) == (AI_LEAD, 9)


def test_what_was_decided_otherwise_meanwhile_cannot_be_confirmed() -> None:
    assert refused(AMENDED, act="confirm", outcome="no").name == "nothing_decided"


def opened(facts: IncidentFacts, **more: Any) -> Decision | Refusal:
    fields: dict[str, Any] = {
        "key": "k",
        "actor": AI_LEAD,
        "incident": 7,
        "question": "POL-4.2",
        "reason": "A witness came",
    }
    return reopen_question(Reopen(**(fields | more)), situated(facts))


@pytest.mark.parametrize(
    ("facts", "more", "name"),
    [
        (FACTS, {}, "nothing_decided"),
        (AMENDED, {"actor": CCO}, "role_needed"),
        (AMENDED, {"reason": " "}, "decision_reason"),
        (AMENDED, {"reason": f"SSN {SSN}"}, "personal_data"),
        (AMENDED, {"reason": "x" * (LONGEST_REASON + 1)}, "text_too_long"),
        (AMENDED, {"question": "POL-11.D"}, "no_such_question"),
        (having(FACTS, "severity", "low", role="AI"), {"question": "severity"}, "nothing_decided"),
        (having(with_incident(state="closed"), "POL-4.2", "no"), {}, "incident_closed"),
    ],
)
def test_opening_again_is_refused_by_name(facts: IncidentFacts, more: dict[str, Any], name: str) -> None:
    found = opened(facts, **more)
    assert isinstance(found, Refusal)
    assert found.name == name


def test_opening_again_ends_what_was_decided_and_says_what_it_was() -> None:
    found = opened(AMENDED)
    assert isinstance(found, Decision)
    assert EndDetermination(question="POL-4.2", by=AI_LEAD, at=NOW) in found.changes
    assert (found.entries[0].kind, found.entries[0].body["was"]) == ("decision_reopened", "yes")


def test_a_delay_recorded_by_mistake_is_opened_again_and_holds_nothing() -> None:
    found = opened(HELD, question="delay", actor=CCO)
    assert isinstance(found, Decision)
    assert facts_in(found) == {"delay": None}


def test_a_determination_opened_again_is_not_known_any_more() -> None:
    made = having(knowing(OWED, investigated=True, harm_unlikely=True), "harm", "unlikely", answers=HARM)
    found = opened(made, question="harm", actor=CCO)
    assert isinstance(found, Decision)
    assert facts_in(found) == {"harm_unlikely": None}
