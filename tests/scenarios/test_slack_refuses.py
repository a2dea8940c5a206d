"""What Slack does not take: people hear of it in time, it waits or is tried again, and what was frozen heals."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.commands import GiveRole, PostUpdate
from bot.rules.stuck import OPERATOR
from bot.step_commands import RetrySteps
from handlers.outgoing import selfcheck
from sandbox.channel import Channel
from sandbox.message import Message
from sandbox.text import text_of
from storage.tables import message, outbox
from tests.scenarios.moved_clock import newest, on_a_monday, said
from tests.stage import Stage, on_stage


@pytest.fixture
async def monday(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A Monday morning in Missouri."""
    async with on_a_monday(sqlite_url, tmp_path) as made:
        yield made


async def told(stage: Stage, who: str, words: str) -> None:
    await stage.slack.until(lambda: any(words in text for text in said(stage, who)), timeout=20)


async def test_a_channel_that_does_not_open_is_told_to_every_office_within_minutes(monday: Stage) -> None:
    monday.slack.faults.add("conversations.create", "http", status=503, times=None)
    await monday.person("olga").command("/breach", "report A zebra was lost")
    monday.slack.clock.advance(200)
    for who in ("alice", "carla", "isaac", "rosa"):
        await told(monday, who, "Slack does not let us open its private channel")
    await told(monday, "olga", "Slack has not let us open its private channel yet")
    assert not any("zebra" in text for who in ("alice", "carla", "isaac", "rosa") for text in said(monday, who))
    monday.slack.faults.clear()
    monday.slack.clock.advance(400)
    await monday.slack.until(lambda: monday.channels() and monday.is_open(monday.channels()[0]), timeout=20)
    assert len(monday.channels()) == 1


async def test_a_role_is_asked_for_although_there_is_no_channel(monday: Stage) -> None:
    monday.slack.faults.add("conversations.create", "http", status=503, times=None)
    await monday.person("olga").command("/breach", "report A phone was lost")
    monday.slack.clock.advance(330)
    await told(monday, "isaac", "BR-2026-0001")
    await monday.slack.until(lambda: len(said(monday, "isaac")) >= 1)


@pytest.mark.parametrize("error", ["restricted_action", "org_login_required", "never_heard_of"])
async def test_what_slack_refuses_for_a_while_opens_afterwards(sqlite_url: str, error: str) -> None:
    async with on_stage(sqlite_url) as stage:
        stage.slack.faults.add("conversations.create", "error", error=error, times=1)
        await stage.person("olga").command("/breach", "report A phone was lost")
        await stage.slack.until(lambda: stage.slack.calls("conversations.create"))
        await stage.bot.desk.execute(_retry())
        await stage.slack.until(lambda: stage.channels() and stage.is_open(stage.channels()[0]), timeout=20)
        assert len(stage.channels()) == 1


@pytest.mark.parametrize("error", ["rate_limited", "message_limit_exceeded"])
async def test_a_limit_of_any_name_waits(stage: Stage, error: str) -> None:
    stage.slack.faults.add("conversations.create", "error", error=error, times=1)
    await stage.person("olga").command("/breach", "report A phone was lost")
    waits = select(outbox.c.parked, outbox.c.done_at, outbox.c.error).where(outbox.c.step == "create_channel")

    async def waiting() -> bool:
        row = await stage.bot.desk.ask(lambda conn: conn.execute(waits).one())
        return tuple(row) == (False, None, "ratelimited")

    await stage.slack.until(waiting)


async def test_an_opening_that_was_given_up_goes_on_with_ai_s_button(stage: Stage) -> None:
    stage.slack.faults.add("conversations.create", "error", error="invalid_name_specials", times=1)
    await stage.person("olga").command("/breach", "report A phone was lost")
    await told(stage, "alice", "Slack does not let us open its channel")
    await told(stage, "rosa", "Slack does not let us open its channel")
    await stage.person("alice").press("retry_steps", newest(stage, "alice"))
    await stage.slack.until(lambda: stage.channels() and stage.is_open(stage.channels()[0]), timeout=20)
    assert len(stage.channels()) == 1


