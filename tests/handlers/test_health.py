"""The heartbeat goes out while the bot works, and not merely while it lives; whatever fails is named."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from aiohttp import web
from sqlalchemy import text
from structlog.testing import capture_logs

from handlers.outgoing.ticks import Ticks
from tests.stage import Stage


@asynccontextmanager
async def switch(status: int = 200) -> AsyncIterator[tuple[str, list[str]]]:
    """A dead man's switch on loopback."""
    heard: list[str] = []

    async def hear(request: web.Request) -> web.Response:
        heard.append(request.path)
        return web.Response(status=status)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/zebra", heard
    await runner.cleanup()


async def works(stage: Stage) -> bool:
    await stage.bot.workspace.known.wait()
    return not any((await stage.bot.health.parts()).values())


async def ill(stage: Stage, part: str) -> None:
    """The part is named, and no beat goes out."""
    assert (await stage.bot.health.parts())[part]
    async with switch() as (url, heard):
        with capture_logs() as lines:
            assert not await stage.bot.health.beat(url)
    assert heard == []
    (line,) = [line for line in lines if line["event"] == "heartbeat_withheld"]
    assert line[part]


async def test_a_bot_that_works_beats(stage: Stage) -> None:
    assert await works(stage)
    async with switch() as (url, heard):
        assert await stage.bot.health.beat(url)
        assert heard == ["/zebra"]


async def test_a_switch_that_is_not_there_any_more_is_said_without_its_address(stage: Stage) -> None:
    assert await works(stage)
    async with switch(404) as (url, _):
        with capture_logs() as lines:
            assert not await stage.bot.health.beat(url)
    (line,) = [line for line in lines if line["event"] == "heartbeat_not_taken"]
    assert (line["status"], "zebra" in repr(line)) == (404, False)


async def test_without_a_socket_there_is_no_beat(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.socket_mode.TICKET_SECONDS", -1.0)
    assert await works(stage)
    await stage.slack.disconnect("")
    await stage.slack.until(lambda: stage.bot.health.socket and stage.bot.health.socket.trouble)
    await ill(stage, "socket")


async def test_with_a_revoked_token_there_is_no_beat(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await works(stage)
    stage.slack.revoke()
    with pytest.raises(Exception, match=r"auth\.test"):
        await stage.bot.workspace.look()
    await ill(stage, "token")


async def test_without_a_database_there_is_no_beat(stage: Stage) -> None:
    assert await works(stage)
    path = Path(stage.database_url.partition(":///")[2])
    await asyncio.to_thread(path.rename, path.with_name("away.db"))
    await ill(stage, "database")
    await asyncio.to_thread(path.with_name("away.db").rename, path)
    assert await works(stage)


async def test_with_a_database_that_somebody_else_holds_there_is_no_beat(stage: Stage) -> None:
    assert await works(stage)
    other = sqlite3.connect(stage.database_url.partition(":///")[2], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await ill(stage, "database")
    other.execute("ROLLBACK")
    other.close()
    assert await works(stage)


async def test_with_messages_that_never_go_out_there_is_no_beat(stage: Stage) -> None:
    await stage.report()
    assert await works(stage)
    await stage.bot.desk.store.write(
        lambda conn: (
            conn.execute(
                text("UPDATE outbox SET done_at = NULL, attempts = 11, due_at = due_at + 3600000 WHERE id = 1")
            )
            and None
        )
    )
    await ill(stage, "outbox")


async def test_with_a_clock_that_is_off_there_is_no_beat(stage: Stage) -> None:
    assert await works(stage)
    with capture_logs() as lines:
        stage.bot.desk.slack.skew.note_date("Wed, 21 Oct 2015 07:28:00 GMT")
        assert stage.bot.health.socket
        await ill(stage, "clock")
    assert [line["event"] for line in lines].count("machine_clock_off") == 1


async def test_slacks_own_clock_is_looked_at_with_every_answer(stage: Stage) -> None:
    await stage.bot.workspace.known.wait()
    seconds = stage.bot.desk.slack.skew.seconds
    assert seconds is not None
    assert abs(seconds) < 30


async def test_ticks_go_on_when_the_wall_clock_is_set_back_or_forward(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks, ticked = Ticks(), asyncio.Event()

    async def tick() -> None:
        ticked.set()

    start = datetime(2026, 11, 20, 15, tzinfo=UTC)
    loop = asyncio.get_running_loop()
    monotonic = loop.time
    with time_machine.travel(start) as travelled:
        monkeypatch.setattr(loop, "time", monotonic)
        ticks.every(0.02, tick)
        for ago in (timedelta(), timedelta(hours=1), timedelta(days=400), timedelta(days=-30), timedelta(days=-20_000)):
            travelled.move_to(start - ago)
            ticked.clear()
            await asyncio.wait_for(ticked.wait(), 5)
    await ticks.stop()


async def test_a_tick_that_failed_comes_again() -> None:
    ticks, times, again = Ticks(), [], asyncio.Event()

    async def tick() -> None:
        times.append(1)
        if len(times) > 1:
            again.set()
        raise ValueError("the zebra laptop")

    with capture_logs() as lines:
        ticks.every(0.01, tick)
        await asyncio.wait_for(again.wait(), 5)
    await ticks.stop()
    assert lines[0]["event"] == "tick_surprise"
    assert "zebra" not in repr(lines)
