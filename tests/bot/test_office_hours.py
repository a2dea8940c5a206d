"""Working days: without the state's holidays and the department's own closed days, by its wall clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import SnoozeReminder
from bot.decision import Decision, PutReminder
from bot.duty import Reminder
from bot.office_hours import OfficeHours
from bot.policy.department import parse_department
from bot.policy.load import PackErrors, load_packs
from bot.rulebook import Rulebook
from bot.rules.duties import plan_reminders, subject_of
from bot.rules.reminding import snooze_reminder
from tests.given import DEPARTMENT, FACTS, IS_LEAD, situated

ZONE = ZoneInfo("America/Chicago")
PACKS = load_packs()
REMINDERS = PACKS.reminders
BRIDGE_DAY = date(2026, 11, 27)
LAW = Rulebook(packs=PACKS, department=replace(DEPARTMENT, closed_days=(BRIDGE_DAY,)))
OFFICE = LAW.office_hours

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds take none
CLOSED = st.frozensets(st.dates(date(2026, 1, 1), date(2029, 1, 31)), max_size=40)


def there(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("arose", "due"),
    [
        (there(2026, 11, 25, 16), there(2026, 11, 30, 8)),  # Thanksgiving, the closed Friday, the weekend
        (there(2026, 11, 10, 9), there(2026, 11, 12, 8)),  # Veterans Day
        (there(2026, 7, 2, 12), there(2026, 7, 6, 8)),  # the Friday before a Saturday's holiday
        (there(2027, 2, 11, 12), there(2027, 2, 16, 8)),  # Lincoln Day, a weekend, Washington's Birthday
        (there(2027, 12, 30, 12), there(2028, 1, 3, 8)),  # the next year's holiday on this year's last day
    ],
)
def test_what_can_wait_waits_over_a_holiday(arose: datetime, due: datetime) -> None:
    assert REMINDERS.first("task", arose, OFFICE) == due
    assert REMINDERS.next("task", arose, OFFICE) == due


def test_what_is_asked_in_working_hours_is_not_asked_on_a_holiday() -> None:
    assert REMINDERS.first("delay_review", there(2026, 11, 19, 10), OFFICE) == there(2026, 11, 30, 8)


@pytest.mark.parametrize("kind", ["call", "role_unclaimed", "leader_notice"])
def test_what_cannot_wait_comes_on_a_holiday_at_any_hour(kind: str) -> None:
    thanksgiving = there(2026, 11, 26, 3)
    assert REMINDERS.first(kind, thanksgiving, OFFICE) == thanksgiving + REMINDERS.cadences[kind].first


def test_a_friday_after_thanksgiving_is_a_working_day_until_the_department_closes_it() -> None:
    assert replace(OFFICE, closed_days=()).works_on(BRIDGE_DAY)
    assert not OFFICE.works_on(BRIDGE_DAY)


def test_the_morning_itself_is_the_next_one() -> None:
    assert OFFICE.next_morning(there(2026, 11, 30, 8)) == there(2026, 11, 30, 8)


def test_without_a_calendar_a_holiday_is_a_day_like_others() -> None:
    assert replace(OFFICE, calendar=None).works_on(date(2026, 12, 25))


def test_a_closure_of_five_weeks_ends_with_the_first_working_morning() -> None:
    closed = tuple(date(2026, 11, 30) + timedelta(days=ahead) for ahead in range(35))
    office = replace(OFFICE, closed_days=closed)
    assert REMINDERS.first("task", there(2026, 11, 29, 9), office) == there(2027, 1, 4, 8)


@given(moment=MOMENTS, closed=CLOSED)
def test_the_next_morning_is_the_first_start_of_a_working_day_from_then_on(
    moment: datetime, closed: frozenset[date]
) -> None:
    office = replace(OFFICE, closed_days=closed)
    found = office.next_morning(moment)
    there_ = found.astimezone(ZONE)
    assert found >= moment
    assert there_.time() == time(8)
    assert office.works_on(there_.date())
    day = moment.astimezone(ZONE).date()
    while day < there_.date():
        assert not office.works_on(day) or datetime.combine(day, time(8), ZONE) < moment
        day += timedelta(days=1)


@given(moment=MOMENTS, closed=CLOSED, kind=st.sampled_from(sorted(REMINDERS.cadences)))
def test_no_reminder_lies_beyond_the_latest_that_its_kind_allows(
    moment: datetime, closed: frozenset[date], kind: str
) -> None:
    office = replace(OFFICE, closed_days=closed)
    latest = REMINDERS.latest(kind, moment, office)
    first = REMINDERS.first(kind, moment, office)
    assert moment <= first <= latest
    assert moment < first or not REMINDERS.cadences[kind].first  # what is owed at once is told at once
    assert moment < REMINDERS.next(kind, moment, office) <= latest


def the_tasks_reminder(due_at: datetime, snoozed_until: datetime | None = None) -> Reminder:
    return Reminder(id=1, kind="task", subject=subject_of(FACTS.items[0]), due_at=due_at, snoozed_until=snoozed_until)


def closed_for(days: int) -> Rulebook:
    run = tuple(date(2026, 11, 21) + timedelta(days=ahead) for ahead in range(days))
    return Rulebook(packs=PACKS, department=replace(DEPARTMENT, closed_days=run))


def test_a_reminder_after_a_long_closure_stands_where_it_should() -> None:
    law, now = closed_for(30), there(2026, 11, 20, 14)
    due_at = REMINDERS.first("task", now, law.office_hours)
    assert due_at == there(2026, 12, 21, 8)
    known = replace(FACTS, reminders=(the_tasks_reminder(due_at),))
    moved = [
        one for one in plan_reminders(situated(known, law=law, now=now)) if one.subject == known.reminders[0].subject
    ]
    assert moved == []


def test_a_task_may_be_put_off_until_people_are_back_and_no_longer() -> None:
    law, now = closed_for(30), there(2026, 11, 20, 14)
    known = replace(FACTS, reminders=(the_tasks_reminder(now),))
    until = law.office_hours.next_morning(now)
    command = SnoozeReminder(key="k", actor=IS_LEAD, incident=7, reminder=1, until=until)
    put = snooze_reminder(command, situated(known, law=law, now=now))
    assert isinstance(put, Decision)
    assert [one.due_at for one in put.changes if isinstance(one, PutReminder)] == [until]
    kept = replace(FACTS, reminders=(the_tasks_reminder(until, snoozed_until=until),))
    assert [
        one for one in plan_reminders(situated(kept, law=law, now=now)) if one.subject == kept.reminders[0].subject
    ] == []
    refused = snooze_reminder(replace(command, until=until + timedelta(minutes=1)), situated(known, law=law, now=now))
    assert getattr(refused, "name", "") == "snooze_too_long"


def department(closed_days: str) -> OfficeHours:
    text = f"""
