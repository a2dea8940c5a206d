"""When people are reminded: cadences and working hours. Configuration; the policy's own time words stand in `word`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from bot.office_hours import Night, OfficeHours, WorkingHours

When: TypeAlias = Literal["any", "working", "morning"]

DUTY_KINDS = (
    "call",
    "unopened",
    "role_unclaimed",
    "leader_notice",
    "task",
    "continuous",
    "question",
    "obligation",
    "owed_immediately",
    "owed",
    "delay_review",
    "decision",
    "confirm",
    "approval",
    "custody_accept",
    "custody_open",
    "custody_gap",
    "guidance",
    "status_low",
    "status_medium",
    "status_high",
    "status_very_high",
)


@dataclass(frozen=True, kw_only=True)
class Cadence:
    """How often one kind of duty is called to mind. `word` is the policy's own time word, None where it has none.

    `first` of nothing: whoever is asked is told at once. `backoff`: the pauses after the first reminder, the second …;
    after them it comes each morning.
    """

    first: timedelta
    every: timedelta
    when: When
    snooze: timedelta
    before: tuple[timedelta, ...] = ()
    backoff: tuple[timedelta, ...] = ()
    word: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reminders:
    """All of `reminders.yaml`."""

    label: str
    hours: WorkingHours
    night: Night
    most_a_day: int
    """Reminder messages to one person about one incident in a day, unless a legal limit runs out on it."""
    gather: timedelta
    """What is asked of one person within this time of the last message is one more message."""
    late_after: timedelta
    call_handed_over_after: int
    alternates_after: int
    out_of_band_after: int
    telephone_after: int
    cadences: Mapping[str, Cadence]

    def first(self, kind: str, arose: datetime, office: OfficeHours) -> datetime:
        """When a duty that arose at this moment is first called to mind."""
        cadence = self.cadences[kind]
        return _fit(cadence, arose, arose + cadence.first, office) if cadence.first else arose

    def next(self, kind: str, now: datetime, office: OfficeHours, sent: int = 0) -> datetime:
        """When it is called to mind again after so many, counted from now: what was missed while down comes once."""
        cadence = self.cadences[kind]
        if cadence.backoff:
            return now + cadence.backoff[sent - 1] if 0 < sent <= len(cadence.backoff) else office.next_day(now)
        return _fit(cadence, now, now + cadence.every, office)

    def next_before(self, kind: str, limit: datetime, now: datetime, office: OfficeHours) -> datetime:
        """The next reminder of a limit that can be counted; once it has passed, at the ordinary cadence."""
        ahead = [limit - before for before in (*self.cadences[kind].before, timedelta(0))]
        return min((moment for moment in ahead if moment > now), default=self.next(kind, now, office))

    def latest(self, kind: str, now: datetime, office: OfficeHours) -> datetime:
        """No reminder of a duty without a limit lies beyond this, unless the clock was turned back."""
        cadence = self.cadences[kind]
        return office.next_morning(now + max(cadence.first, cadence.every, *cadence.backoff) + timedelta(days=1))

    def longest_snooze(self, kind: str, now: datetime, office: OfficeHours) -> datetime:
        """Until when it may be put off. What can wait may always wait until people are at work again."""
        cadence = self.cadences[kind]
        longest = now + cadence.snooze
        return longest if cadence.when == "any" else max(longest, office.next_morning(now))


def _fit(cadence: Cadence, base: datetime, moment: datetime, office: OfficeHours) -> datetime:
    if cadence.when == "any":
        return moment
    if cadence.when == "working":
        return office.in_hours(moment)
    that_day = office.next_morning(office.day_of(moment))  # a minute late today must not cost tomorrow's
    return that_day if that_day > base else office.next_morning(moment)
