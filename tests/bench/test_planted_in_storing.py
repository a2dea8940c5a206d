"""Each row on a bot that is well, and on one with a fault planted in it: its check passes the one and not the other.

Small sizes; the bot, its database and its Slack are the real ones.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from storage import outbox
from tests.bench import (
    assessments,
    delivery,
    reminders,
    statements,
)
from tests.bench.planted import Measured, refused
from tests.bench.processes import Place
from tests.bench.row import row
from tests.bench.wrong import WrongError

Plant = Callable[[pytest.MonkeyPatch], None]


async def test_steps_that_are_worked_off_hold(sqlite_url: str) -> None:
    steps, _ = await delivery.work_off(sqlite_url)
    assert refused([row("delivery: claim, read and finish a step (SQLite)", steps, "ms", "")]) == set()


def finish_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "finish", lambda *_: True)


def claim_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "claim", lambda *_: [])


def lose_the_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "finish", lambda *_: False)


@pytest.mark.parametrize("plant", [finish_nothing, claim_nothing, lose_the_lease])
async def test_steps_that_are_not_worked_off_are_refused(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, plant: Plant
) -> None:
    plant(monkeypatch)
    with pytest.raises(WrongError):
        await delivery.work_off(sqlite_url)


def test_assessments_that_are_right_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.policy.bench_assess.ROUNDS", 1)
    nowhere: Any = None
    assert refused(assessments.measure(nowhere)) == set()


def test_assessments_that_forget_every_obligation_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.assessment.assess.obligation_answers", lambda *_: ())
    nowhere: Any = None
    with pytest.raises(WrongError):
        assessments.measure(nowhere)


async def test_statements_of_acts_hold(sqlite_url: str) -> None:
    assert refused(await statements.count("SQLite", sqlite_url)) == set()


async def test_an_act_that_asks_for_each_row_by_itself_is_refused(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = outbox.put

    def one_by_one(conn: Connection, *given: Any, **more: Any) -> Any:
        for _ in range(40):
            conn.execute(text("SELECT 1"))
        return put(conn, *given, **more)

    monkeypatch.setattr(outbox, "put", one_by_one)
    rows = await statements.count("SQLite", sqlite_url)
    assert refused(rows) == {one.name for one in rows}


def filled(template: Path, folder: Path) -> Place:
    return Place(folder=folder, template=template, fresh_postgres=None)


def test_claims_among_many_hold(sqlite_template: Path, tmp_path: Path) -> None:
    place = filled(sqlite_template, tmp_path)
    rows = reminders.compare_claims("SQLite", place.fresh_sqlite(), place.fresh_sqlite())
    assert {name for name in refused(rows) if ", 40,000 to" not in name} == set()


def test_claims_that_read_every_row_are_refused(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, fill = filled(sqlite_template, tmp_path), reminders._fill

    def without_index(conn: Connection, *given: Any, **more: Any) -> None:
        fill(conn, *given, **more)
        names = conn.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'reminder' AND sql IS NOT NULL")
        ).scalars()
        for name in list(names):
            conn.execute(text(f"DROP INDEX {name}"))

    monkeypatch.setattr(reminders, "_fill", without_index)
    rows = reminders.compare_claims("SQLite", place.fresh_sqlite(), place.fresh_sqlite())
    assert "claim, 40,000 to 1,000, SQLite" in refused(rows)


def test_claims_that_pass_over_what_is_due_are_refused(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = filled(sqlite_template, tmp_path)
    monkeypatch.setattr("tests.bench.reminders.reminders.due", lambda *_: {})
    with pytest.raises(WrongError, match="50 reminders are due, and 0 were claimed"):
        reminders.compare_claims("SQLite", place.fresh_sqlite(), place.fresh_sqlite())


def fill_few(url: str) -> None:
    asyncio.run(reminders._write(url, lambda conn: reminders._fill(conn, 10, datetime.now(UTC), each=1)))  # noqa: TID251 - the bot goes by the machine's clock


async def test_reminders_that_nobody_sees_to_are_refused(system: Measured, monkeypatch: pytest.MonkeyPatch) -> None:
    await asyncio.to_thread(fill_few, system.stage.database_url)

    async def deaf(_: object) -> None:
        """The clock ticks, and nothing is looked at."""

    monkeypatch.setattr("handlers.outgoing.reminders.remind", deaf)
    with pytest.raises(WrongError, match="0 of 5 reminders were seen to"):
        await asyncio.to_thread(reminders.late_p99, system.stage.database_url)


@pytest.mark.alone
def test_a_process_that_never_rests_is_refused() -> None:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as restless:
        try:
            share = reminders.busy_share(restless.pid)
        finally:
            restless.kill()
    assert refused([row("idle, 100,000 pending, SQLite", [share], "%", "")])
