"""Who is told of a due duty now, who is told next and when; and that nobody is told too often.

By day whoever owes it is told, at night one person at a time: who owes it, then the next of the office. Whoever had
enough messages about an incident on that day is passed over, until a limit of the law runs out on it. All of these
numbers are configuration (`reminders.yaml`), not policy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.decision import Step, Value
from bot.duty import Duty, Reminder, Told
from bot.reminder_changes import SetTold
from bot.rules.duties import line_of, recipients_of
from bot.situation import Situation

_TOLD_TOGETHER = ("call", "unopened")
"""The reporter's own call, and a channel that does not open: at night as by day."""


@dataclass(frozen=True, kw_only=True)
class DueReminder:
    """One person is to be reminded of one duty; `late` is when it was due, if that is long past.

    `stands_in`: somebody else owes it, who is asleep or was told often enough.
    """

    incident: int
    user: str
    reminder: Reminder
    late: datetime | None
    stands_in: bool = False


@dataclass(frozen=True, kw_only=True)
class NextWord:
    """When a duty is called to mind next (UTC), and to whom."""

    at: datetime
    users: tuple[str, ...]


def today_of(situation: Situation) -> str:
    """The day of the situation on the department's clocks, ISO."""
    return situation.now.astimezone(ZoneInfo(situation.law.department.timezone)).date().isoformat()


def is_asked_first(duty: Duty, sent: int, situation: Situation) -> bool:
    """Whether this is the word by which somebody is asked, which is no reminder yet."""
    return sent == 0 and not situation.law.packs.reminders.cadences[duty.kind].first


def whom_to_tell(duty: Duty, sent: int, situation: Situation, writing_to: Iterable[str] = ()) -> tuple[str, ...]:
    """Who is told now, when so many reminders went out before; nobody when all had enough on this day.

    `writing_to` are people who get a message anyway: one more line in it is no message more.
    """
    law, now = situation.law, situation.now
    owed_by, line = recipients_of(duty, sent, situation), line_of(duty, sent, situation)
    zone = ZoneInfo(law.department.timezone)
    waits_for_nobody = law.packs.reminders.cadences[duty.kind].when == "any" and duty.kind not in _TOLD_TOGETHER
    if line and waits_for_nobody and law.packs.reminders.night.holds(now, zone):
        owed_by = (line[sent % len(line)],)
    ends_today = duty.limit is not None and duty.limit.astimezone(zone).date() == now.astimezone(zone).date()
    if ends_today or is_asked_first(duty, sent, situation):
        return owed_by
    most, day, told = law.packs.reminders.most_a_day, today_of(situation), situation.facts.told
    free = {user for user in line if user not in told or told[user].on(day) < most} | {*writing_to}
    return tuple(user for user in owed_by if user in free) or tuple(user for user in line if user in free)[:1]


def next_word(duty: Duty, situation: Situation) -> NextWord | None:
    """Who is told of an open duty next, and when; None while no reminder is set."""
    reminder = situation.facts.reminder(*duty.key)
    if reminder is None:
        return None
    then = replace(situation, now=max(reminder.due_at, situation.now))
    return NextWord(at=reminder.due_at, users=whom_to_tell(duty, reminder.sent, then))


def told_after(situation: Situation, reminded: Iterable[str], asked: Iterable[str]) -> tuple[SetTold, ...]:
    """What is remembered of the messages of one tick; only `reminded` counts for the most of a day."""
    day, counted = today_of(situation), {*reminded}
    return tuple(
        SetTold(
            told=Told(user=user, day=day, count=_before(situation, user, day) + (user in counted), at=situation.now)
        )
        for user in sorted(counted | {*asked})
    )


def reminder_steps(due_reminders: Iterable[DueReminder]) -> tuple[tuple[int, Step], ...]:
    """One message a person, whatever is due; with the incident that its outbox row stands under."""
    by_user: dict[str, list[DueReminder]] = {}
    for due_reminder in due_reminders:
        by_user.setdefault(due_reminder.user, []).append(due_reminder)
    found = []
    for user, theirs in by_user.items():
        first = theirs[0]
        late = [int(due_reminder.late.timestamp()) for due_reminder in theirs if due_reminder.late]
        about = tuple(f"{one.incident}|{one.reminder.id}" + ("|s" if one.stands_in else "") for one in theirs)
        payload: Mapping[str, Value] = {"user": user, "about": about, "late": min(late, default=0)}
        step = Step(name="nudge", key=f"nudge:{first.reminder.key}:{user}", payload=payload)
        found.append((first.incident, step))
    return tuple(found)


def _before(situation: Situation, user: str, day: str) -> int:
    told = situation.facts.told.get(user)
    return told.on(day) if told else 0
