"""An older copy of the database is restored, so that ids are given again: old buttons record nothing elsewhere."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from sandbox.channel import Channel
from sandbox.message import Message
from sandbox.text import text_of
from storage.tables import entry
from tests.presses import press_as, told
from tests.stage import Stage, on_stage

NO_REPORT = "There is no such report any more."


async def kinds(stage: Stage) -> list[str]:
    return await stage.bot.desk.ask(lambda conn: list(conn.execute(select(entry.c.kind)).scalars()))


@pytest.fixture
async def restored(sqlite_url: str, sqlite_template: Path) -> AsyncIterator[tuple[Stage, Channel, Channel]]:
    """The channel of a report that the restored copy does not know, and that of the next one: it has the same id."""
    path = Path(sqlite_url.partition(":///")[2])
    async with on_stage(sqlite_url, bots=0) as stage:
        async with stage.bot_inside():
            await stage.slack.connected()
            lost = await stage.report("A laptop was stolen", by="olga")
            stage.person("isaac").invite(lost, "dana")
            await stage.slack.until(lambda: any("came into" in text_of(one) for one in stage.person("alice").dm()))
            await stage.person("rosa").command("/breach", "update", channel=lost)
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        shutil.copy(sqlite_template, path)
        async with stage.bot_inside():
            await stage.slack.connected()
            found = await stage.report("A visitor was in the server room", by="gus")
            yield stage, lost, found


async def call_is_recorded(stage: Stage) -> bool:
    return "call_recorded" in await kinds(stage)


async def refused(stage: Stage, who: str, times: int) -> None:
    await stage.slack.until(lambda: told(stage, who).count(NO_REPORT) == times)


async def test_presses_in_the_lost_report_s_channel_record_nothing_in_another_incident(
    restored: tuple[Stage, Channel, Channel],
) -> None:
    stage, lost, found = restored
    before, lines = await kinds(stage), stage.surface(lost, "phase:first_hour")
    acts = next(block["block_id"] for block in lines.blocks if "item_done" in str(block) and "|IS|" in str(block))
    await stage.person("isaac").press("role_take", stage.surface(lost, "card"), value="1|IS")
    await stage.person("isaac").press("item_done", lines, block_id=acts)
    await stage.person("isaac").press("update_facts", stage.surface(lost, "assessment"))
    await refused(stage, "isaac", 3)
    assert stage.person("isaac").view is None
    assert await kinds(stage) == before
    await stage.person("isaac").press("role_take", stage.surface(found, "card"), value="1|IS")
    await stage.slack.until(lambda: "Systems (IS): Isaac Ito" in text_of(stage.surface(found, "card")).replace("*", ""))


async def test_presses_in_direct_messages_about_the_lost_report_record_nothing_in_another_incident(
    restored: tuple[Stage, Channel, Channel],
) -> None:
    stage, _lost, _found = restored
    before = await kinds(stage)
    await stage.person("olga").press("record_call", stage.person("olga").dm()[0])
    await stage.person("alice").press("room_right", about_dana(stage))
    await refused(stage, "olga", 1)
    await refused(stage, "alice", 1)
    assert await kinds(stage) == before
    await stage.person("gus").press("record_call", stage.person("gus").dm()[0])
    await stage.slack.until(lambda: call_is_recorded(stage))


def about_dana(stage: Stage) -> Message:
    return next(one for one in stage.person("alice").dm() if "came into" in text_of(one))


async def test_a_form_that_was_opened_before_records_nothing_in_another_incident_and_keeps_what_was_typed(
    restored: tuple[Stage, Channel, Channel],
) -> None:
    stage, _lost, found = restored
    before, rosa = await kinds(stage), stage.person("rosa")
    answer = await rosa.submit({"text": "The zebra is back"})
    assert answer.errors == {"text": NO_REPORT}
    assert "The zebra is back" in str(rosa.view)
    assert await kinds(stage) == before
    await rosa.close(everything=True)
    await rosa.command("/breach", "update", channel=found)
    assert (await rosa.submit({"text": "The zebra is back"})).errors == {}
    await stage.slack.until(lambda: any("The zebra is back" in text_of(one) for one in found.messages))


async def test_a_direct_message_from_before_the_place_stood_in_it_still_works(stage: Stage) -> None:
    await stage.report()
    await press_as(stage, "olga", stage.person("olga").dm()[0], "record_call", "1", block_id="call")
    await stage.slack.until(lambda: call_is_recorded(stage))


async def test_a_list_of_questions_that_was_asked_for_elsewhere_works_there(stage: Stage) -> None:
    await stage.report()
    alice = stage.person("alice")
    general = next(one for one in stage.slack.workspace.channels.values() if one.name == "general")
    await alice.command("/breach", "decisions BR-2026-0001", channel=general)
    await alice.press("decide_pick", alice.ephemerals[-1], value="1|severity")
    assert alice.view is not None
    assert NO_REPORT not in told(stage, "alice")
