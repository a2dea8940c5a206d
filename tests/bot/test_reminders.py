"""The cadences: working hours by the department's wall clocks, limits that can be counted, and the strict loader."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.office_hours import OfficeHours
from bot.policy.load import FOLDER, PackErrors, load_policy, load_reminders

ZONE = ZoneInfo("America/Chicago")
REMINDERS = load_reminders()
OFFICE = OfficeHours(hours=REMINDERS.hours, zone=ZONE)


def there(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("arose", "due"),
    [
        (there(2026, 11, 16, 9), there(2026, 11, 17, 8)),
        (there(2026, 11, 16, 6), there(2026, 11, 16, 8)),
        (there(2026, 11, 20, 16), there(2026, 11, 23, 8)),
        (there(2026, 10, 30, 16), there(2026, 11, 2, 8)),  # the clocks go back on Sunday
        (there(2026, 3, 6, 16), there(2026, 3, 9, 8)),  # and forward
    ],
)
def test_what_can_wait_comes_at_the_start_of_a_working_day(arose: datetime, due: datetime) -> None:
    assert REMINDERS.first("task", arose, OFFICE) == due


def test_a_minute_late_today_does_not_cost_tomorrows() -> None:
    assert REMINDERS.next("task", there(2026, 11, 17, 8, 1), OFFICE) == there(2026, 11, 18, 8)


def test_what_cannot_wait_comes_at_any_hour() -> None:
    night = there(2026, 11, 21, 2)
    assert REMINDERS.first("call", night, OFFICE) == night + timedelta(minutes=10)


def test_a_limit_is_called_to_mind_ahead_of_it_and_at_it() -> None:
    limit = there(2026, 11, 20, 17)
    now, seen = there(2026, 11, 16, 9), []
    while now < limit:
        now = REMINDERS.next_before("obligation", limit, now, OFFICE)
        seen.append(limit - now)
    assert seen == [timedelta(minutes=minutes) for minutes in (4320, 1440, 240, 60, 0)]


def test_the_only_time_words_are_the_policys() -> None:
    said = {row.time_word for row in load_policy().rows if row.time_word}
    words = {word for one in REMINDERS.cadences.values() if one.word for word in one.word.split(" / ")}
    assert words == said
    assert "configuration, not policy" in REMINDERS.label


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("every: 15,", "every: 0,", "cadences.call.every: must be between 1"),
        ("when: any, snooze: 12", "when: noon, snooze: 12", "cadences.leader_notice.when: noon is not one of"),
        ("  question:", "  guess:", "guess is not one of"),
        ('ends: "17:00"', 'ends: "07:00"', "working_hours.ends: must be later than begins"),
        ('begins: "08:00"', 'begins: "8 am"', "working_hours.begins: 8 am is not an hour"),
        ("late_after: 5", "late_after: soon", "late_after: must be a whole number"),
        ("late_after: 5", "early_after: 5", "early_after: is not a known key here"),
        ("holidays: us_mo", "holidays: us_ks", "working_hours.holidays: us_ks is not one of"),
        ("days: [mon, tue, wed, thu, fri]", "days: []", "working_hours.days: must name at least one day"),
    ],
)
def test_a_bad_file_is_refused_with_file_line_and_key(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = (FOLDER / "reminders.yaml").read_text()
    assert old in text
    (tmp_path / "reminders.yaml").write_text(text.replace(old, new, 1))
    with pytest.raises(PackErrors) as refused:
        load_reminders(tmp_path)
    assert any(str(one).startswith("reminders.yaml:") and fault in str(one) for one in refused.value.faults)


PACES: dict[str, tuple[float, float | list[float], str, float]] = {
    # kind: first, from one to the next or its growing pauses (minutes), when, longest snooze (hours)
    "call": (10, 15, "any", 1),
    "unopened": (3, 30, "any", 1),
    "role_unclaimed": (5, 5, "any", 1),
    "leader_notice": (30, [60, 120, 240], "any", 12),
    "task": (60, 1440, "morning", 120),
    "continuous": (4320, 4320, "morning", 336),
    "question": (0, 1440, "morning", 120),
    "obligation": (60, 1440, "any", 24),
    "owed_immediately": (0, [60, 120, 240], "any", 12),
    "owed": (0, 1440, "any", 72),
    "delay_review": (10080, 10080, "working", 168),
    "decision": (0, 1440, "morning", 120),
    "confirm": (0, 1440, "morning", 72),
    "approval": (0, 1440, "working", 72),
    "custody_accept": (0, [60, 120, 240], "any", 12),
    "custody_open": (240, 1440, "any", 24),
    "custody_gap": (0, 1440, "morning", 72),
    "guidance": (0, 1440, "morning", 72),
    "status_low": (4320, 4320, "working", 72),
    "status_medium": (1440, 1440, "working", 48),
    "status_high": (480, 480, "working", 24),
    "status_very_high": (240, 240, "any", 12),
}


@pytest.mark.parametrize("kind", PACES)
def test_a_pace_that_ships_is_changed_on_purpose_only(kind: str) -> None:
    pace = REMINDERS.cadences[kind]
    minute = timedelta(minutes=1)
    again = [span / minute for span in pace.backoff] or pace.every / minute
    assert (pace.first / minute, again, pace.when, pace.snooze / timedelta(hours=1)) == PACES[kind]


def test_every_pace_that_ships_is_in_the_table_and_so_are_the_counts() -> None:
    assert set(PACES) == set(REMINDERS.cadences)
    assert {kind for kind, pace in REMINDERS.cadences.items() if pace.before} == {"obligation"}
    before = [span / timedelta(minutes=1) for span in REMINDERS.cadences["obligation"].before]
    assert before == [10080, 4320, 1440, 240, 60]
    assert timedelta(minutes=5) == REMINDERS.late_after
    counts = (REMINDERS.call_handed_over_after, REMINDERS.alternates_after, REMINDERS.out_of_band_after)
    assert (*counts, REMINDERS.telephone_after) == (4, 1, 3, 4)
