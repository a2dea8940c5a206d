"""A law enforcement delay: badly recorded it holds nothing; well recorded it holds what it covers until released."""

from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.situation import assess_incident
from sandbox.channel import Channel
from sandbox.text import text_of
from tests.scenarios.moved_clock import MONDAY, later, on_a_monday, quiet, said, take
from tests.scenes import WHY, entries, fill, known, owed, pick, press, reopen, say, see, shown
from tests.stage import Stage, on_stage

pytestmark = pytest.mark.long

DELAY = "decision:delay"
CONSUMERS = "us_mo_407_1500|consumer_notice"
ASKED = int((MONDAY - timedelta(hours=1)).timestamp())


def well(at: int = ASKED, **more: Any) -> dict[str, Any]:
    """A delay as the law asks for it."""
    given = {
        "officer": "Sgt. Dale Dorn",
        "agency": "Highway Patrol",
        "ground": "impede_investigation",
        "in_writing": "yes",
        "requested_at": at,
        "notices": [CONSUMERS],
        "reason": WHY,
    }
    return given | more


@pytest.fixture
async def stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with on_a_monday(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
async def channel(stage: Stage) -> Channel:
    """An incident in which consumers are to be told."""
    return await owed(stage)


def is_owed(stage: Stage, channel: Channel) -> bool:
    return "Tell affected Missouri consumers*: required" in shown(stage, channel, "assessment")


async def test_a_delay_without_one_of_its_parts_is_not_accepted_and_the_part_is_named(
    stage: Stage, channel: Channel
) -> None:
    await pick(stage, "carla", "delay|holds")
    for missing in ("ground", "in_writing", "requested_at", "notices"):
        empty: Any = [] if missing == "notices" else None
        assert list(await fill(stage, "carla", well(**{missing: empty}))) == [missing]
        await stage.person("carla").close(everything=True)
        await pick(stage, "carla", "delay|holds")
    for missing in ("officer", "agency"):
        oral: dict[str, Any] = {"in_writing": "no", missing: None}
        errors = await fill(stage, "carla", well(**oral))
        assert "name the officer and the agency" in errors[missing]
        assert "The time runs" in errors[missing]
    assert is_owed(stage, channel)


async def test_the_form_holds_no_notice_that_nobody_ticked(stage: Stage, channel: Channel) -> None:
    await pick(stage, "carla", "delay|holds")
    unticked = well()
    del unticked["notices"]
    assert list(await fill(stage, "carla", unticked)) == ["notices"]
    assert is_owed(stage, channel)


async def test_a_request_noted_on_paper_in_time_and_typed_the_next_day_is_accepted(
    stage: Stage, channel: Channel
) -> None:
    await pick(stage, "carla", "delay|holds")
    yesterday = int((MONDAY - timedelta(days=1)).timestamp())
    noted = well(yesterday, in_writing="no", documented_at=yesterday + 600, documented_where="Case notebook, A. Abbott")
    assert await fill(stage, "carla", noted) == {}
    await see(stage, "assessment", "Tell affected Missouri consumers*: delayed")
    await see(stage, DELAY, "Case notebook, A. Abbott")


async def test_an_incomplete_release_leaves_the_delay_as_it_is_and_says_nothing_else(
    stage: Stage, channel: Channel
) -> None:
    await pick(stage, "carla", "delay|holds")
    assert await fill(stage, "carla", well()) == {}
    await see(stage, "assessment", "*: delayed")
    await press(stage, "carla", "delay", "decide_released")
    assert list(await fill(stage, "carla", {"released_at": ASKED + 600, "reason": WHY})) == ["released_by"]
    assert "*: delayed" in shown(stage, channel, "assessment")


async def test_what_the_law_does_not_take_is_not_accepted_and_the_form_stays(stage: Stage, channel: Channel) -> None:
    await pick(stage, "carla", "delay|holds")
    assert "criminal investigation" in (await fill(stage, "carla", well(ground="other")))["ground"]
    yesterday = int((MONDAY - timedelta(days=1)).timestamp())
    errors = await fill(stage, "carla", well(yesterday, in_writing="no"))
    assert "Ask the agency for it in writing" in errors["in_writing"]
    tomorrow = int((MONDAY + timedelta(days=1)).timestamp())
    assert "in the future" in (await fill(stage, "carla", well(tomorrow)))["requested_at"]
    assert "Social Security" in (await fill(stage, "carla", well(officer="SSN 123-45-6789")))["officer"]
    assert is_owed(stage, channel)
    assert await fill(stage, "carla", well()) == {}
    await see(stage, "assessment", "Tell affected Missouri consumers*: delayed")


async def test_only_cco_and_ai_record_one(stage: Stage, channel: Channel) -> None:
    await pick(stage, "isaac", "delay|holds")
    isaac = stage.person("isaac")
    await stage.slack.until(lambda: "Only Counsel, Audits" in text_of(isaac.ephemerals[-1]))


async def test_it_holds_exactly_the_notices_that_it_covers(stage: Stage, channel: Channel) -> None:
    assert await say(stage, "rosa", "people", {"residents": "MO 3000", "notices_at_one_time": "3000"}) == {}
    await stage.slack.until(lambda: shown(stage, channel, "assessment").count("*: required") == 3, timeout=20)
    await pick(stage, "alice", "delay|holds")
    assert await fill(stage, "alice", well()) == {}
    await see(stage, "assessment", "Tell affected Missouri consumers*: delayed")
    assert shown(stage, channel, "assessment").count("*: required") == 2


async def test_a_week_later_the_agency_is_to_be_asked_and_the_answer_is_recorded(
    stage: Stage, channel: Channel
) -> None:
    await take(stage, channel, AI="alice", CCO="carla", IS="isaac", CR="rosa")
    oral = well(in_writing="no")
    await pick(stage, "carla", "delay|holds")
    assert await fill(stage, "carla", oral) == {}
    await quiet(stage)
    assert "delay_review" in {one.kind for one in (await known(stage)).reminders}
    await later(stage, days=7, hours=1)
    # One message for all that is open that day, so the reminder is seen among the duties of its own.
    review = next(one for one in (await known(stage)).reminders if one.kind == "delay_review")
    assert review.sent == 1
    assert said(stage, "carla")
    await press(stage, "carla", "delay", "decision_confirm")
    assert await fill(stage, "carla", {"reason": "The officer says two more weeks"}) == {}
    await quiet(stage)
    assert (await entries(stage, "decision_confirmed"))[-1]["question"] == "delay"
    assert "*: delayed" in shown(stage, channel, "assessment")


async def test_a_release_starts_the_notice_again_the_same_moment(stage: Stage, channel: Channel) -> None:
    await pick(stage, "carla", "delay|holds")
    assert await fill(stage, "carla", well()) == {}
    await see(stage, "assessment", "*: delayed")
    await press(stage, "carla", "delay", "decide_released")
    released = {"released_by": "Sgt. Dale Dorn", "reason": "They made an arrest"}
    early = await fill(stage, "carla", {**released, "released_at": ASKED - 3600})
    assert "before the agency asked" in early["released_at"]
    assert await fill(stage, "carla", {"released_at": int(stage.slack.clock.seconds())}) == {}
    answer = assess_incident(await known(stage), stage.bot.desk.law, stage.bot.desk.clock.now())
    assert [one.status for one in answer.obligations if one.id == "consumer_notice"] == ["required"]
    await stage.slack.until(lambda: is_owed(stage, channel), timeout=20)
    assert "delay_review" not in {one.kind for one in (await known(stage)).reminders}


async def test_a_delay_recorded_by_mistake_is_taken_back_with_a_reason_and_can_be_recorded_anew(
    stage: Stage, channel: Channel
) -> None:
    await pick(stage, "carla", "delay|holds")
    assert await fill(stage, "carla", well(agency="The wrong agency")) == {}
    await see(stage, "assessment", "*: delayed")
    assert await reopen(stage, "carla", "delay", "The agency was wrong") == {}
    await stage.slack.until(lambda: is_owed(stage, channel), timeout=20)
    await press(stage, "carla", "delay", "decide_holds")
    assert await fill(stage, "carla", well()) == {}
    await see(stage, DELAY, "Highway Patrol")
    await see(stage, "assessment", "*: delayed")


async def test_a_second_record_and_a_second_release_are_told(stage: Stage, channel: Channel) -> None:
    await pick(stage, "carla", "delay|holds")
    await pick(stage, "alice", "delay|holds")
    assert await fill(stage, "carla", well()) == {}
    assert "recorded this already" in (await fill(stage, "alice", well()))["reason"]
    await see(stage, DELAY, "Highway Patrol")
    await press(stage, "carla", "delay", "decide_released")
    await press(stage, "alice", "delay", "decide_released")
    done = {"released_by": "Sgt. Dale Dorn", "released_at": ASKED + 600, "reason": "They called"}
    assert await fill(stage, "carla", done) == {}
    assert "recorded this already" in (await fill(stage, "alice", done))["reason"]


async def test_a_delay_goes_from_request_to_release_across_a_killed_bot(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text(MONDAY.isoformat())
    async with on_stage(sqlite_url, bots=0, clock_file=file) as stage:
        stage.slack.clock.set(MONDAY.astimezone(UTC))
        async with stage.bot_process() as first:
            await stage.slack.connected()
            await stage.slack.until(lambda: len(stage.slack.calls("users.lookupByEmail")) >= 14)
            channel = await owed(stage)
            await pick(stage, "carla", "delay|holds")
            assert await fill(stage, "carla", well()) == {}
            first.kill()
            await first.wait()
        assert is_owed(stage, channel)  # it was killed before it could show the delay
        async with stage.bot_process():
            await stage.slack.connected()
            await see(stage, "assessment", "Tell affected Missouri consumers*: delayed")
            await see(stage, DELAY, "Highway Patrol")
            stage.slack.clock.advance(timedelta(days=2).total_seconds())
            await press(stage, "carla", "delay", "decide_released")
            at = int(stage.slack.clock.seconds())
            done = {"released_by": "Sgt. Dale Dorn", "released_at": at, "reason": "They made an arrest"}
            assert await fill(stage, "carla", done) == {}
            await stage.slack.until(lambda: is_owed(stage, channel), timeout=20)
