"""Each row on a bot that is well, and on one with a fault planted in it: its check passes the one and not the other.

Small sizes; the bot, its database and its Slack are the real ones.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from handlers.execute import Execute
from storage.sqlite import SqliteStore
from tests.bench import (
    acknowledgement,
    bursts,
    memory,
    startup,
)
from tests.bench.load import recorded
from tests.bench.planted import Measured, break_down, refused
from tests.bench.processes import Running
from tests.bench.row import Row, row
from tests.bench.wrong import WrongError


def acknowledged(system: Measured, folder: Path) -> list[Row]:
    floor, database = folder / "floor.db", system.stage.database_url
    return acknowledgement.compare("SQLite, test", system.ours.url, system.bare_url, floor, database)


async def test_acknowledgements_of_a_bot_that_records_hold(system: Measured, tmp_path: Path) -> None:
    rows = await asyncio.to_thread(acknowledged, system, tmp_path)
    assert {name for name in refused(rows) if "ratio" not in name} == set()
    assert len(rows) == 7


async def test_acknowledgements_of_what_is_not_kept_are_refused(
    system: Measured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = SqliteStore.write

    async def forget(self: SqliteStore, work: Callable[[Connection], Any]) -> Any:
        def undone(conn: Connection) -> Any:
            attempt = conn.begin_nested()
            done = work(conn)
            attempt.rollback()
            return done

        return await write(self, undone)

    monkeypatch.setattr(SqliteStore, "write", forget)
    with pytest.raises(WrongError, match="said to be recorded, and the database has 0"):
        await asyncio.to_thread(acknowledged, system, tmp_path)


async def test_a_bot_that_records_nothing_has_no_figures(
    system: Measured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Execute, "__call__", break_down)
    with pytest.raises(WrongError, match="1 reports one after the other 0 were acknowledged"):
        await asyncio.to_thread(acknowledged, system, tmp_path)
    assert recorded(await asyncio.to_thread(acknowledgement._crowd, system.ours.url)) == 0


async def test_a_burst_holds_on_a_bot_that_is_well(system: Measured) -> None:
    assert refused(await asyncio.to_thread(bursts.burst, system.ours, 6)) == set()


async def test_a_burst_that_is_answered_too_late_is_refused(system: Measured, monkeypatch: pytest.MonkeyPatch) -> None:
    call = Execute.__call__

    async def late(self: Execute, *given: Any, **more: Any) -> Any:
        await asyncio.sleep(bursts.LONGEST + 0.1)
        return await call(self, *given, **more)

    monkeypatch.setattr(Execute, "__call__", late)
    rows = await asyncio.to_thread(bursts.burst, system.ours, 3)
    assert refused(rows) == {one.name for one in rows}


async def test_reports_that_are_not_recorded_have_no_memory_figure(
    system: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Execute, "__call__", break_down)
    with pytest.raises(WrongError, match="only 0 of 5 reports"):
        await asyncio.to_thread(memory.report_many, system.ours)


def test_a_process_that_keeps_everything_is_refused() -> None:
    keeping = "kept = bytearray(b'x') * (200 << 20); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", keeping], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as leaking:
        assert leaking.stdout
        leaking.stdout.readline()
        held = Running(process=leaking, url="", seconds=0.0).resident_mb()
        leaking.kill()
    assert refused(memory.rows_of(50, held, held, 5000)) == {
        "resident memory, 1,000 incidents reported",
        "resident memory, 1,000 incidents and 5000 Slack calls later",
    }


def test_a_bot_through_which_nothing_went_has_no_memory_figure() -> None:
    with pytest.raises(WrongError, match="called Slack 0 times"):
        memory.rows_of(50, 60, 60, 0)


async def test_a_bot_that_is_ready_holds(system: Measured) -> None:
    seconds = await asyncio.to_thread(startup.seconds_until_ready, system.ours)
    assert refused([row("start-up: the bot is ready", [seconds], "s", "")]) == set()


def test_a_bot_that_says_it_is_ready_and_hears_nobody_is_refused() -> None:
    nobody: Any = None
    with pytest.raises(WrongError, match="nobody answers"):
        startup.seconds_until_ready(Running(process=nobody, url="http://127.0.0.1:9/slack/events", seconds=0.5))


async def test_a_bot_that_says_it_is_ready_and_does_not_record_is_refused(
    system: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Execute, "__call__", break_down)
    with pytest.raises(WrongError, match="does not record"):
        await asyncio.to_thread(startup.seconds_until_ready, system.ours)


def test_a_program_that_shows_no_help_is_refused() -> None:
    with pytest.raises(WrongError, match="does not show"):
        startup.show_help("-c", "pass")
