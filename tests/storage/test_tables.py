"""Moments in the database: to the millisecond, in UTC, never without an offset."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from storage.utc_time import UtcTime

MOMENT, DIALECT = UtcTime(), sqlite.dialect()

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001 - bounds take none


@given(MOMENTS)
def test_a_moment_comes_back_in_utc_to_the_millisecond(moment: datetime) -> None:
    back = MOMENT.process_result_value(MOMENT.process_bind_param(moment, DIALECT), DIALECT)
    assert back is not None
    assert back.tzinfo is UTC
    assert abs(back - moment) <= timedelta(milliseconds=1)


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_they_are(one: datetime, other: datetime) -> None:
    kept = [MOMENT.process_bind_param(moment, DIALECT) or 0 for moment in sorted((one, other))]
    assert kept == sorted(kept)


def test_a_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="without an offset"):
        MOMENT.process_bind_param(datetime(2026, 11, 20), DIALECT)  # noqa: DTZ001 - it is what is refused


def test_no_moment_stays_none() -> None:
    assert MOMENT.process_bind_param(None, DIALECT) is None
    assert MOMENT.process_result_value(None, DIALECT) is None
