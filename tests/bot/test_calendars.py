"""Business days of Missouri, on the careful reading and on the state's own calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars import Calendar, add_business_days, add_years, closures
from bot.policy.load import load_calendars

MISSOURI = load_calendars()["us_mo"]


def closed(year: int, reading: str) -> set[date]:
    return {day for day in closures(MISSOURI, date(year, 1, 1), reading) if day.year == year}


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, "01-01 01-19 02-12 02-16 05-08 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25"),
        (2027, "01-01 01-18 02-12 02-15 05-07 05-08 05-31 06-18 06-19 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31"),
    ],
)
def test_the_state_calendar_has_every_holiday_and_the_friday_before_a_saturday(year: int, days: str) -> None:
    assert closed(year, "state") == {date.fromisoformat(f"{year}-{day}") for day in days.split(" ")}


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, "01-01 01-19 02-16 05-25 06-19 07-04 09-07 10-12 11-11 11-26 12-25"),
        (2027, "01-01 01-18 02-15 05-31 06-19 07-05 09-06 10-11 11-11 11-25 12-25"),
    ],
)
def test_the_careful_reading_has_only_days_that_are_federal_too(year: int, days: str) -> None:
    assert closed(year, "conservative") == {date.fromisoformat(f"{year}-{day}") for day in days.split(" ")}


def test_the_friday_after_thanksgiving_is_a_business_day_until_an_order_closes_it() -> None:
    friday = date(2026, 11, 27)
    assert friday not in closures(MISSOURI, friday, "state")
    assert add_business_days(date(2026, 11, 26), 1, closures(MISSOURI, friday, "state")) == friday


def test_the_first_day_is_excluded_and_the_last_included() -> None:
    monday = date(2026, 11, 16)
    assert add_business_days(monday, 1, set()) == date(2026, 11, 17)
    assert add_business_days(monday, 5, set()) == date(2026, 11, 23)


def test_a_weekend_start_counts_from_monday() -> None:
    assert add_business_days(date(2026, 11, 21), 1, set()) == date(2026, 11, 23)
    assert add_business_days(date(2026, 11, 22), 1, set()) == date(2026, 11, 23)


def test_a_closed_weekend_day_is_skipped_once() -> None:
    assert add_business_days(date(2026, 11, 20), 1, {date(2026, 11, 21)}) == date(2026, 11, 23)


def test_a_count_over_new_year_knows_the_next_years_holidays() -> None:
    days = closures(MISSOURI, date(2026, 12, 30), "conservative")
    assert add_business_days(date(2026, 12, 30), 2, days) == date(2027, 1, 4)


def test_new_years_day_on_a_saturday_closes_the_friday_of_the_year_before_by_state_practice() -> None:
    assert date(2027, 12, 31) in closures(MISSOURI, date(2026, 12, 31), "state")


@pytest.mark.parametrize("days", [0, -1])
def test_a_period_of_no_days_is_a_mistake(days: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        add_business_days(date(2026, 11, 20), days, set())


@given(start=st.dates(date(2022, 1, 1), date(2040, 12, 31)), days=st.integers(1, 15))
def test_the_careful_date_is_never_later_than_the_states(start: date, days: int) -> None:
    careful = add_business_days(start, days, closures(MISSOURI, start, "conservative"))
    assert start + timedelta(days=days) <= careful <= add_business_days(start, days, closures(MISSOURI, start, "state"))


def test_a_record_from_a_leap_day_is_kept_to_the_first_of_march() -> None:
    assert add_years(date(2028, 2, 29), 5) == date(2033, 3, 1)
    assert add_years(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert add_years(date(2026, 11, 23), 5) == date(2031, 11, 23)


def test_the_calendar_says_where_it_comes_from() -> None:
    assert isinstance(MISSOURI, Calendar)
    assert MISSOURI.timezone == "America/Chicago"
    assert [holiday.name for holiday in MISSOURI.added] == ["Lincoln Day"]
