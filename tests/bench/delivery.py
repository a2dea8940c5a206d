"""What our own bookkeeping adds to a Slack call: claim the row, read the incident, finish the row."""

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median

from sqlalchemy import Connection

from bot.commands import ReportIncident
from bot.decision import Step
from bot.department import Department
from bot.policy.department import parse_department
from handlers.app import read_law
from storage import facts, outbox, transaction
from storage.engine import Store, open_store
from tests.bench.processes import Place
from tests.bench.row import Row, row
from tests.bench.wrong import WrongError
from tests.stage import DEPARTMENT

ROUNDS = 5
STEPS = 60
_NOW = datetime(2026, 11, 1, tzinfo=UTC)
_LEASE = timedelta(seconds=30)


def measure(place: Place) -> list[Row]:
    """One row at a time; against a transaction of one insert on the same database."""
    rows = []
    for name, url in _urls(place):
        steps, commits = asyncio.run(work_off(url))
        against = f"one insert and its commit ({median(commits):.2f} ms)"
        rows.append(row(f"delivery: claim, read and finish a step ({name})", steps, "ms", against))
    return rows


def _urls(place: Place) -> Iterator[tuple[str, str]]:
    yield "SQLite", place.fresh_sqlite()
    if place.fresh_postgres:
        yield "PostgreSQL", place.fresh_postgres()


async def work_off(url: str) -> tuple[list[float], list[float]]:
    """Milliseconds of a step and of a bare commit. Raises WrongError when a step was not ours, or is not done."""
    department = parse_department(DEPARTMENT.read_text(encoding="utf-8"), DEPARTMENT.name)
    law = read_law(department)
    store = await open_store(url)
    try:
        report = ReportIncident(key="bench", actor="U0OLGA", what="A laptop was stolen")
        await store.write(lambda conn: transaction.record(conn, report, law, _NOW))
        await _step(store, department)
        before = await store.read(lambda conn: outbox.waiting(conn)[0])
        steps, commits = [], []
        for number in range(ROUNDS):
            many = [Step(name="set_topic", key=f"{number}:{one}") for one in range(STEPS)]
            began = time.perf_counter()
            for step in many:
                await store.write(_putting(step))
            commits.append((time.perf_counter() - began) * 1000 / STEPS)
            began = time.perf_counter()
            for _ in many:
                await _step(store, department)
            steps.append((time.perf_counter() - began) * 1000 / STEPS)
            left = await store.read(lambda conn: outbox.waiting(conn)[0])
            if left != before:
                raise WrongError(f"{left - before} of {STEPS} steps were worked off and wait still")
    finally:
        await store.close()
    return steps, commits


def _putting(step: Step) -> Callable[[Connection], None]:
    return lambda conn: outbox.put(conn, 1, (step,), _NOW)


async def _step(store: Store, department: Department) -> None:
    """As `handlers/outgoing/delivery.py` does it, without the call itself."""
    found = await store.write(lambda conn: outbox.claim(conn, _NOW, _LEASE, 1))
    if len(found) != 1:
        raise WrongError(f"{len(found)} rows were claimed in place of one")
    (claimed,) = found
    await store.read(lambda conn: (facts.incident_facts(conn, claimed.incident), facts.team(conn, department)))
    if not await store.write(lambda conn: outbox.finish(conn, claimed, _NOW)):
        raise WrongError("the row was not ours any more")
