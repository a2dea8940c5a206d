"""SQLite: commits are shared but failures are not, and a file that cannot be written is said, never swallowed."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, text
from sqlalchemy.exc import IntegrityError

from bot.rulebook import Rulebook
from storage.engine import Store, open_store, probe
from storage.tables import inbox
from storage.unavailable import UnavailableError
from tests.given import NOW
from tests.storage.steps import one, report, run

ROOT = Path(__file__).parent.parent.parent


def keep(conn: Connection, key: str) -> str:
    conn.execute(insert(inbox).values(key=key, at=NOW, outcome="{}"))
    return key


async def kept(store: Store) -> set[str]:
    return await store.read(lambda conn: {str(key) for (key,) in conn.execute(text("SELECT key FROM inbox"))})


def remove(path: Path) -> None:
    """Remove the database with its journal."""
    for part in path.parent.glob(path.name + "*"):
        part.unlink()


class Held:
    """Holds the writer thread inside a job, so that what is asked for meanwhile shares the next commit."""

    def __init__(self, store: Store) -> None:
        self._store, self._inside, self._go = store, threading.Event(), threading.Event()

    async def __aenter__(self) -> None:
        self._job = asyncio.create_task(self._store.write(self._wait))
        await asyncio.to_thread(self._inside.wait, 10)

    def _wait(self, conn: Connection) -> None:
        self._inside.set()
        self._go.wait(10)

    async def __aexit__(self, *_: object) -> None:
        self._go.set()
        await self._job


async def together(store: Store, *jobs: "asyncio.Task[str]") -> list[str | BaseException]:
    return await asyncio.gather(*jobs, return_exceptions=True)


def ask(store: Store, key: str) -> "asyncio.Task[str]":
    return asyncio.create_task(store.write(lambda conn: keep(conn, key)))


async def test_jobs_that_gather_share_one_commit(sqlite_store: Store) -> None:
    commits: list[str] = []

    def count(conn: Connection) -> None:
        event.listen(conn.engine, "commit", lambda _: commits.append("commit"))

    async with Held(sqlite_store):
        jobs = [asyncio.create_task(sqlite_store.write(count)), *(ask(sqlite_store, str(n)) for n in range(20))]
        await asyncio.sleep(0)
    await asyncio.gather(*jobs)
    assert len(commits) == 1
    assert len(await kept(sqlite_store)) == 20


async def test_a_failing_job_takes_nobody_along(sqlite_store: Store) -> None:
    def fail(conn: Connection) -> str:
        keep(conn, "torn")
        raise RuntimeError("the caller's own fault")

    async with Held(sqlite_store):
        jobs = [ask(sqlite_store, "before"), asyncio.create_task(sqlite_store.write(fail)), ask(sqlite_store, "after")]
        await asyncio.sleep(0)
    told = await together(sqlite_store, *jobs)
    assert [type(one_of).__name__ for one_of in told] == ["str", "RuntimeError", "str"]
    assert await kept(sqlite_store) == {"before", "after"}


async def test_a_duplicate_key_takes_nobody_along(sqlite_store: Store) -> None:
    async with Held(sqlite_store):
        jobs = [ask(sqlite_store, "a"), ask(sqlite_store, "a"), ask(sqlite_store, "b")]
        await asyncio.sleep(0)
    told = await together(sqlite_store, *jobs)
    assert [isinstance(one_of, IntegrityError) for one_of in told] == [False, True, False]
    assert await kept(sqlite_store) == {"a", "b"}


async def test_a_wrong_statement_takes_nobody_along(sqlite_store: Store) -> None:
    def wrong(conn: Connection) -> str:
        conn.execute(text("INSERT INTO nowhere VALUES (1)"))
        return ""

    async with Held(sqlite_store):
        jobs = [ask(sqlite_store, "a"), asyncio.create_task(sqlite_store.write(wrong)), ask(sqlite_store, "b")]
        await asyncio.sleep(0)
    told = await together(sqlite_store, *jobs)
    assert isinstance(told[1], Exception)
    assert {told[0], told[2]} == {"a", "b"}
    assert await kept(sqlite_store) == {"a", "b"}


async def test_a_job_whose_caller_stopped_waiting_is_not_run(sqlite_store: Store) -> None:
    async with Held(sqlite_store):
        job = ask(sqlite_store, "abandoned")
        await asyncio.sleep(0)
        job.cancel()
        await asyncio.gather(job, return_exceptions=True)
    await ask(sqlite_store, "next")
    assert await kept(sqlite_store) == {"next"}


async def test_a_job_whose_caller_stops_waiting_while_it_runs_is_taken_back(sqlite_store: Store) -> None:
    inside, go = threading.Event(), threading.Event()

    def slow(conn: Connection) -> str:
        inside.set()
        go.wait(10)
        return keep(conn, "abandoned")

    job = asyncio.create_task(sqlite_store.write(slow))
    await asyncio.to_thread(inside.wait, 10)
    job.cancel()
    await asyncio.gather(job, return_exceptions=True)
    go.set()
    await ask(sqlite_store, "next")
    assert await kept(sqlite_store) == {"next"}


async def test_a_locked_database_is_said_within_two_seconds(
    sqlite_store: Store, sqlite_path: Path, rules: Rulebook
) -> None:
    other = sqlite3.connect(sqlite_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with pytest.raises(UnavailableError):
        await report(sqlite_store, rules)
    assert time.monotonic() - began < 2.0
    other.execute("COMMIT")
    other.close()
    assert await report(sqlite_store, rules) == "BR-2026-0001"


async def test_reading_goes_on_while_the_database_is_locked(sqlite_store: Store, sqlite_path: Path) -> None:
    other = sqlite3.connect(sqlite_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await probe(sqlite_store) is None
    other.close()


async def test_a_deleted_file_is_said_and_nothing_is_swallowed(
    sqlite_store: Store, sqlite_path: Path, rules: Rulebook
) -> None:
    await report(sqlite_store, rules)
    remove(sqlite_path)
    for _ in range(2):
        with pytest.raises(UnavailableError):
            await report(sqlite_store, rules, key="after")
    assert await probe(sqlite_store) == "no answer"


async def test_a_file_put_back_is_used_again(sqlite_store: Store, sqlite_path: Path, rules: Rulebook) -> None:
    away = str(sqlite_path.with_name("away"))
    shutil.move(sqlite_path, away)
    with pytest.raises(UnavailableError):
        await report(sqlite_store, rules, key="while away")
    shutil.move(away, sqlite_path)
    assert await report(sqlite_store, rules, key="back") == "BR-2026-0001"


FULL_DISK = """
import asyncio, resource, signal, sys
from sqlalchemy import insert
from storage.engine import open_store
from storage.tables import inbox
from storage.unavailable import UnavailableError
from tests.given import NOW

