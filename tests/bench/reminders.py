"""Reminders: what a look at the due ones costs however many wait, how late they come, and what idling costs."""

import asyncio
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, text

from storage import reminders
from storage.engine import unchecked_store
from tests.bench.processes import Place, bot, sandbox
from tests.bench.row import Row, percentile, row
from tests.bench.wrong import WrongError

FEW, MANY, PENDING = 10_000, 1_000_000, 100_000
_DUE, _LOOKS, _ROUNDS = 50, 100, 3
_SPREAD, _IDLE, _GRACE = 200, 10.0, 5.0
"""Reminders that come due, one each 50 ms; seconds of watching an idle bot, and until the last has to be seen to."""


def measure(place: Place) -> list[Row]:
    """The rows of both engines."""
    engines = {"SQLite": place.fresh_sqlite}
    if place.fresh_postgres:
        engines["PostgreSQL"] = place.fresh_postgres
    rows = []
    for name, fresh in engines.items():
        rows += compare_claims(name, fresh(), fresh())
        late, idle = _running(place, fresh())
        rows.append(row(f"reminder p99 late, {PENDING:,} pending, {name}", [late], "s", "at most 1.5"))
        rows.append(row(f"idle, {PENDING:,} pending, {name}", [idle], "% of a core", ""))
    return rows


def compare_claims(name: str, few_url: str, many_url: str) -> list[Row]:
    """The rows of claiming among few and among many."""
    few, many = _claims(few_url, FEW), _claims(many_url, MANY)
    ratios = [slow / fast for slow, fast in zip(sorted(many), sorted(few), strict=True)]
    return [
        row(f"claim 50 due of {FEW:,}, {name}", few, "ms", ""),
        row(f"claim 50 due of {MANY:,}, {name}", many, "ms", ""),
        row(f"claim, {MANY:,} to {FEW:,}, {name}", ratios, "times", "at most 1.5"),
    ]


def _claims(url: str, pending: int) -> list[float]:
    async def rounds() -> list[float]:
        store = unchecked_store(url, patience=None)
        now = datetime.now(UTC)  # noqa: TID251 - a benchmark looks at the clock
        try:
            await store.write(lambda conn: _fill(conn, pending, now))
            await store.write(lambda conn: _due(conn, [now - timedelta(seconds=1)] * _DUE))
            found = []
            for _ in range(_ROUNDS):
                began = time.perf_counter()
                for _ in range(_LOOKS):
                    found_due = await store.write(lambda conn: sum(map(len, reminders.due(conn, now, _DUE).values())))
                    if found_due != _DUE:
                        raise WrongError(f"{_DUE} reminders are due, and {found_due} were claimed")
                found.append((time.perf_counter() - began) / _LOOKS * 1000)
            return found
        finally:
            await store.close()

    return asyncio.run(rounds())


def _running(place: Place, url: str) -> tuple[float, float]:
    """A bot at work: how late the due ones are seen to (p99), and its share of a core while nothing is due."""
    with sandbox() as slack:
        asyncio.run(_write(url, lambda conn: _fill(conn, PENDING, datetime.now(UTC), each=1)))  # noqa: TID251 - a bench goes by the machine's clock
        with bot(place, url, slack) as running:
            time.sleep(2)
            idle = busy_share(running.process.pid)
            return late_p99(url), idle


def busy_share(pid: int) -> float:
    """How much of a core a process uses, in percent."""
    before = _cpu(pid)
    time.sleep(_IDLE)
    return (_cpu(pid) - before) / _IDLE * 100


def late_p99(url: str) -> float:
    """How late the reminders are seen to that come due now. Raises WrongError when some are not seen to at all."""
    first = datetime.now(UTC) + timedelta(seconds=1)  # noqa: TID251 - a bench goes by the machine's clock
    moments = [first + timedelta(milliseconds=50 * number) for number in range(_SPREAD)]
    asyncio.run(_write(url, lambda conn: _due(conn, moments)))
    time.sleep(_SPREAD * 0.05 + _GRACE)
    late = asyncio.run(_lateness(url))
    if len(late) != _SPREAD:
        raise WrongError(f"{len(late)} of {_SPREAD} reminders were seen to")
    return percentile(late, 0.99)


async def _write(url: str, work: Callable[[Connection], None]) -> None:
    store = unchecked_store(url, patience=None)
    try:
        await store.write(work)
    finally:
        await store.close()


async def _lateness(url: str) -> list[float]:
    store = unchecked_store(url)
    try:
        return await store.read(
            lambda conn: [
                (done - due) / 1000
                for done, due in conn.execute(
                    text("SELECT done_at, due_at FROM reminder WHERE done_at IS NOT NULL AND subject LIKE 'due|%'")
                )
            ]
        )
    finally:
        await store.close()


def _fill(conn: Connection, pending: int, now: datetime, each: int = 20) -> None:
    """Closed incidents with so many reminders each, all of them far ahead."""
    incidents = pending // each
    numbers = (
        "SELECT generate_series(1, {n}) AS n"
        if conn.dialect.name == "postgresql"
        else "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {n}) SELECT n FROM s"
    )
    conn.execute(
        text(
            "INSERT INTO incident (id, number, state, reporter, reported_at, kinds, ongoing, people_data, what, "  # noqa: S608 - whole numbers of our own
            "channel_name) SELECT n, 'B-' || n, 'closed', 'U', 0, '[]', 'no', 'no', '', 'b-' || n "
            f"FROM ({numbers.format(n=incidents)}) AS numbers"
        )
    )
    ahead = int((now + timedelta(days=30)).timestamp() * 1000)
    conn.execute(
        text(
            "INSERT INTO reminder (incident, kind, subject, due_at, sent) "  # noqa: S608 - the same
            f"SELECT 1 + n % {incidents}, 'task', 'IS|' || n, {ahead} + n, 0 "
            f"FROM ({numbers.format(n=pending)}) AS numbers"
        )
    )


def _due(conn: Connection, moments: list[datetime]) -> None:
    rows = [
        {"incident": 1 + place, "subject": f"due|{place}", "due_at": int(moment.timestamp() * 1000)}
        for place, moment in enumerate(moments)
    ]
    conn.execute(
        text(
            "INSERT INTO reminder (incident, kind, subject, due_at, sent) "
            "VALUES (:incident, 'task', :subject, :due_at, 0)"
        ),
        rows,
    )


def _cpu(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
