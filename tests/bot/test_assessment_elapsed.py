"""A clock without a number tells the time that has passed, and what it may be spent on."""

from datetime import UTC, datetime, timedelta

from bot.assessment.elapsed import elapsed
from bot.assessment.facts import read_facts
from bot.policy.load import load_packs

NOTICE, OWNER = load_packs().laws["us_mo_407_1500"].obligations[:2]
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
KNOWN = read_facts(
    {"discovered_at": "2026-11-20T09:00:00-06:00", "vendor_notified_at": "2026-11-19T09:00:00-06:00"}
).known


def test_time_passes_since_the_sooner_of_discovery_and_notification() -> None:
    found = elapsed(NOTICE.clock, KNOWN, NOW)
    assert found is not None
    assert (found.fact, found.time, found.late) == ("vendor_notified_at", timedelta(days=2), False)


def test_the_owner_is_told_from_discovery() -> None:
    found = elapsed(OWNER.clock, KNOWN, NOW)
    assert found is not None
    assert found.fact == "discovered_at"


def test_only_a_target_that_counsel_set_can_be_late() -> None:
    found = [elapsed(NOTICE.clock, KNOWN, NOW, timedelta(days=days)) for days in (1, 2)]
    assert [one.late for one in found if one] == [True, False]


def test_nothing_passes_before_a_start_is_known() -> None:
    assert elapsed(NOTICE.clock, {}, NOW) is None
    assert elapsed(NOTICE.clock, KNOWN, datetime(2026, 11, 1, tzinfo=UTC)) is None


def test_the_statute_says_what_the_time_may_be_spent_on() -> None:
    assert [measure.id for measure in NOTICE.clock.spent_on] == ["contacts", "scope", "integrity", "law_enforcement"]
