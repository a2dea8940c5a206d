"""When people are reminded: cadences and working hours. Configuration; the policy's own time words stand in `word`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

When: TypeAlias = Literal["any", "working", "morning"]

DUTY_KINDS = (
    "call",
    "role_unclaimed",
    "leader_notice",
    "task",
    "continuous",
    "question",
    "obligation",
    "delay_review",
    "decision",
    "confirm",
    "status_low",
    "status_medium",
    "status_high",
    "status_very_high",
)


@dataclass(frozen=True, kw_only=True)
class WorkingHours:
    """Days of the week (Monday is 0) and the hours on them, on the department's own clocks."""

    days: frozenset[int]
    begins: time
    ends: time


@dataclass(frozen=True, kw_only=True)
class Cadence:
    """How often one kind of duty is called to mind. `word` is the policy's own time word, None where it has none."""

    first: timedelta
    every: timedelta
    when: When
    snooze: timedelta
    before: tuple[timedelta, ...] = ()
    word: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reminders:
    """All of `reminders.yaml`."""

    label: str
    hours: WorkingHours
    late_after: timedelta
    call_handed_over_after: int
    out_of_band_after: int
    telephone_after: int
    cadences: Mapping[str, Cadence]

    def first(self, kind: str, arose: datetime, zone: ZoneInfo) -> datetime:
        """When a duty that arose at this moment is first called to mind."""
        cadence = self.cadences[kind]
        return self._fit(cadence, arose, arose + cadence.first, zone)

    def next(self, kind: str, now: datetime, zone: ZoneInfo) -> datetime:
        """When it is called to mind again, counted from now: what was missed while down comes once."""
        cadence = self.cadences[kind]
        return self._fit(cadence, now, now + cadence.every, zone)

    def next_before(self, kind: str, limit: datetime, now: datetime, zone: ZoneInfo) -> datetime:
        """The next reminder of a limit that can be counted; once it has passed, at the ordinary cadence."""
        ahead = [limit - before for before in (*self.cadences[kind].before, timedelta(0))]
        return min((moment for moment in ahead if moment > now), default=self.next(kind, now, zone))

    def latest(self, kind: str, now: datetime) -> datetime:
        """No reminder of a duty without a limit lies beyond this, unless the clock was turned back."""
        cadence = self.cadences[kind]
        return now + max(cadence.first, cadence.every) + timedelta(days=4)

    def _fit(self, cadence: Cadence, base: datetime, moment: datetime, zone: ZoneInfo) -> datetime:
        if cadence.when == "any":
            return moment
        if cadence.when == "working":
            return in_hours(moment, self.hours, zone)
        midnight = datetime.combine(moment.astimezone(zone).date(), time(0), zone).astimezone(UTC)
        that_day = next_morning(midnight, self.hours, zone)  # a minute late today must not cost tomorrow's
        return that_day if that_day > base else next_morning(moment, self.hours, zone)


def in_hours(moment: datetime, hours: WorkingHours, zone: ZoneInfo) -> datetime:
    """The moment itself when people are at work, else when they come next, by the wall clocks of the zone."""
    there = moment.astimezone(zone)
    if there.weekday() in hours.days and hours.begins <= there.time() < hours.ends:
        return moment
    return next_morning(moment, hours, zone)


def next_morning(moment: datetime, hours: WorkingHours, zone: ZoneInfo) -> datetime:
    """The first start of a working day at or after the moment."""
    day = moment.astimezone(zone).date()
    for ahead in range(9):
        start = datetime.combine(day + timedelta(days=ahead), hours.begins, zone).astimezone(UTC)
        if start >= moment and (day + timedelta(days=ahead)).weekday() in hours.days:
            return start
    raise ValueError("a week without a working day")
