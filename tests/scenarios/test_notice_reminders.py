"""Counsel is reminded of a notice that waits for approval; an address that nobody checked for long stops a release."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.text import text_of
from tests.notice_scenes import HAPPENED, approve, approved, asked, edit, made, press, refused, state_of
from tests.scenarios.moved_clock import later, on_a_monday, quiet, take
from tests.scenes import known
from tests.stage import Stage

pytestmark = pytest.mark.long

WAITS = "a notice waits for your approval: “Letter to affected people”"


@pytest.fixture
async def stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A Monday morning in Missouri."""
    async with on_a_monday(sqlite_url, tmp_path) as made_:
        yield made_


def waits(stage: Stage, who: str) -> int:
    """How many messages told somebody that the letter waits for their approval."""
    return sum(WAITS in text_of(one) for one in stage.person(who).dm())


async def test_counsel_is_reminded_and_approves_from_the_reminder(stage: Stage) -> None:
    channel = await asked(stage)
    await take(stage, channel, AI="alice", CCO="carla", IS="isaac", CR="rosa")
    await later(stage, hours=2, minutes=5)
    (told,) = [one for one in stage.person("carla").dm() if WAITS in text_of(one)]
    await stage.person("carla").press("notice_approve", told)
    assert (await stage.person("carla").submit({})).errors == {}
    await stage.slack.until(lambda: "Approved by Carla Cole" in state_of(stage))
    await quiet(stage)
    assert "approval" not in {one.kind for one in (await known(stage)).reminders}
    assert not [one for who in ("colin", "rosa") for one in stage.person(who).dm() if WAITS in text_of(one)]


async def test_counsel_who_wrote_a_version_is_not_the_one_who_is_reminded(stage: Stage) -> None:
    channel = await asked(stage)
    await take(stage, channel, AI="alice", CCO="carla", IS="isaac", CR="rosa")
    await stage.slack.until(lambda: waits(stage, "carla") == 1)
    assert await edit(stage, "carla", HAPPENED, f"{HAPPENED} It held payroll files.") == {}
    await quiet(stage)
    assert "approval" not in {one.kind for one in (await known(stage)).reminders}, "a new version is asked for again"
    await press(stage, "rosa", "notice_ask", shows="is asked to approve")
    await stage.slack.until(lambda: waits(stage, "colin") == 1)
    await later(stage, days=2)
    assert waits(stage, "colin") > 1
    assert waits(stage, "carla") == 1, "she is asked no more"


async def test_an_address_that_was_not_checked_for_long_stops_the_release(stage: Stage) -> None:
    await approved(stage)
    stage.slack.clock.advance(200 * 86400)
    await stage.slack.until(lambda: stage.bot.desk.clock.now().year == 2027)
    await press(stage, "rosa", "notice_release")
    assert "The check found" in await refused(stage, "rosa")
    assert (await made(stage)).released_by is None


async def test_an_address_that_was_not_checked_for_long_stops_the_approval_and_is_named(stage: Stage) -> None:
    await asked(stage)
    stage.slack.clock.advance(200 * 86400)
    await stage.slack.until(lambda: stage.bot.desk.clock.now().year == 2027)
    assert "The check found" in (await approve(stage))["reason"]
    await stage.slack.until(
        lambda: "The address of Equifax was last checked on 2026-11-21" in state_of(stage), timeout=30
    )
