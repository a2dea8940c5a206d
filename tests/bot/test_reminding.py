"""A reminder is due: to whom it goes, what goes with it, when it comes again, and how far it may be put off."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.commands import CheckDuties, OutOfBandTried, SnoozeReminder
from bot.decision import (
    AddItems,
    Decision,
    EndReminder,
    PutReminder,
    Refresh,
    Refusal,
    SetHolder,
    Step,
)
from bot.department import TEAM_ROLES
from bot.duty import Holder, Reminder, Shown
from bot.incident import IncidentFacts, Item
from bot.reminder_changes import SetTold
from bot.rules.duties import (
    list_duties,
    plan_reminders,
    subject_of,
)
from bot.rules.items import CALL_ITEM
from bot.rules.reminding import (
    check_duties,
    duty_name,
    record_out_of_band,
    remind,
    snooze_reminder,
)
from bot.rules.telling import DueReminder, reminder_steps
from tests.given import AI_LEAD, AI_OTHER, CCO, FACTS, IS_LEAD, IS_OTHER, LAW, NOW, REPORTER, situated, with_incident

TASK = subject_of(FACTS.items[0])
PACES = LAW.packs.reminders


def due(kind: str, subject: str = "", **more: Any) -> Reminder:
    return Reminder(id=5, kind=kind, subject=subject, due_at=NOW, **more)


def reminded(reminder: Reminder, facts: IncidentFacts = FACTS) -> Any:
    facts = replace(facts, reminders=(reminder,))
    return remind(situated(facts), [(reminder.kind, reminder.subject)])


def test_a_due_reminder_goes_out_and_gets_its_next_time() -> None:
    found = reminded(due("task", TASK, sent=1))
    again = PACES.next("task", NOW, LAW.office_hours)
    put = [one for one in found.decision.changes if isinstance(one, PutReminder)]
    assert put == [PutReminder(kind="task", subject=TASK, due_at=again, sent=True)]
    told = [one.told for one in found.decision.changes if isinstance(one, SetTold)]
    assert [(one.user, one.count) for one in told] == [(IS_LEAD, 1)]
    assert [(one.incident, one.user, one.late) for one in found.due_reminders] == [(7, IS_LEAD, None)]
    assert (found.decision.sends, found.decision.entries) == ((), ())


@pytest.mark.parametrize(("minutes", "late"), [(5, False), (6, True)])
def test_only_a_reminder_that_is_long_past_says_so(minutes: int, late: bool) -> None:
    was_due = NOW - timedelta(minutes=minutes)
    found = reminded(replace(due("task", TASK), due_at=was_due))
    assert [one.late for one in found.due_reminders] == [was_due if late else None]


def test_a_reminder_whose_duty_is_settled_ends_and_takes_its_buttons_along() -> None:
    shown = (Shown(user=IS_LEAD, channel="D1", ts="1.0"), Shown(user=AI_LEAD, channel="D2", ts="1.1", over=True))
    found = reminded(due("task", "IS|POL-gone|", shown=shown))
    assert found.decision.changes == (EndReminder(kind="task", subject="IS|POL-gone|", at=NOW),)
    assert found.due_reminders == ()
    (over,) = found.decision.sends
    assert (over.name, over.payload["ts"], over.wait > timedelta(0)) == ("nudge_over", "1.0", True)


def test_what_has_no_reminder_is_not_reminded_of() -> None:
    found = remind(situated(FACTS), [("task", TASK)])
    assert found.decision.changes == (EndReminder(kind="task", subject=TASK, at=NOW),)


def out_of_band(found: Any) -> list[object]:
    return [one.payload["role"] for one in found.decision.sends if isinstance(one, Step) and one.name == "out_of_band"]


@pytest.mark.parametrize(
    ("sent", "pages", "card"),
    [(0, False, False), (1, False, False), (2, True, False), (3, True, True), (4, False, False)],
)
def test_an_unclaimed_role_goes_out_by_other_ways_and_then_onto_the_card(sent: int, pages: bool, card: bool) -> None:
    found = reminded(due("role_unclaimed", "IS", sent=sent))
    assert out_of_band(found) == (["IS"] if pages else [])
    assert (Refresh(surface="card") in found.decision.sends) is card
    assert [one.key for one in found.decision.sends if isinstance(one, Step)] == (
        [f"out_of_band:5.{sent}"] if pages else []
    )


@pytest.mark.parametrize(("sent", "pages"), [(0, True), (1, False)])
def test_a_channel_that_does_not_open_goes_out_once_by_every_other_way(sent: int, pages: bool) -> None:
    found = reminded(due("unopened", sent=sent), with_incident(channel=None))
    assert out_of_band(found) == (list(TEAM_ROLES) if pages else [])
    assert [one.kind for one in found.decision.entries] == (["channel_not_opened"] if pages else [])
    assert (Refresh(surface="reporter") in found.decision.sends) is pages
    assert {one.user for one in found.due_reminders} == {AI_LEAD, AI_OTHER, CCO, IS_LEAD}


def test_a_call_that_nobody_made_becomes_a_task_of_ai() -> None:
    assert reminded(due("call", sent=2)).decision.entries == ()
    found = reminded(due("call", sent=3))
    added = [one for one in found.decision.changes if isinstance(one, AddItems)]
    assert [(item.id, item.role, item.position) for one in added for item in one.items] == [(CALL_ITEM, "AI", 3)]
    assert [(one.kind, one.body) for one in found.decision.entries] == [
        ("call_handed_over", {"number": "BR-2026-0007", "item": CALL_ITEM, "role": "AI"})
    ]
    assert found.decision.sends == (Refresh(surface="card"),)
    handed = replace(FACTS, items=(*FACTS.items, Item(id=CALL_ITEM, title="Call", cite="P", role="AI", position=3)))
    assert reminded(due("call", sent=3), handed).decision.entries == ()


def one_due(user: str, number: int, *, incident: int = 7, late: datetime | None = None) -> DueReminder:
    reminder = Reminder(id=number, kind="task", subject="", due_at=NOW, sent=2, before=1)
    return DueReminder(incident=incident, user=user, reminder=reminder, late=late)


def test_a_person_gets_one_message_whatever_is_due() -> None:
    hour, day = NOW - timedelta(hours=1), NOW - timedelta(days=1)
    steps = reminder_steps(
        [one_due(IS_LEAD, 5), one_due(CCO, 6, late=hour), one_due(IS_LEAD, 9, incident=8), one_due(CCO, 7, late=day)]
    )
    assert [(incident, step.key) for incident, step in steps] == [(7, f"nudge:5.3:{IS_LEAD}"), (7, f"nudge:6.3:{CCO}")]
    assert steps[0][1].payload == {"user": IS_LEAD, "about": ("7|5", "8|9"), "late": 0}
    assert steps[1][1].payload == {"user": CCO, "about": ("7|6", "7|7"), "late": int(day.timestamp())}


def test_a_duty_is_named_without_what_people_typed() -> None:
    assert duty_name("task", "IS|POL-11.E1|Cole County") == "task IS POL-11.E1"
    assert duty_name("call", "") == "call"


def snoozed(
    until: datetime, reminder: Reminder | None = None, *, actor: str = IS_LEAD, facts: IncidentFacts = FACTS
) -> Any:
    facts = replace(facts, reminders=(reminder or due("task", TASK, sent=1),))
    return snooze_reminder(SnoozeReminder(key="k", actor=actor, incident=7, reminder=5, until=until), situated(facts))


LATEST = PACES.longest_snooze("task", NOW, LAW.office_hours)


@pytest.mark.parametrize("until", [NOW + timedelta(seconds=1), LATEST])
def test_a_reminder_is_put_off(until: datetime) -> None:
    decided = snoozed(until)
    assert isinstance(decided, Decision)
    assert decided.changes == (PutReminder(kind="task", subject=TASK, due_at=until, snoozed=True),)
    assert [(one.kind, one.actor, one.body) for one in decided.entries] == [
        (
            "reminder_snoozed",
            IS_LEAD,
            {"number": "BR-2026-0007", "about": "task IS POL-8.1", "until": until.isoformat()},
        )
    ]
    assert decided.answer.values == {"until": int(until.timestamp())}


@pytest.mark.parametrize(
    ("until", "refused"),
    [
        (NOW, "snooze_past"),
        (NOW - timedelta(hours=1), "snooze_past"),
        (LATEST + timedelta(seconds=1), "snooze_too_long"),
    ],
)
def test_a_reminder_is_not_put_off_so_far(until: datetime, refused: str) -> None:
    decided = snoozed(until)
    assert isinstance(decided, Refusal)
    assert (decided.name, decided.values["field"]) == (refused, "until")
    assert decided.values.get("latest", int(LATEST.timestamp())) == int(LATEST.timestamp())


def test_a_reminder_of_what_is_settled_or_anothers_is_not_put_off() -> None:
    hour = NOW + timedelta(hours=1)
    assert snoozed(hour, due("task", "IS|gone|")).name == "reminder_settled"
    assert snoozed(hour, replace(due("task", TASK), id=6)).name == "reminder_settled"
    assert snoozed(hour, actor=REPORTER).name == "reminder_not_yours"
    assert isinstance(snoozed(hour, actor=IS_OTHER), Decision)  # of the role, though not asked


def test_the_reporter_may_put_off_the_call_that_was_asked_for_last() -> None:
    soon = NOW + timedelta(minutes=30)
    for sent in (0, PACES.call_handed_over_after):
        assert isinstance(snoozed(soon, due("call", sent=sent), actor=REPORTER), Decision)
    after = due("call", sent=PACES.call_handed_over_after + 1)
    assert snoozed(soon, after, actor=REPORTER).name == "reminder_not_yours"


def test_what_came_of_another_way_is_on_record() -> None:
    decided = record_out_of_band(OutOfBandTried(key="k", incident=7, role="IS", outcome="refused"), situated(FACTS))
    assert [(one.kind, one.actor, one.body) for one in decided.entries] == [
        ("out_of_band", "bot", {"number": "BR-2026-0007", "role": "IS", "outcome": "refused"})
    ]


def checked(facts: IncidentFacts) -> Decision:
    return check_duties(CheckDuties(key="k", incident=7), situated(facts))


def test_the_self_check_gives_a_lost_reminder_back_and_ends_a_stray_one() -> None:
    decided = checked(replace(FACTS, reminders=(due("task", "IS|gone|"),)))
    put = {(one.kind, one.subject) for one in decided.changes if isinstance(one, PutReminder)}
    assert put == {(one.kind, one.subject) for one in list_duties(situated(FACTS))}
    assert EndReminder(kind="task", subject="IS|gone|", at=NOW) in decided.changes
    assert {one.kind for one in decided.entries} == {"duty_repaired"}
    assert decided.answer.values == {"repaired": len(decided.changes), "lost": 0}
    assert Refresh(surface="card") not in decided.sends


def test_the_self_check_takes_a_role_from_whoever_can_hold_it_no_longer() -> None:
    holders = {role: Holder(role=role, user=user, since=NOW) for role, user in (("IS", "UGONE"), ("CCO", CCO))}
    decided = checked(replace(FACTS, holders=holders))
    assert [one for one in decided.changes if isinstance(one, SetHolder)] == [
        SetHolder(role="IS", user=None, by="bot", at=NOW)
    ]
    assert [one.body for one in decided.entries if one.kind == "role_lost"] == [
        {"number": "BR-2026-0007", "role": "IS", "user": "UGONE"}
    ]
    assert decided.answer.values["lost"] == 1
    assert Refresh(surface="card") in decided.sends


def test_when_everything_is_in_line_the_self_check_changes_nothing() -> None:
    planned = plan_reminders(situated(FACTS))
    at = {(one.kind, one.subject): one.due_at for one in planned if isinstance(one, PutReminder)}
    reminders = tuple(
        Reminder(id=number, kind=kind, subject=subject, due_at=moment)
        for number, ((kind, subject), moment) in enumerate(at.items(), 1)
    )
    decided = checked(replace(FACTS, reminders=reminders))
    assert (decided.changes, decided.entries, decided.sends) == ((), (), ())
