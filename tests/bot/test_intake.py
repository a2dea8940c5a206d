"""Taking a report: what is refused, what is kept, and who may say that the call was made."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import RecordCall
from bot.decide import Reservation, decide_report
from bot.decision import Decision, OpenIncident, Refresh, Refusal, SetCalled, Step, Text
from bot.rules.intake import LONGEST_REPORT, record_call, refuse_report
from bot.vocabulary import INCIDENT_KINDS
from tests.given import AI_LEAD, AI_OTHER, DEPARTMENT, FACTS, IS_LEAD, NOW, REPORTER, STRANGER, TEAM, a_report, situated
from tests.given import with_incident as incident_with

ASIDE = Reservation(number="BR-2026-0001", channel_name="br-2026-0001-a1b2")
SSN = "536-22-8741"


def opened(decision: Decision) -> OpenIncident:
    (change,) = decision.changes
    assert isinstance(change, OpenIncident)
    return change


def decided(**more: Any) -> Decision:
    return decide_report(a_report(**more), ASIDE, department=DEPARTMENT, now=NOW)


@pytest.mark.parametrize(
    ("more", "name", "field"),
    [
        ({"what": ""}, "what_is_empty", "what"),
        ({"what": " \n\t "}, "what_is_empty", "what"),
        ({"what": "x" * (LONGEST_REPORT + 1)}, "text_too_long", "what"),
        ({"what": f"her number is {SSN}"}, "personal_data", "what"),
        ({"behalf_of": f"Dana, {SSN}"}, "personal_data", "behalf_of"),
        ({"kinds": ("device_stolen", "ufo")}, "unknown_kind", "kinds"),
        ({"office": "Atlantis District"}, "unknown_office", "office"),
        ({"noticed_at": NOW + timedelta(minutes=6)}, "noticed_in_future", "noticed_at"),
    ],
)
def test_a_report_that_cannot_be_kept_is_refused_at_its_field(more: dict[str, Any], name: str, field: str) -> None:
    refusal = refuse_report(a_report(**more), DEPARTMENT, NOW)
    assert refusal is not None
    assert (refusal.name, refusal.values["field"]) == (name, field)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"what": "x" * LONGEST_REPORT},
        {"kinds": INCIDENT_KINDS},
        {"office": "Central District"},
        {"noticed_at": NOW + timedelta(minutes=4)},
        {"noticed_at": NOW - timedelta(days=400)},
        {"behalf_of": "Dana, Central District, extension 12"},
        {"what": "a phone, call 573-751-7446"},
    ],
)
def test_everything_else_is_taken(more: dict[str, Any]) -> None:
    assert refuse_report(a_report(**more), DEPARTMENT, NOW) is None


def test_the_refusal_names_the_kind_of_personal_data() -> None:
    refusal = refuse_report(a_report(what="card 4111 1111 1111 1111"), DEPARTMENT, NOW)
    assert refusal is not None
    assert refusal.values["kind"] == "card"


@given(
    what=st.one_of(st.just(""), st.text(max_size=40).map(lambda t: f"zebra {t} {SSN}"), st.just("zebra" * 2500)),
    kinds=st.lists(st.sampled_from([*INCIDENT_KINDS, "zebra"]), max_size=3).map(tuple),
    office=st.sampled_from([None, "Central District", "zebra"]),
    behalf_of=st.sampled_from([None, "zebra", f"zebra {SSN}"]),
)
def test_nothing_that_was_typed_is_in_a_refusal(
    what: str, kinds: tuple[str, ...], office: str | None, behalf_of: str | None
) -> None:
    report = a_report(what=what, kinds=kinds, office=office, behalf_of=behalf_of)
    refusal = refuse_report(report, DEPARTMENT, NOW)
    assert refusal is not None
    assert "zebra" not in repr(refusal)
    assert SSN not in repr(refusal)


def test_the_incident_gets_the_number_and_the_name_that_were_set_aside() -> None:
    change = opened(decided())
    assert (change.number, change.channel_name) == (ASIDE.number, ASIDE.channel_name)


def test_the_channel_is_called_for_at_once_and_under_a_key_of_its_own() -> None:
    assert decided().sends == (Step(name="create_channel", key="create:BR-2026-0001"),)


def test_the_answer_tells_number_and_telephone() -> None:
    answer = decided().answer
    assert answer.name == "recorded"
    assert answer.values["number"] == "BR-2026-0001"
    assert answer.values["phone"] == "573-751-7446"


@given(what=st.text(min_size=1, max_size=50), behalf_of=st.text(max_size=50))
def test_typed_text_stands_only_in_the_decisions_texts(what: str, behalf_of: str) -> None:
    decision = decided(what="zebra" + what, behalf_of="giraffe" + behalf_of)
    assert "zebra" not in repr((decision.changes, decision.entries, decision.sends, decision.answer))
    assert "giraffe" not in repr((decision.changes, decision.entries, decision.sends, decision.answer))
    assert decision.texts["what"].startswith("zebra")
    assert decision.texts["behalf_of"].startswith("giraffe")


@pytest.mark.parametrize("behalf_of", [None, "", "  "])
def test_a_report_for_oneself_has_no_second_text(behalf_of: str | None) -> None:
    decision = decided(behalf_of=behalf_of)
    assert opened(decision).behalf_of is None
    assert set(decision.texts) == {"what"}


def test_a_report_for_somebody_else_refers_to_them() -> None:
    assert opened(decided(behalf_of="Dana")).behalf_of == Text(name="behalf_of")


def test_a_call_that_was_made_is_kept_with_who_made_it() -> None:
    change = opened(decided(called=True))
    assert (change.called_at, change.called_by) == (NOW, REPORTER)


def test_a_slack_report_is_not_the_telephone_call() -> None:
    change = opened(decided())
    assert (change.called_at, change.called_by) == (None, None)


def test_the_record_gets_one_entry_by_the_reporter() -> None:
    (entry,) = decided(kinds=("device_stolen",)).entries
    assert (entry.kind, entry.actor, entry.body["kinds"]) == ("incident_reported", REPORTER, ("device_stolen",))


def call_by(actor: str, called_at: datetime | None = None) -> Decision | Refusal:
    command = RecordCall(key="trigger:2", actor=actor, incident=7)
    return record_call(command, situated(incident_with(called_at=called_at)))


@pytest.mark.parametrize("actor", [REPORTER, AI_LEAD, AI_OTHER])
def test_the_reporter_and_ai_may_say_that_the_call_was_made(actor: str) -> None:
    decision = call_by(actor)
    assert isinstance(decision, Decision)
    assert decision.changes == (SetCalled(at=NOW, by=actor),)


@pytest.mark.parametrize("actor", [IS_LEAD, STRANGER, ""])
def test_nobody_else_may_say_that_the_call_was_made(actor: str) -> None:
    refusal = call_by(actor)
    assert isinstance(refusal, Refusal)
    assert refusal.name == "call_not_yours"


def test_a_second_call_is_refused_with_the_time_of_the_first() -> None:
    refusal = call_by(REPORTER, called_at=NOW)
    assert isinstance(refusal, Refusal)
    assert (refusal.name, refusal.values) == ("call_already_recorded", {"at": int(NOW.timestamp())})


def test_a_call_shows_on_the_card_and_in_the_reporters_message() -> None:
    decision = call_by(REPORTER)
    assert isinstance(decision, Decision)
    assert set(decision.sends) == {Refresh(surface="card"), Refresh(surface="reporter")}


def test_somebody_who_left_ai_may_not_say_that_the_call_was_made() -> None:
    gone = replace(TEAM.people[AI_LEAD], status="deactivated")
    team = replace(TEAM, people={**TEAM.people, AI_LEAD: gone})
    refusal = record_call(RecordCall(key="k", actor=AI_LEAD, incident=7), situated(FACTS, team=team))
    assert isinstance(refusal, Refusal)
