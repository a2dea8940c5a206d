"""What changed is said once at the channel's foot, to those whose move it is, and to whoever asks what they missed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.channel import Channel
from sandbox.text import text_of
from tests.scenarios.moved_clock import entries, later, on_a_monday, take
from tests.scenes import BREACH, decide, say
from tests.stage import Stage

pytestmark = pytest.mark.long


@pytest.fixture
async def monday(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot on a Monday morning; the clock is moved."""
    async with on_a_monday(sqlite_url, tmp_path) as made:
        yield made


def told(stage: Stage, channel: Channel) -> list[str]:
    """The lines at the channel's foot."""
    return [
        text_of(message)
        for message in channel.messages
        if message.metadata and str(message.metadata["event_payload"]["key"]).startswith("news:")
    ]


async def heard(stage: Stage, channel: Channel, lines: int) -> None:
    """A minute goes by, and so many lines stand there."""
    await later(stage, minutes=2)
    await stage.slack.until(lambda: len(told(stage, channel)) >= lines, timeout=20)


async def breach(stage: Stage) -> None:
    for who, part in (("rosa", "people"), ("alice", "what"), ("isaac", "data")):
        assert await say(stage, who, part, BREACH[part]) == {}


async def test_the_verdict_and_the_new_duties_are_one_line_that_calls_those_whose_move_it_is(monday: Stage) -> None:
    stage = monday
    channel = await stage.report()
    await take(stage, channel, CCO="carla", CR="rosa")
    await heard(stage, channel, 1)
    assert [line.count("holds") for line in told(stage, channel)] == [2], "two roles within a minute are one message"
    await breach(stage)
    await heard(stage, channel, 2)
    line = told(stage, channel)[-1]
    assert "Breach by law: *yes* (was: not known yet)." in line
    assert "Owed now: *Notice to affected people*" in line
    assert f"<@{stage.person('carla').id}>" in line
    assert f"<@{stage.person('rosa').id}>" in line
    assert len(told(stage, channel)) == 2


async def test_counsels_determination_is_named_without_its_reasons(monday: Stage) -> None:
    stage = monday
    channel = await stage.report()
    await breach(stage)
    assert await decide(stage, "carla", "breach", "no_breach", reason="The zebra theory of counsel") == {}
    await heard(stage, channel, 1)
    said = " ".join(told(stage, channel))
    assert "Counsel recorded a determination: “Breach or not”" in said
    assert "Breach by law: *no*" in said
    assert "zebra" not in said


async def test_who_asks_what_changed_sees_it_once(monday: Stage) -> None:
    stage = monday
    channel = await stage.report()
    alice = stage.person("alice")
    await breach(stage)
    await alice.press("news_since", stage.surface(channel, "card"))
    await stage.slack.until(lambda: alice.ephemerals)
    assert "Breach by law: *yes*" in text_of(alice.ephemerals[-1])
    await alice.press("news_since", stage.surface(channel, "card"))
    await stage.slack.until(lambda: "Nothing has changed since you looked" in text_of(alice.ephemerals[-1]))
    await take(stage, channel, IS="isaac")
    await alice.press("news_since", stage.surface(channel, "card"))
    await stage.slack.until(lambda: "Isaac Ito holds Systems" in text_of(alice.ephemerals[-1]))
    assert "Breach by law" not in text_of(alice.ephemerals[-1])


async def test_what_only_follows_stands_in_the_log(monday: Stage) -> None:
    stage = monday
    await stage.report()
    await breach(stage)
    assert [(one["was"], one["now"]) for one in await entries(stage, "verdict_changed")] == [("unresolved", "yes")]
    assert "consumer_notice" in (await entries(stage, "duties_changed"))[-1]["more"]
