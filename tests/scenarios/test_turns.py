"""Fair to all: one person's many reports wait behind others' first ones, and AI hears of a flood once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from sandbox.message import Message
from sandbox.text import text_of
from storage.tables import incident
from tests.presses import press_as, told
from tests.scenarios.moved_clock import MONDAY, later, on_a_monday, quiet, said
from tests.stage import DEPARTMENT, Stage, on_stage

FLOOD = "for its channel", "for their channels"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A department that opens two channels an hour for one person, and four in all."""
    made = tmp_path / "department.yaml"
    limits = "openings: {of_one_person: 2, of_all: 4}\n"
    made.write_text(DEPARTMENT.read_text(encoding="utf-8") + limits, encoding="utf-8")
    return made


@pytest.fixture
async def monday(sqlite_url: str, tmp_path: Path, small: Path) -> AsyncIterator[Stage]:
    async with on_a_monday(sqlite_url, tmp_path, small) as made:
        yield made


async def send(stage: Stage, who: str, times: int) -> list[str]:
    """So many reports of one person; answers what each was told."""
    return [str((await stage.person(who).command("/breach", f"report Zebra {n} was lost")).text) for n in range(times)]


def floods(stage: Stage, who: str) -> list[Message]:
    return [one for one in stage.person(who).dm() if any(words in text_of(one) for words in (*FLOOD, "any more"))]


async def opened(stage: Stage, count: int) -> None:
    await stage.slack.until(lambda: len(stage.channels()) == count, timeout=60)
    await quiet(stage)
    assert len(stage.channels()) == count


async def shows(stage: Stage, who: str, words: str) -> None:
    await stage.slack.until(lambda: any(words in text_of(one) for one in floods(stage, who)), timeout=20)


async def test_a_first_report_opens_while_another_person_s_flood_waits(monday: Stage) -> None:
    answers = await send(monday, "gus", 6)
    assert all("Recorded as BR-2026-000" in one for one in answers)
    assert ["you have sent more than 2 reports" in one for one in answers] == [False, False, True, True, True, True]
    assert "waits" not in (await send(monday, "olga", 1))[0]
    await opened(monday, 3)
    for who in ("alice", "arthur"):
        await shows(monday, who, "4 reports wait")
        assert len(floods(monday, who)) == 1
    assert "<@U0GUS>: 4 (BR-2026-0003 … BR-2026-0006)" in text_of(floods(monday, "alice")[0])
    assert not any(floods(monday, who) for who in ("carla", "isaac", "rosa", "gus"))
    assert not any("Zebra" in text_of(one) for one in monday.all_direct_messages())


async def test_ai_opens_what_waits_with_one_press_however_often_it_is_delivered(monday: Stage) -> None:
    await send(monday, "gus", 4)
    await shows(monday, "alice", "2 reports wait")
    message = floods(monday, "alice")[0]
    monday.slack.fault("redeliver", copies=3, together=True)
    await monday.person("alice").press("open_waiting", message)
    await later(monday, seconds=30)
    await opened(monday, 4)
    await shows(monday, "arthur", "No report waits for its channel any more")
    await press_as(monday, "arthur", floods(monday, "arthur")[0], "open_waiting", "3|4", block_id="flood")
    await monday.slack.until(lambda: "None of them waits any more" in told(monday, "arthur"))
    assert len(monday.channels()) == 4


async def test_a_press_opens_only_what_the_message_showed(monday: Stage) -> None:
    await send(monday, "gus", 3)
    await shows(monday, "alice", "1 report waits")
    before = dict(floods(monday, "alice")[0].blocks[2])
    await send(monday, "gus", 1)
    await shows(monday, "alice", "2 reports wait")
    value = str(before["elements"][0]["value"])
    await press_as(monday, "alice", floods(monday, "alice")[0], "open_waiting", value, block_id="flood")
    await opened(monday, 3)
    await shows(monday, "alice", "1 report waits")


