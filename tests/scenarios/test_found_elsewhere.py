"""What went wrong in other bots (their public threads tell it), tried on this one: docs/faults.md names the threads."""

import pytest
from sqlalchemy import select

from sandbox.text import text_of
from storage.tables import outbox
from tests.presses import told
from tests.scenarios.moved_clock import said
from tests.scenes import known
from tests.stage import Stage, on_stage

ASIDE = ("conversations.setTopic", "pins.add", "bookmarks.add", "chat.getPermalink")
"""What dresses the channel: nobody waits for it."""


async def surprises(stage: Stage) -> int:
    """Steps that never came to an end, or were given up."""
    ask = select(outbox.c.id).where((outbox.c.unfinished > 0) | outbox.c.parked)
    return len(await stage.bot.desk.ask(lambda conn: conn.execute(ask).all()))


async def test_what_dresses_the_channel_fails_and_everybody_is_inside_with_card_and_lists(stage: Stage) -> None:
    for method in ASIDE:
        stage.slack.faults.add(method, "error", error="not_supported", times=None)
    await stage.person("olga").command("/breach", "report A phone was lost")
    await stage.slack.until(lambda: stage.channels() and "assessment" in stage.shown(stage.channels()[0]), timeout=20)
    (channel,) = stage.channels()
    inside = {"olga", "alice", "carla", "isaac", "rosa"}
    await stage.slack.until(lambda: {stage.person(one).id for one in inside} <= set(channel.members))
    await stage.slack.until(lambda: "You are in its private channel" in told(stage, "olga"), timeout=20)


async def test_people_of_whom_slack_tells_no_name_are_called_all_the_same(sqlite_url: str) -> None:
    async with on_stage(sqlite_url, bots=0) as stage:
        for person in stage.slack.workspace.people.values():
            person.name = ""
        async with stage.bot_inside():
            await stage.slack.connected()
            channel = await stage.report()
            await stage.person("isaac").press("role_take", stage.surface(channel, "card"), value="1|IS")
            await stage.slack.until(lambda: "isaac" in text_of(stage.surface(channel, "card")).lower())
            assert await surprises(stage) == 0


async def test_somebody_is_deactivated_while_the_channel_is_archived(stage: Stage) -> None:
    channel = await stage.report()
    stage.person("rosa").archive(channel)
    archived = "the channel was archived"
    await stage.slack.until(lambda: any(archived in one for one in said(stage, "alice")), timeout=20)
    stage.slack.deactivate("carla")

    async def is_out() -> bool:
        return stage.person("carla").id not in (await stage.bot.desk.team_now()).users("CCO")

    await stage.slack.until(is_out, timeout=20)
    assert await surprises(stage) == 0
    stage.person("rosa").unarchive(channel)

    async def is_open_again() -> bool:
        return not (await known(stage)).troubles

    await stage.slack.until(is_open_again, timeout=20)
    await stage.person("colin").command("/breach", "update All is well", channel=channel)
    await stage.slack.until(lambda: any("All is well" in text_of(one) for one in channel.messages), timeout=20)


@pytest.mark.parametrize("command", ["list", "status", "decisions", "update All is well", "retry", "help"])
async def test_a_command_where_the_bot_is_no_member_is_answered(stage: Stage, command: str) -> None:
    await stage.report()
    hidden = stage.person("isaac").create_channel("hidden", is_private=True)
    answer = await stage.person("isaac").command("/breach", command, channel=hidden)
    assert answer.text
    assert await surprises(stage) == 0
