"""Reminders of decisions, of answers that new facts called in, and of status updates; each ends with its duty."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.commands import RecordCall
from sandbox.channel import Channel
from sandbox.text import text_of
from tests.scenarios.moved_clock import at, later, newest, on_a_monday, quiet, said, take
from tests.scenes import WHY, carry_out, determine, fill, known, say, settle_lines
from tests.stage import Stage

pytestmark = pytest.mark.long

VOTERS = (("AI", "alice"), ("CCO", "carla"), ("IS", "isaac"))


@pytest.fixture
async def stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with on_a_monday(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
async def channel(stage: Stage) -> Channel:
    """An incident with a holder of each role and no line of a checklist open."""
    opened = await stage.report()
    await carry_out(stage, RecordCall(key="call", actor=stage.person("alice").id, incident=1))
    await take(stage, opened, AI="alice", CCO="carla", IS="isaac", CR="rosa")
    await settle_lines(stage)
    return opened


def updates_asked(stage: Stage) -> int:
    """How often Alice was asked for a status update."""
    return sum("status update" in one for one in said(stage, "alice"))


async def voted(stage: Stage, band: str) -> None:
    for role, who in VOTERS:
        await determine(stage, "severity", who, band, role)
    await quiet(stage)


async def test_a_decision_that_waits_is_called_to_mind_once_and_decided_from_the_reminder(
    stage: Stage, channel: Channel
) -> None:
    await say(stage, "isaac", "where", {"message_board_control": "yes"})
    await voted(stage, "high")
    await determine(stage, "POL-10", "isaac", "no")
    before = len(said(stage, "isaac"))
    await at(stage, 17, 8, 1)
    assert len(said(stage, "isaac")) == before + 1
    assert "a decision waits for you: “Message boards”" in said(stage, "isaac")[-1]
    isaac = stage.person("isaac")
    await isaac.press("decide_now", newest(stage, "isaac"))
    advice = {"guidance_is": "Leave them", "guidance_ocs": "Agreed, says the duty officer"}
    assert await fill(stage, "isaac", {"outcome": "no", "reason": WHY, **advice}) == {}
    await quiet(stage)
    await at(stage, 18, 8, 1)
    assert len(said(stage, "isaac")) == before + 1


async def test_each_voter_who_has_not_voted_is_asked_and_no_other(stage: Stage, channel: Channel) -> None:
    await say(stage, "isaac", "data", {"encrypted": "no"})
    await determine(stage, "severity", "alice", "low", "AI")
    waiting = {one.subject for one in (await known(stage)).reminders if one.kind == "decision"}
    assert {one for one in waiting if one.startswith("severity")} == {"severity|CCO", "severity|IS"}


async def test_an_answer_that_a_fact_called_in_is_asked_about_and_confirmed_from_the_reminder(
    stage: Stage, channel: Channel
) -> None:
    await say(stage, "isaac", "data", {"encrypted": "no"})
    await voted(stage, "low")
    for question in ("POL-7.A", "POL-7.B"):
        await determine(stage, question, "carla", "no")
    await determine(stage, "breach", "carla", "breach")
    before = len(said(stage, "carla"))
    await say(stage, "isaac", "data", {"public_source": "no"})
    await at(stage, 17, 8, 1)
    assert len(said(stage, "carla")) == before + 1
    assert "a fact behind “Breach or not” has changed" in said(stage, "carla")[-1]
    carla = stage.person("carla")
    await carla.press("decision_confirm", newest(stage, "carla"))
    assert await fill(stage, "carla", {"reason": "It changes nothing"}) == {}
    await quiet(stage)
    assert "confirm" not in {one.kind for one in (await known(stage)).reminders}


async def test_a_very_high_severity_asks_for_an_update_every_four_hours_and_takes_it(
    stage: Stage, channel: Channel
) -> None:
    await voted(stage, "very_high")
    before = len(said(stage, "alice"))
    await at(stage, 16, 13, 10)
    assert len(said(stage, "alice")) == before + 1
    assert "the channel waits for a status update" in said(stage, "alice")[-1]
    alice = stage.person("alice")
    await alice.press("status_update", newest(stage, "alice"))
    assert await fill(stage, "alice", {"text": "The vendor called back"}) == {}
    await stage.slack.until(lambda: "The vendor called back" in alice.read(channel), timeout=20)
    await at(stage, 16, 17, 15)
    assert len(said(stage, "alice")) == before + 2


async def test_an_update_in_time_puts_the_next_reminder_off(stage: Stage, channel: Channel) -> None:
    await voted(stage, "very_high")
    before = updates_asked(stage)
    await later(stage, hours=3)
    await stage.person("alice").command("/breach", "update The vendor called back", channel=channel)
    await quiet(stage)
    await later(stage, hours=2)
    assert updates_asked(stage) == before
    await later(stage, hours=2, minutes=10)
    assert updates_asked(stage) == before + 1
    assert "status update" in text_of(newest(stage, "alice"))


async def test_a_lower_severity_asks_less_often(stage: Stage, channel: Channel) -> None:
    await voted(stage, "low")
    assert {one.kind for one in (await known(stage)).reminders if one.kind.startswith("status_")} == {"status_low"}
    before = updates_asked(stage)
    await at(stage, 16, 16, 50)
    assert updates_asked(stage) == before