async def test_nobody_but_ai_opens_what_waits(monday: Stage) -> None:
    await send(monday, "gus", 3)
    await shows(monday, "alice", "1 report waits")
    await press_as(monday, "isaac", floods(monday, "alice")[0], "open_waiting", "3|3", block_id="flood")
    await monday.slack.until(lambda: "Only Audits can do this" in told(monday, "isaac"))
    await opened(monday, 2)


async def test_what_waits_opens_by_itself_after_an_hour_and_a_restart(
    database_url: str, tmp_path: Path, small: Path
) -> None:
    clock = tmp_path / "clock"
    async with on_stage(database_url, bots=0, clock_file=clock, department=small) as stage:
        stage.slack.clock.set(MONDAY)
        async with stage.bot_inside():
            await stage.slack.connected()
            await send(stage, "gus", 5)
        stage.slack.clock.advance(61 * 60)
        async with stage.bot_inside():
            await stage.slack.connected()
            await opened(stage, 4)
            await later(stage, minutes=61)
            await opened(stage, 5)


async def test_in_a_storm_of_many_people_the_roles_are_called_into_so_many_channels_only(monday: Stage) -> None:
    for who in ("gus", "olga", "dana", "rosa", "ruth"):
        await send(monday, who, 1)
    await opened(monday, 4)
    await shows(monday, "alice", "Ruth Rosen: 1 (BR-2026-0005)")
    assert "more than 4 reports came within an hour" in (await send(monday, "ralph", 1))[0]
    await later(monday, minutes=61)
    await opened(monday, 6)


async def test_whoever_holds_a_role_reports_for_as_many_callers_as_telephone(monday: Stage) -> None:
    assert not any("waits" in one for one in await send(monday, "amos", 3))
    await opened(monday, 3)


async def test_a_report_that_waits_asks_nobody_for_a_role_and_is_no_fault(monday: Stage) -> None:
    await send(monday, "gus", 3)
    await opened(monday, 2)
    await later(monday, minutes=20)
    assert not any("BR-2026-0003" in text for who in ("isaac", "carla", "rosa") for text in said(monday, who))
    assert not any("does not let us" in text for who in ("alice", "gus") for text in said(monday, who))
    await monday.person("gus").command("/breach", "status BR-2026-0003")
    assert "Reported, waits for its channel" in told(monday, "gus")
    await press_as(monday, "gus", monday.person("gus").dm()[0], "record_call", "3", block_id="call")
    await monday.slack.until(lambda: "Its private channel waits" in told(monday, "gus"))


async def test_one_that_waits_is_opened_by_its_number(monday: Stage) -> None:
    await send(monday, "gus", 4)
    await shows(monday, "alice", "2 reports wait")
    await monday.person("alice").command("/breach", "retry BR-2026-0004")
    await opened(monday, 3)
    waits = select(incident.c.number).where(incident.c.waits.is_not(None))
    assert await monday.bot.desk.ask(lambda conn: list(conn.execute(waits).scalars())) == ["BR-2026-0003"]
    await shows(monday, "alice", "1 report waits")


async def test_ai_is_told_once_an_hour_however_long_a_flood_lasts(monday: Stage) -> None:
    await send(monday, "gus", 8)
    await opened(monday, 2)
    for minutes, messages in ((30, 1), (31, 2), (61, 3)):
        await later(monday, minutes=minutes)
        assert len(floods(monday, "alice")) == messages, timedelta(minutes=minutes)


async def test_the_form_says_why_the_channel_waits(monday: Stage) -> None:
    await send(monday, "gus", 2)
    gus = monday.person("gus")
    await gus.command("/breach", "report")
    await gus.submit({"what": "A phone was lost"})
    assert "Recorded as BR-2026-0003" in str(gus.view)
    assert "you have sent more than 2 reports within an hour" in str(gus.view)
    await opened(monday, 2)
