"""When the department's people are at work: days and hours by its own wall clocks, without holidays and closed days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.calendars import Calendar, closures


@dataclass(frozen=True, kw_only=True)
class WorkingHours:
    """Days of the week (Monday is 0), the hours on them, and the calendar whose public holidays are none of them."""

    days: frozenset[int]
    begins: time
    ends: time
    holidays: str | None = None


@dataclass(frozen=True, kw_only=True)
class Night:
    """The hours in which one person at a time is told; `ends` may be on the next day."""

    begins: time
    ends: time

    def holds(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether it is night on the department's clocks."""
        there = moment.astimezone(zone).time()
        if self.begins <= self.ends:
            return self.begins <= there < self.ends
        return there >= self.begins or there < self.ends


@dataclass(frozen=True, kw_only=True)
class OfficeHours:
    """The working hours of one department. `calendar` has the public holidays, `closed_days` its own days off."""

    hours: WorkingHours
    zone: ZoneInfo
    calendar: Calendar | None = None
    closed_days: Collection[date] = ()

    def works_on(self, day: date) -> bool:
        """Whether people are at work on that day. Holidays are those of the calendar's reading `state`."""
        if day.weekday() not in self.hours.days or day in self.closed_days:
            return False
        return self.calendar is None or day not in closures(self.calendar, day.replace(month=1, day=1), "state")

    def in_hours(self, moment: datetime) -> datetime:
        """The moment itself when people are at work, else when they come next."""
        there = moment.astimezone(self.zone)
        if self.works_on(there.date()) and self.hours.begins <= there.time() < self.hours.ends:
            return moment
        return self.next_morning(moment)

    def next_morning(self, moment: datetime) -> datetime:
        """The first start of a working day at or after the moment, however long a closure is; in UTC."""
        first = moment.astimezone(self.zone).date()
        days = (first + timedelta(days=ahead) for ahead in count())
        return next(start for day in days if self.works_on(day) and (start := self._start(day)) >= moment)

    def next_day(self, moment: datetime) -> datetime:
        """The start of the hours on the next day of the calendar, a working day or not; in UTC."""
        return self._start(moment.astimezone(self.zone).date() + timedelta(days=1))

    def day_of(self, moment: datetime) -> datetime:
        """The midnight, in UTC, with which the moment's day began on the department's clocks."""
        return datetime.combine(moment.astimezone(self.zone).date(), time(0), self.zone).astimezone(UTC)

    def _start(self, day: date) -> datetime:
        return datetime.combine(day, self.hours.begins, self.zone).astimezone(UTC)
