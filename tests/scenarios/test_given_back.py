"""A command of which nothing comes gives the words back that were typed behind it."""

import sqlite3
from pathlib import Path

import pytest

from sandbox.channel import Channel
from sandbox.text import text_of
from tests.presses import told
from tests.scenarios.moved_clock import said
from tests.stage import Stage

WORDS = "The zebra is back.\nWe counted 2 < 3 of them & asked"


async def heard(stage: Stage, who: str, sentence: str) -> None:
    """The refusal stands there, and below it every line that was typed, once each."""
    await stage.slack.until(lambda: stage.person(who).ephemerals)
    shown = str(stage.person(who).ephemerals[-1].blocks).replace("\\n", "\n")
    assert sentence in shown, shown
    assert "&gt; The zebra is back.\n&gt; We counted 2 &lt; 3 of them &amp; asked" in shown


async def archived(stage: Stage) -> Channel:
    """An incident's channel, once everybody who has to know heard that it was archived."""
    channel = await stage.report()
    stage.person("rosa").archive(channel)
    await stage.slack.until(
        lambda: any("the channel was archived" in text for text in said(stage, "alice")), timeout=20
    )
    return channel


async def test_an_archived_channel(stage: Stage) -> None:
    channel = await archived(stage)
    await stage.person("carla").command("/breach", f"update {WORDS}", channel=channel)
    await heard(stage, "carla", "archived")


async def test_advice_needs_no_channel_but_counsels_room_and_comes_to_it_all_the_same(stage: Stage) -> None:
    channel = await archived(stage)
    answer = await stage.person("carla").command("/breach", f"advice {WORDS}", channel=channel)
    assert "in counsel's room" in str(answer.text)
    in_room = WORDS.replace("&", "&amp;").replace("<", "&lt;")
    await stage.slack.until(
        lambda: any(in_room in text_of(one) for room in stage.counsel_rooms() for one in room.messages), timeout=20
    )


@pytest.mark.parametrize(
    ("who", "command", "sentence"),
    [
        ("carla", "update", "There is no report that you can see here"),
        ("carla", "advice", "There is no report that you can see here"),
        ("olga", "update", "There is no report that you can see here"),
    ],
)
async def test_another_channel(stage: Stage, who: str, command: str, sentence: str) -> None:
    await stage.report()
    general = next(one for one in stage.slack.workspace.channels.values() if one.name == "general")
    await stage.person(who).command("/breach", f"{command} {WORDS}", channel=general)
    await heard(stage, who, sentence)


async def test_another_role(stage: Stage) -> None:
    channel = await stage.report()
    await stage.person("isaac").command("/breach", f"advice {WORDS}", channel=channel)
    await heard(stage, "isaac", "Only Counsel can do this")


@pytest.mark.parametrize(("who", "command"), [("olga", "report"), ("rosa", "update")])
async def test_a_locked_database(stage: Stage, who: str, command: str) -> None:
    channel = await stage.report()
    with sqlite3.connect(Path(stage.database_url.partition(":///")[2]), isolation_level=None) as holder:
        holder.execute("BEGIN IMMEDIATE")
        await stage.person(who).command("/breach", f"{command} {WORDS}", channel=channel)
        holder.execute("ROLLBACK")
    await heard(stage, who, "NOT recorded")


async def test_personal_data_is_not_given_back(stage: Stage) -> None:
    channel = await stage.report()
    await stage.person("rosa").command("/breach", "update The SSN is 536-22-8741 said the zebra", channel=channel)
    await stage.slack.until(lambda: "said the zebra" in told(stage, "rosa"))
    assert "536-22-8741" not in told(stage, "rosa")


async def test_an_update_that_is_too_long_comes_back_whole(stage: Stage) -> None:
    channel = await stage.report()
    words = " ".join(f"word{number}" for number in range(500))
    await stage.person("rosa").command("/breach", f"update {words}", channel=channel)
    await stage.slack.until(lambda: "Please keep it under 2000" in told(stage, "rosa"))
    back = text_of(stage.person("rosa").ephemerals[-1])
    assert all(f"word{number}" in back for number in range(500))


async def test_a_number_is_not_given_back(stage: Stage) -> None:
    await stage.person("olga").command("/breach", "status BR-2026-0099")
    await stage.slack.until(lambda: "There is no report that you can see under BR-2026-0099" in told(stage, "olga"))
    assert "to copy" not in told(stage, "olga")
