"""Phases: everything that the policy asks for stands in exactly one, and none is hidden when overdue."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decision import Refresh, SetItem
from bot.duty import Reminder
from bot.incident import IncidentFacts, Message
from bot.policy.load import FOLDER
from bot.rules.closing import find_blockers
from bot.rules.duties import item_of, list_duties
from bot.rules.items import policy_items
from bot.rules.phases import begun_phases, items_of_phase, lists_to_show
from tests.given import FACTS, LAW, NOTICE_OWED, NOW, TEAM, knowing, situated
from tests.house.sources import python

PHASES = LAW.packs.phases
ASKED = [row.id for row in LAW.packs.policy.rows if row.kind in ("task", "decision")]
CARD = {"card": Message(surface="card", channel="C0INCIDENT", ts="1.1")}
OPENED = replace(FACTS, items=policy_items(LAW.packs.policy, TEAM), messages=CARD)


def begun(facts: IncidentFacts, **more: Any) -> list[str]:
    return [phase.id for phase in begun_phases(situated(facts, **more))]


@pytest.mark.parametrize("row", ASKED)
def test_everything_that_the_policy_asks_for_stands_in_exactly_one_phase(row: str) -> None:
    lists = [*(phase.lines for phase in PHASES.phases), PHASES.standing]
    assert sum(line.of == row for lines in lists for line in lines) == 1


def test_every_line_of_a_report_stands_on_one_list() -> None:
    listed = [item for phase in PHASES.phases for item in items_of_phase(phase, OPENED, PHASES)]
    standing = [item for item in OPENED.items if PHASES.is_standing(item.id)]
    assert len(listed) == len(set(listed))
    assert {*listed, *standing} == set(OPENED.items)
    assert {item.id for item in standing} == {"POL-11.A1", "POL-11.B1"}


def test_quarantine_and_evidence_come_before_everything_else_and_classification_later() -> None:
    first, second = (items_of_phase(phase, OPENED, PHASES) for phase in PHASES.phases[:2])
    assert [item.id for item in first[:2]] == ["POL-11.A4", "POL-11.C2"]
    assert "POL-1.3" in {item.id for item in second}


def test_only_the_first_hour_stands_at_the_opening() -> None:
    assert begun(OPENED) == ["first_hour"]


@pytest.mark.parametrize(
    ("facts", "phases"),
    [
        (knowing(OPENED, computerized=True), ["first_hour", "assess"]),
        (knowing(OPENED, **NOTICE_OWED), ["first_hour", "assess", "notify"]),
        (
            replace(OPENED, items=tuple(replace(one, state="done", at=NOW) for one in OPENED.items)),
            ["first_hour", "assess", "notify", "close"],
        ),
    ],
)
def test_a_list_appears_when_its_phase_begins(facts: IncidentFacts, phases: list[str]) -> None:
    assert begun(facts) == phases


def test_the_second_list_appears_after_an_hour_anyway() -> None:
    assert begun(OPENED, now=NOW + timedelta(minutes=59)) == ["first_hour"]
    assert begun(OPENED, now=NOW + timedelta(minutes=60)) == ["first_hour", "assess"]


@given(st.sets(st.sampled_from([f"{item.role}|{item.id}|" for item in OPENED.items])))
def test_what_somebody_was_reminded_of_is_never_hidden(subjects: set[str]) -> None:
    reminders = tuple(Reminder(id=1, kind="task", subject=subject, due_at=NOW, sent=1) for subject in subjects)
    facts = replace(OPENED, reminders=reminders)
    shown = {item.id for phase in begun_phases(situated(facts)) for item in items_of_phase(phase, facts, PHASES)}
    assert {subject.split("|")[1] for subject in subjects} <= shown | {line.of for line in PHASES.standing}


def test_nobody_is_reminded_of_closing_before_it_begins_and_everything_else_is_owed() -> None:
    situation = situated(OPENED)
    owed = {item.id for duty in list_duties(situation) if (item := item_of(duty, OPENED))}
    waiting = {line.of for phase in PHASES.phases if phase.waits for line in phase.lines}
    always = {item.id for item in OPENED.items}
    assert always - owed == (waiting & always) | {"POL-11.A1"}


def test_a_standing_duty_keeps_no_incident_open() -> None:
    settled = tuple(
        one if PHASES.is_standing(one.id) else replace(one, state="done", at=NOW, reason="Found out")
        for one in OPENED.items
    )
    assert not [one for one in find_blockers(situated(replace(OPENED, items=settled))) if one.name == "tasks"]


def test_a_change_brings_its_list_up_to_date_and_no_other() -> None:
    stands = {f"phase:{one}": Message(surface=f"phase:{one}", channel="C1", ts="1") for one in ("first_hour", "assess")}
    facts = replace(OPENED, messages={**CARD, **stands})
    change = SetItem(role="IS", item="POL-11.A3", subject="", state="done", assignee=None, by="U1", at=NOW)
    assert lists_to_show(situated(facts), (change,)) == (Refresh(surface="phase:assess"),)


def test_an_incident_that_has_a_list_for_each_role_keeps_them() -> None:
    old = {**CARD, "checklist:IS": Message(surface="checklist:IS", channel="C1", ts="1")}
    change = SetItem(role="IS", item="POL-11.A3", subject="", state="done", assignee=None, by="U1", at=NOW)
    facts = replace(OPENED, messages=old)
    assert lists_to_show(situated(facts), (change,)) == (Refresh(surface="checklist:IS"),)


def test_only_the_phases_ask_for_a_list_to_be_shown() -> None:
    """A list that has not begun, or that a new incident does not have, would be posted by whoever asks for it."""
    asking = {
        path.name
        for path in python("bot", "storage")
        if re.search(r"""surface=f?"(checklist|phase):""", path.read_text("utf-8"))
    }
    assert asking == {"phases.py"}


def test_the_file_says_that_phases_are_configuration() -> None:
    assert "not policy" in (FOLDER / "phases.yaml").read_text(encoding="utf-8").lower()
