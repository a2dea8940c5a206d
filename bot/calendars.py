"""Counting days: business days of a jurisdiction, with the readings that a calendar is open to.

The first day is excluded and the last included. `holidays` names the fixed and moving days; what a
jurisdiction's statute adds, and how it moves a holiday off a weekend, comes from its calendar pack.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, kw_only=True)
class AddedHoliday:
    """A holiday of the statute that the package lacks: the same month and day each year."""

    name: str
    month: int
    day: int


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Holidays of a jurisdiction. Texts: what each reading of the calendar is, for alternatives.

    The conservative reading skips only what every reading skips, so its dates are never later than another's.
    """

    name: str
    country: str
    subdivision: str
    timezone: str
    cite: str
    verified_on: date
    added: tuple[AddedHoliday, ...]
    texts: Mapping[str, str]


def add_business_days(start: date, days: int, closed: Collection[date]) -> date:
    """The last of `days` business days after `start`, skipping weekends and `closed`. ValueError: none."""
    if days < 1:
        raise ValueError("a period has at least one day")
    day = start
    while days:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in closed:
            days -= 1
    return day


def closures(calendar: Calendar, start: date, reading: str) -> frozenset[date]:
    """The weekday holidays of the year of `start` and the next, under `conservative` or `state`."""
    return _closures(calendar.country, calendar.subdivision, calendar.added, start.year, reading)


@lru_cache(maxsize=64)
def _closures(
    country: str, subdivision: str, more: tuple[AddedHoliday, ...], first: int, reading: str
) -> frozenset[date]:
    found: set[date] = set()
    # A holiday of the year after next can be observed on the last Friday of the next.
    for year in (first, first + 1, first + 2):
        federal, state = _holidays(country, subdivision, year)
        if reading == "conservative":
            found.update(_off_sunday(federal & state))
        else:
            added = {date(year, holiday.month, holiday.day) for holiday in more}
            found.update(_off_sunday(state | added))
            found.update(day - timedelta(days=1) for day in state | added if day.weekday() == SATURDAY)
    return frozenset(found)


def _off_sunday(days: Collection[date]) -> set[date]:
    return {day + timedelta(days=1) if day.weekday() == SUNDAY else day for day in days}


@lru_cache(maxsize=64)
def _holidays(country: str, subdivision: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The holidays of the country and of the subdivision on their own days, without observed days."""
    import holidays  # the import costs more than the rest of the program's start

    whole = holidays.country_holidays(country, years=year, observed=False)
    part = holidays.country_holidays(country, subdiv=subdivision, years=year, observed=False)
    return frozenset(whole), frozenset(part)


def add_years(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March, so that a record is kept no shorter."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
