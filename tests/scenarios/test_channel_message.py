"""A number of somebody in a plain message of the channel: its author alone is told, and nothing of it is kept."""

import pytest
from sqlalchemy import select

from sandbox.text import text_of
from storage.tables import entry
from tests.stage import Stage

NUMBER = "536\u201122\u20118741"


async def kinds(stage: Stage) -> list[str]:
    return await stage.bot.desk.ask(lambda conn: list(conn.execute(select(entry.c.kind)).scalars()))


@pytest.mark.parametrize("text", [f"Her SSN is {NUMBER}", "card 4111.1111.1111.1111", "passport 123456789"])
async def test_the_author_alone_is_told_how_to_take_it_out(stage: Stage, text: str) -> None:
    channel = await stage.report()
    before, shown = await kinds(stage), len(channel.messages)
    stage.person("isaac").post(channel, text)
    await stage.slack.until(lambda: stage.person("isaac").ephemerals)
    told = text_of(stage.person("isaac").ephemerals[-1])
    assert "Delete message" in told and "Only you see this" in told
    assert NUMBER not in told
    assert all(not stage.person(one).ephemerals for one in ("alice", "carla", "rosa"))
    assert await kinds(stage) == before
    assert len(channel.messages) == shown + 1


async def test_in_a_thread_it_is_told_there(stage: Stage) -> None:
    channel = await stage.report()
    above = stage.person("isaac").post(channel, "The list")
    stage.person("isaac").post(channel, f"Her SSN is {NUMBER}", thread_ts=above.ts)
    await stage.slack.until(lambda: stage.person("isaac").ephemerals)
    assert stage.person("isaac").ephemerals[-1].thread_ts == above.ts


async def test_a_file_whose_name_holds_a_number_is_told_too(stage: Stage) -> None:
    channel = await stage.report()
    stage.person("isaac").upload(channel, "SSN 536228741.pdf", b"x")
    await stage.slack.until(lambda: stage.person("isaac").ephemerals)


async def test_a_message_without_a_number_and_a_place_that_is_no_incident_are_left_alone(stage: Stage) -> None:
    channel = await stage.report()
    other = stage.person("isaac").create_channel("lunch", is_private=True)
    stage.person("isaac").invite(other, "breach")
    stage.person("isaac").post(other, f"Her SSN is {NUMBER}")
    stage.person("isaac").post(channel, "Call me at 573-751-7446 about ticket INC0012345")
    stage.person("alice").post(channel, f"Her SSN is {NUMBER}")  # heard after the others
    await stage.slack.until(lambda: stage.person("alice").ephemerals)
    assert stage.person("isaac").ephemerals == []


async def test_a_number_that_an_edit_brings_is_told_too(stage: Stage) -> None:
    channel = await stage.report()
    message = stage.person("isaac").post(channel, "The list")
    message.text = f"Her SSN is {NUMBER}"
    stage.slack.happenings.message(message, changed=True)
    await stage.slack.until(lambda: stage.person("isaac").ephemerals)