async def main(path):
    store = await open_store("sqlite+aiosqlite:///" + path)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write over the limit fails instead of ending the program
    await store.write(lambda conn: conn.execute(insert(inbox).values(key="before", at=NOW, outcome="{}")) and None)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    big = "x" * 400_000
    try:
        await store.write(lambda conn: conn.execute(insert(inbox).values(key="big", at=NOW, outcome=big)) and None)
    except UnavailableError as error:
        print("unavailable", flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await store.write(lambda conn: conn.execute(insert(inbox).values(key="after", at=NOW, outcome="{}")) and None)
    await store.close()

asyncio.run(main(sys.argv[1]))
"""


async def test_a_full_disk_is_said_and_the_bot_recovers_when_there_is_room(sqlite_path: Path) -> None:
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", FULL_DISK, str(sqlite_path)],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("unavailable\n", 0), done.stderr
    there = sqlite3.connect(sqlite_path)
    assert {key for (key,) in there.execute("SELECT key FROM inbox")} == {"before", "after"}
    there.close()


async def test_the_file_that_reached_its_largest_size_is_said(sqlite_store: Store, rules: Rulebook) -> None:
    def fill(conn: Connection) -> None:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await sqlite_store.write(fill)
    with pytest.raises(UnavailableError):
        for number in range(100):
            await report(sqlite_store, rules, key=str(number), what="x" * 3_000)


async def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "breach.db"
    path.write_bytes(b"this is a letter, not a database" * 100)
    with pytest.raises(UnavailableError):
        await open_store(f"sqlite+aiosqlite:///{path}")


async def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError):
        await open_store(f"sqlite+aiosqlite:///{tmp_path / 'nowhere' / 'breach.db'}")


async def test_a_commit_is_on_the_disk_before_it_is_answered(sqlite_store: Store) -> None:
    assert await one(sqlite_store, "PRAGMA synchronous") == 2
    assert await one(sqlite_store, "PRAGMA journal_mode") == "wal"


async def test_a_row_of_no_incident_is_refused(sqlite_store: Store) -> None:
    with pytest.raises(IntegrityError):
        await run(sqlite_store, "INSERT INTO trouble (incident, step, error) VALUES (99, 'x', 'y')")


async def test_a_closed_store_leaves_no_thread_behind(sqlite_url: str) -> None:
    def ours() -> list[threading.Thread]:
        return [thread for thread in threading.enumerate() if thread.name.startswith("sqlite-")]

    before = len(ours())
    store = await open_store(sqlite_url)
    assert len(ours()) == before + 2
    await store.close()
    assert len(ours()) == before


async def test_a_thread_that_comes_late_makes_no_empty_file(sqlite_store: Store, sqlite_path: Path) -> None:
    assert await kept(sqlite_store) == set()
    remove(sqlite_path)
    with pytest.raises(UnavailableError):
        await ask(sqlite_store, "a")
    assert not await asyncio.to_thread(sqlite_path.exists)
