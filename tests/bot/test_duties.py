"""What is owed and by whom, who is asked, and that each open duty has exactly one next reminder."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.decision import (
    OpenIncident,
    PutReminder,
    Text,
)
from bot.department import TEAM_ROLES
from bot.duty import Duty, Holder, Reminder
from bot.incident import IncidentFacts, Item
from bot.rules.duties import (
    call_is_open,
    first_duty_of_report,
    list_duties,
    next_due,
    plan_reminders,
    recipients_of,
    subject_of,
    vacant_since,
)
from bot.rules.items import CALL_ITEM, LEADER_ITEM, LESSON
from tests.given import AI_LEAD, FACTS, IS_LEAD, IS_OTHER, LAW, NOW, REPORTER, situated, with_incident

TASK = subject_of(FACTS.items[0])
PACES = LAW.packs.reminders

LATEST = PACES.longest_snooze("task", NOW, LAW.office_hours)


@pytest.mark.parametrize(("called", "kinds"), [(None, ["call", "unopened"]), (NOW, ["unopened"])])
def test_a_report_owes_the_call_unless_it_was_made_the_channel_and_the_roles(
    called: datetime | None, kinds: list[str]
) -> None:
    opening = OpenIncident(
        number="BR-2026-0008",
        channel_name="br",
        reporter=REPORTER,
        reported_at=NOW,
        kinds=(),
        office=None,
        noticed_at=None,
        ongoing="no",
        people_data="no",
        what=Text(name="what"),
        behalf_of=None,
        called_at=called,
        called_by=None,
        view_id=None,
    )
    found = first_duty_of_report(opening, LAW)
    assert [(one.kind, one.subject) for one in found] == [
        *((kind, "") for kind in kinds),
        *(("role_unclaimed", role) for role in TEAM_ROLES),
    ]
    assert all(one.due_at == PACES.first(one.kind, NOW, LAW.office_hours) for one in found)


def handed(state: Any) -> IncidentFacts:
    call = Item(id=CALL_ITEM, title="Call", cite="Policy 3", role="AI", position=4, state=state)
    return replace(FACTS, items=(*FACTS.items, call))


@pytest.mark.parametrize(
    ("facts", "owed"),
    [
        (FACTS, True),
        (with_incident(called_at=NOW), False),
        (handed("open"), True),
        (handed("done"), False),
        (handed("not_applicable"), False),
    ],
)
def test_the_call_is_owed_until_it_was_made_or_ai_settled_it(facts: IncidentFacts, owed: bool) -> None:
    assert call_is_open(facts) is owed


def kinds_of(facts: IncidentFacts) -> list[tuple[str, str]]:
    return [(one.kind, one.role) for one in list_duties(situated(facts))]


def test_before_there_is_a_channel_only_the_call_the_channel_and_the_roles_are_owed() -> None:
    facts = replace(with_incident(channel=None), holders={"IS": Holder(role="IS", user=IS_LEAD, since=NOW)})
    assert kinds_of(facts) == [
        *(("call", "AI"), ("unopened", "AI")),
        *(("role_unclaimed", role) for role in TEAM_ROLES if role != "IS"),
    ]


def test_a_closed_incident_asks_only_for_what_was_learned() -> None:
    lesson = Item(id=LESSON, title="Learn", cite="Policy 10", role="AI", position=5)
    facts = replace(with_incident(state="closed"), items=(*FACTS.items, lesson))
    assert [one.subject for one in list_duties(situated(facts))] == [subject_of(lesson)]
    done = replace(facts, items=(*FACTS.items, replace(lesson, state="done")))
    assert list_duties(situated(done)) == ()


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"id": LEADER_ITEM}, "leader_notice"),
        ({"id": "POL-5", "time_word": "throughout the breach lifecycle"}, "continuous"),
        ({"id": "POL-5", "time_word": "until incident closure"}, "continuous"),
        ({"id": "POL-5", "time_word": "immediately"}, "task"),
        ({"id": "POL-5"}, "task"),
    ],
)
def test_a_line_is_called_to_mind_as_its_time_word_says(more: dict[str, Any], kind: str) -> None:
    item = Item(title="T", cite="C", role="IS", position=6, **more)
    found = [one for one in list_duties(situated(replace(FACTS, items=(item,)))) if one.subject == subject_of(item)]
    assert [one.kind for one in found] == [kind]


def assigned(to: str) -> IncidentFacts:
    return replace(FACTS, items=(replace(FACTS.items[0], assignee=to),))


HELD_BY_IVY = replace(FACTS, holders={"IS": Holder(role="IS", user=IS_OTHER, since=NOW)})


@pytest.mark.parametrize(
    ("facts", "duty", "sent", "people"),
    [
        (FACTS, ("call", "", "AI"), 0, (REPORTER,)),
        (FACTS, ("call", "", "AI"), PACES.call_handed_over_after - 1, (REPORTER,)),
        (FACTS, ("call", "", "AI"), PACES.call_handed_over_after, (AI_LEAD,)),
        (FACTS, ("task", TASK, "IS"), 0, (IS_LEAD,)),
        (assigned(IS_OTHER), ("task", TASK, "IS"), 0, (IS_OTHER,)),
        (assigned("UGONE"), ("task", TASK, "IS"), 0, (IS_LEAD,)),
        (
            replace(FACTS, holders={"IS": Holder(role="IS", user=IS_OTHER, since=NOW)}),
            ("task", TASK, "IS"),
            0,
            (IS_OTHER,),
        ),
        (FACTS, ("task", "CR|x|", "CR"), 0, (AI_LEAD,)),
    ],
)
def test_the_person_who_is_asked(
    facts: IncidentFacts, duty: tuple[str, str, str], sent: int, people: tuple[str, ...]
) -> None:
    kind, subject, role = duty
    asked = Duty(kind=kind, subject=subject, role=role, arose=NOW)
    assert recipients_of(asked, sent, situated(facts)) == people


@pytest.mark.parametrize(
    ("kind", "sent", "pace"),
    [
        ("call", PACES.call_handed_over_after - 1, "call"),
        ("call", PACES.call_handed_over_after, "task"),
        ("role_unclaimed", PACES.telephone_after - 1, "role_unclaimed"),
        ("role_unclaimed", PACES.telephone_after, "task"),
        ("unopened", PACES.telephone_after - 1, "unopened"),
        ("unopened", PACES.telephone_after, "task"),
        ("owed_immediately", 99, "owed_immediately"),
    ],
)
def test_what_was_handed_on_goes_on_once_a_working_day(kind: str, sent: int, pace: str) -> None:
    duty = Duty(kind=kind, subject="", role="AI", arose=NOW)
    assert next_due(duty, sent, LAW, NOW) == PACES.next(pace, NOW, LAW.office_hours)


def test_a_limit_keeps_its_own_times() -> None:
    limit = NOW + timedelta(hours=5)
    duty = Duty(kind="obligation", subject="x", role="CCO", arose=NOW, limit=limit)
    assert next_due(duty, 3, LAW, NOW) == limit - timedelta(hours=4)


def test_a_role_is_vacant_since_somebody_left_it_else_since_the_report() -> None:
    left = datetime(2026, 11, 20, 22, tzinfo=UTC)
    assert vacant_since("IS", replace(FACTS, vacant={"IS": left})) == left
    assert vacant_since("AI", replace(FACTS, vacant={"IS": left})) == NOW


def placed(kind: str, subject: str, **more: Any) -> list[object]:
    """What the plan does about this one reminder."""
    facts = replace(FACTS, reminders=(Reminder(id=5, kind=kind, subject=subject, **more),))
    return [one for one in plan_reminders(situated(facts)) if (one.kind, one.subject) == (kind, subject)]


def test_a_reminder_beyond_every_rule_is_put_where_it_belongs() -> None:
    latest = PACES.latest("task", NOW, LAW.office_hours)
    assert placed("task", TASK, due_at=latest) == []
    first = PACES.first("task", NOW, LAW.office_hours)
    assert placed("task", TASK, due_at=latest + timedelta(seconds=1)) == [
        PutReminder(kind="task", subject=TASK, due_at=first)
    ]


def test_what_somebody_put_off_stays_unless_the_clock_was_turned_back() -> None:
    assert placed("task", TASK, due_at=LATEST, snoozed_until=LATEST) == []
    beyond = LATEST + timedelta(seconds=1)
    assert len(placed("task", TASK, due_at=beyond, snoozed_until=beyond)) == 1
