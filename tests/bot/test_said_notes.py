"""What the call center heard and what counsel advised: kept as a note of its own, said once, never beyond its place."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.counsel_commands import GiveAdvice
from bot.decision import Decision, Refusal, SetFact, Step, Text
from bot.incident import IncidentFacts, Trouble
from bot.note import note_name
from bot.notice_commands import RecordTally
from bot.rules.advising import ADVICE, give_advice
from bot.rules.form_checks import LONGEST_TEXT
from bot.rules.proving import record_tally
from tests.given import AI_LEAD, CCO, FACTS, NOW, STRANGER, knowing, situated, with_incident

SHUT = replace(FACTS, troubles=(Trouble(step="room:archived", error="told"),))


def tally(facts: IncidentFacts = FACTS, **more: Any) -> Decision | Refusal:
    given: dict[str, Any] = {"actor": AI_LEAD, "calls": 12, "asked": " Is it me? "}
    return record_tally(RecordTally(key="k", incident=7, **(given | more)), situated(facts))


def advice(facts: IncidentFacts = FACTS, **more: Any) -> Decision | Refusal:
    given: dict[str, Any] = {"actor": CCO, "text": " Wait for the report. "}
    return give_advice(GiveAdvice(key="k", incident=7, **(given | more)), situated(facts))


def test_what_the_call_center_heard_is_kept_and_said_once() -> None:
    decided = tally(knowing(accessed=True, version=3))
    assert isinstance(decided, Decision)
    name = note_name("tally", 4)
    assert decided.changes == (SetFact(name=name, value=Text(name=name), by=AI_LEAD, at=NOW, version=4),)
    assert json.loads(decided.texts[name]) == {"calls": 12, "asked": "Is it me?"}
    assert decided.sends == (Step(name="tally", key="tally:BR-2026-0007:4", payload={"name": name}),)
    assert [(one.kind, one.actor, one.body) for one in decided.entries] == [
        ("tally_recorded", AI_LEAD, {"number": "BR-2026-0007", "calls": 12, "text": Text(name=name)})
    ]
    assert decided.answer.name == "tally_recorded"


@pytest.mark.parametrize("calls", [0, 1, 1_000_000])
def test_a_day_may_have_no_call_or_a_million(calls: int) -> None:
    assert isinstance(tally(calls=calls), Decision)


@pytest.mark.parametrize(
    ("facts", "more", "refused", "field"),
    [
        (with_incident(state="closed"), {}, "incident_closed", None),
        (FACTS, {"actor": STRANGER}, "team_needed", None),
        (FACTS, {"calls": -1}, "count_needed", "calls"),
        (FACTS, {"calls": 1_000_001}, "count_needed", "calls"),
        (FACTS, {"asked": "x" * (LONGEST_TEXT + 1)}, "text_too_long", "asked"),
        (FACTS, {"asked": "Hers is 123-45-6789"}, "personal_data", "asked"),
        (SHUT, {}, "channel_archived", "asked"),
    ],
)
def test_a_tally_is_refused(facts: IncidentFacts, more: dict[str, Any], refused: str, field: str | None) -> None:
    decided = tally(facts, **more)
    assert isinstance(decided, Refusal)
    assert (decided.name, decided.values.get("field")) == (refused, field)


def test_advice_is_of_a_class_of_its_own_and_opens_counsels_room_first() -> None:
    decided = advice()
    assert isinstance(decided, Decision)
    name = note_name("advice", 1)
    assert json.loads(decided.texts[name]) == {"text": "Wait for the report."}
    assert [(one.kind, one.body["class"]) for one in decided.entries] == [("advice_given", ADVICE)]
    step = Step(name="advice", key="advice:BR-2026-0007:1", payload={"name": name})
    assert decided.sends == (Step(name="create_counsel_room", key="counsel_room:BR-2026-0007"), step)
    again = advice(with_incident(counsel_channel="C0COUNSEL"))
    assert isinstance(again, Decision)
    assert again.sends == (step,)


def test_advice_needs_no_channel_of_the_incident() -> None:
    assert isinstance(advice(SHUT), Decision)


@pytest.mark.parametrize(
    ("facts", "more", "refused", "field"),
    [
        (with_incident(state="closed"), {}, "incident_closed", None),
        (FACTS, {"actor": AI_LEAD}, "role_needed", None),
        (FACTS, {"text": "  "}, "advice_empty", "text"),
        (FACTS, {"text": "x" * (LONGEST_TEXT + 1)}, "text_too_long", "text"),
    ],
)
def test_advice_is_refused(facts: IncidentFacts, more: dict[str, Any], refused: str, field: str | None) -> None:
    decided = advice(facts, **more)
    assert isinstance(decided, Refusal)
    assert (decided.name, decided.values.get("field")) == (refused, field)
