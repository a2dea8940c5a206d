"""A reminder that asks nothing any more loses its buttons: once, and without another message."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from sandbox.message import Message
from sandbox.text import text_of
from storage.tables import outbox
from tests.scenarios.moved_clock import at, later, newest, on_a_monday, said, take
from tests.stage import Stage

OF_IS = ("isaac", "ivy", "igor", "ines")


@pytest.fixture
async def stage(database_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A Monday morning in Missouri, on either database."""
    async with on_a_monday(database_url, tmp_path) as made:
        yield made


def has_buttons(message: Message) -> bool:
    return any(block["type"] == "actions" for block in message.blocks)


def updates(stage: Stage) -> Counter[str]:
    """How often each direct message was changed."""
    calls = stage.slack.calls("chat.update")
    return Counter(str(call.args["ts"]) for call in calls if str(call.args["channel"]).startswith("D"))


async def refreshed(stage: Stage) -> None:
    """Nothing waits to be sent but news that is collected for a minute: old reminders have lost their buttons."""
    waiting = select(outbox.c.id).where(outbox.c.done_at.is_(None), outbox.c.step != "news").limit(1)

    async def nothing_waits() -> bool:
        return await stage.bot.desk.ask(lambda conn: conn.execute(waiting).first()) is None

    await stage.slack.until(nothing_waits, timeout=30)


async def unclaimed_for(stage: Stage, reminders: int) -> None:
    for _ in range(reminders):
        await later(stage, minutes=5, seconds=2)


async def test_a_newer_reminder_takes_the_buttons_from_the_one_before(stage: Stage) -> None:
    await stage.report()
    await unclaimed_for(stage, 3)
    await refreshed(stage)
    first, second, third = stage.person("isaac").dm()
    for old in (first, second):
        assert not has_buttons(old)
        assert "There is a newer reminder below." in text_of(old)
        assert "nobody has taken Systems yet" in text_of(old)
    assert has_buttons(third)
    assert updates(stage)[first.ts] == updates(stage)[second.ts] == 1


@pytest.mark.long_on_postgres
async def test_what_somebody_else_settled_asks_nothing_any_more(stage: Stage) -> None:
    channel = await stage.report()
    await unclaimed_for(stage, 2)
    count = {who: len(said(stage, who)) for who in OF_IS}
    await take(stage, channel, IS="ivy")
    await refreshed(stage)
    for who in OF_IS:
        assert not has_buttons(stage.person(who).dm()[count[who] - 1])
        assert "This is settled. Nothing more is asked of you here." in said(stage, who)[count[who] - 1]
    assert [len(said(stage, who)) - count[who] for who in OF_IS] == [0, 1, 0, 0]
    assert set(updates(stage).values()) == {1}


@pytest.mark.long_on_postgres
async def test_the_reminder_that_was_pressed_says_what_the_press_did_and_is_changed_once(stage: Stage) -> None:
    await stage.report()
    await unclaimed_for(stage, 1)
    isaac, pressed = stage.person("isaac"), newest(stage, "isaac")
    stage.slack.faults.add("chat.update", "delay", seconds=0.5, times=2)  # that of the card, and that of the press
    await isaac.press("nudge_take", pressed)
    await stage.slack.until(lambda: not has_buttons(pressed))
    await refreshed(stage)
    assert "You hold Systems now" in text_of(pressed)
    assert "settled" not in text_of(pressed)
    assert updates(stage) == {pressed.ts: 1}


@pytest.mark.long_on_postgres
async def test_a_morning_list_takes_the_buttons_from_single_reminders_of_the_same_duties(stage: Stage) -> None:
    channel = await stage.report()
    await take(stage, channel, AI="alice", CCO="carla", IS="isaac", CR="rosa")
    await at(stage, 16, 9, 6)
    await at(stage, 16, 9, 31)
    (leader,) = [one for one in stage.person("alice").dm() if "as soon as possible" in text_of(one)]
    assert has_buttons(leader)
    await at(stage, 17, 8, 1)
    await refreshed(stage)
    assert "This is open for you" in said(stage, "alice")[-1]
    assert has_buttons(newest(stage, "alice"))
    assert not has_buttons(leader)


@pytest.mark.long_on_postgres
async def test_a_message_that_slack_does_not_change_any_more_troubles_nobody(stage: Stage) -> None:
    channel = await stage.report()
    await unclaimed_for(stage, 1)
    stage.slack.faults.add("conversations.history", "error", error="channel_not_found")
    await take(stage, channel, IS="ivy")
    await refreshed(stage)
    assert has_buttons(stage.person("isaac").dm()[0])
    assert "Slack refused" not in text_of(stage.surface(channel, "card"))