async def test_a_deleted_card_is_replaced_once_and_pinned(stage: Stage) -> None:
    channel = await stage.report()
    old = stage.surface(channel, "card").ts
    stage.slack.delete_message(channel.name, old)
    for role, who in (("AI", "alice"), ("CCO", "carla"), ("IS", "isaac"), ("CR", "rosa")):
        await _take(stage, role, who)
        await stage.slack.until(lambda: len(_cards(channel)) == 1)
    await stage.slack.until(lambda: channel.pins[-1:] == [_cards(channel)[-1].ts])
    known = await stage.bot.desk.ask(
        lambda conn: conn.execute(select(message.c.ts).where(message.c.surface == "card")).scalar_one()
    )
    assert known == _cards(channel)[0].ts
    assert [one.title for one in channel.bookmarks].count("Summary") == 1


async def test_edits_that_are_refused_bring_one_new_card(stage: Stage) -> None:
    channel = await stage.report()
    stage.slack.faults.add("chat.update", "error", error="edit_window_closed", times=1)
    await _take(stage, "AI", "alice")
    await stage.slack.until(lambda: len(_cards(channel)) == 2)
    await _take(stage, "CCO", "carla")
    await stage.slack.until(lambda: channel.pins[-1:] == [_cards(channel)[-1].ts])
    assert len(_cards(channel)) == 2


async def test_an_update_is_refused_while_the_channel_is_archived(stage: Stage) -> None:
    channel = await stage.report()
    stage.person("rosa").archive(channel)
    await told(stage, "alice", "the channel was archived")
    update = await stage.bot.desk.execute(_update(stage))
    assert getattr(update, "name", "") == "channel_archived"
    stage.person("rosa").unarchive(channel)

    async def taken() -> bool:
        return getattr(await stage.bot.desk.execute(_update(stage)), "name", "") == "update_posted"

    await stage.slack.until(taken)
    await stage.slack.until(lambda: any("All is well" in text_of(one) for one in channel.messages))


async def test_what_the_bot_could_not_post_while_it_was_out_is_posted_on_its_return(stage: Stage) -> None:
    channel = await stage.report()
    stage.person("rosa").kick(channel, stage.slack.workspace.bot.handle, quietly=True)
    await stage.person("rosa").command("/breach", "update All is well", channel=channel)
    await told(stage, "alice", "the bot cannot reach the channel any more")
    assert not any("All is well" in text_of(one) for one in channel.messages)
    stage.person("rosa").invite(channel, stage.slack.workspace.bot.handle)
    await stage.slack.until(lambda: any("All is well" in text_of(one) for one in channel.messages), timeout=20)


async def test_the_self_check_tells_of_a_channel_that_it_cannot_find(stage: Stage) -> None:
    channel = await stage.report()
    stage.person("rosa").kick(channel, stage.slack.workspace.bot.handle, quietly=True)
    for _ in range(2):
        await selfcheck.check_incidents(stage.bot.desk)
    await told(stage, "alice", "the bot cannot reach the channel any more")
    assert sum("cannot reach" in text for text in said(stage, "alice")) == 1


async def test_the_reporter_is_told_who_is_inside_and_who_is_not(sqlite_url: str) -> None:
    async with on_stage(sqlite_url, bots=0) as stage:
        stage.slack.faults.add("users.lookupByEmail", "error", error="users_not_found", times=None)
        async with stage.bot_inside():
            await stage.slack.connected()
            await stage.person("olga").command("/breach", "report A phone was lost")
            await told(stage, "olga", "Nobody else could be let in yet")


def _retry() -> RetrySteps:
    return RetrySteps(key=f"retry:{secrets.token_hex(4)}", actor=OPERATOR, incident=1)


def _update(stage: Stage) -> PostUpdate:
    rosa = stage.person("rosa").id
    return PostUpdate(key=f"update:{secrets.token_hex(4)}", actor=rosa, incident=1, text="All is well")


async def _take(stage: Stage, role: str, who: str) -> None:
    user = stage.person(who).id
    await stage.bot.desk.execute(GiveRole(key=f"take:{role}", actor=user, incident=1, role=role, user=user))


def _cards(channel: Channel) -> list[Message]:
    return [
        one
        for one in channel.messages
        if one.metadata and ":card" in str(one.metadata["event_payload"]["key"]) and one.subtype != "tombstone"
    ]