name: Department
timezone: America/Chicago
report_line: {{office: Audits, phone: 573-751-7446}}
roles: {{AI: {{members: []}}, CCO: {{members: []}}, IS: {{members: []}}, CR: {{members: []}}}}
closed_days: {closed_days}
"""
    return Rulebook(packs=PACKS, department=parse_department(text, "department.yaml")).office_hours


def test_a_department_names_its_closed_days() -> None:
    assert not department("[2026-11-27, 2026-12-24]").works_on(date(2026, 12, 24))


@pytest.mark.parametrize(
    ("closed_days", "fault"),
    [
        ("[2026-11-31]", "department.yaml:6: closed_days: must hold dates such as 2026-11-21 only"),
        ("[2026-11-27, 2026-11-27]", "department.yaml:6: closed_days: holds 2026-11-27 twice"),
        ("[20261127]", "department.yaml:6: closed_days: must hold dates such as 2026-11-21 only"),
        ("[2026-W48-5]", "department.yaml:6: closed_days: must hold dates such as 2026-11-21 only"),
        ("2026-11-27", "department.yaml:6: closed_days: must be a list of dates such as 2026-11-21"),
        ("[{day: 2026-11-27}]", "department.yaml:6: closed_days: must hold dates such as 2026-11-21 only"),
    ],
)
def test_closed_days_that_are_no_days_are_refused(closed_days: str, fault: str) -> None:
    with pytest.raises(PackErrors) as refused:
        department(closed_days)
    assert [str(one) for one in refused.value.faults] == [fault]
