"""SQLite with one writer thread and group commit.

One writer instead of a pool: fifty writers that wait for each other's lock had a p99 of a second. Jobs that gather
while one commit is under way share the next one, each in its own savepoint, so a failing job takes nobody along.
"""

import asyncio
import os
import queue
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool

from storage.identity import database_id
from storage.unavailable import ReplacedError, UnavailableError

T = TypeVar("T")

_BUSY_MS = 1200
_MOST_IN_A_COMMIT = 64


@dataclass
class _Job:
    """Something to run on the thread: set the future, unless its caller has gone."""

    work: Callable[[Connection], Any]
    future: "asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None

    def answer(self, commit_error: BaseException | None = None) -> None:
        error = self.error or commit_error

        def tell() -> None:
            if self.future.done():
                return
            if error is None:
                self.future.set_result(self.result)
            else:
                self.future.set_exception(error)

        self.loop.call_soon_threadsafe(tell)


class SqliteStore:
    """A SQLite file: one thread writes, one reads."""

    def __init__(self, path: Path) -> None:
        seen = _Seen()
        self._writer = _Worker(path, seen, write=True)
        self._reader = _Worker(path, seen, write=False)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """As Store.write. A job whose caller stopped waiting before its turn is not run."""
        return cast(T, await self._writer.submit(work))

    async def read(self, work: Callable[[Connection], T]) -> T:
        """As Store.read."""
        return cast(T, await self._reader.submit(work))

    async def close(self) -> None:
        """As Store.close."""
        await asyncio.to_thread(self._writer.stop)
        await asyncio.to_thread(self._reader.stop)


@dataclass
class _Seen:
    """The file that was opened first, by either thread: no other one is written to afterwards."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    file: tuple[int, int] | None = None
    database: str | None = None

    def check_file(self, there: tuple[int, int] | None) -> None:
        """Raises UnavailableError: the file is gone, or another one stands in its place."""
        if self.file is None:
            return
        if there is None:
            raise UnavailableError("the database file is gone")
        if there != self.file:
            raise ReplacedError("the database file was replaced")

    def check_database(self, conn: Connection) -> None:
        """Raises ReplacedError: a file of the same place holds another database."""
        found = database_id(conn) if conn.dialect.has_table(conn, "meta") else None
        if self.database not in (None, found):
            raise ReplacedError("the database file was replaced")
        self.database = found


class _Worker:
    """A thread with one connection, opened again after a fault, but only to the same file."""

    def __init__(self, path: Path, seen: _Seen, *, write: bool) -> None:
        self._path, self._seen, self._write = path, seen, write
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._conn: Connection | None = None
        self._thread = threading.Thread(target=self._run, name="sqlite-" + ("write" if write else "read"), daemon=True)
        self._thread.start()

    async def submit(self, work: Callable[[Connection], Any]) -> Any:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._jobs.put(_Job(work=work, future=future, loop=loop))
        return await future

    def stop(self) -> None:
        self._jobs.put(None)
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while True:
            gathered = self._gather()
            jobs = [job for job in gathered if job is not None and not job.future.cancelled()]
            if jobs:
                self._work(jobs)
            if None in gathered:
                self._forget()
                return

    def _gather(self) -> list[_Job | None]:
        gathered = [self._jobs.get()]
        while self._write and len(gathered) < _MOST_IN_A_COMMIT and not self._jobs.empty():
            gathered.append(self._jobs.get())
        return gathered

    def _work(self, jobs: list[_Job]) -> None:
        try:
            conn = self._connection()
            conn.exec_driver_sql("BEGIN IMMEDIATE" if self._write else "BEGIN")
            for job in jobs:
                self._one(conn, job, alone=len(jobs) == 1)
            conn.commit()
            for job in jobs:
                job.answer()
        except (DBAPIError, sqlite3.Error, OSError) as fault:
            self._forget()
            unavailable = UnavailableError(type(fault).__name__)
            unavailable.__cause__ = fault
            for job in jobs:
                job.error = None
                job.answer(unavailable)
        except UnavailableError as unavailable:
            for job in jobs:
                job.answer(unavailable)
        except Exception as fault:  # whatever it is: a thread that ended would let every later job wait for ever
            self._forget()
            for job in jobs:
                job.error = None
                job.answer(UnavailableError(type(fault).__name__))

    def _one(self, conn: Connection, job: _Job, *, alone: bool) -> None:
        """Run a job, with neighbours in a savepoint of its own: when it fails, they do not."""
        if not alone:
            conn.exec_driver_sql("SAVEPOINT job")
        try:
            job.result = job.work(conn)
            if job.future.cancelled():
                raise UnavailableError("too late")
        except IntegrityError as error:
            job.error = error
        except DBAPIError as fault:
            driver = conn.connection.dbapi_connection
            if driver is None or not driver.in_transaction:  # SQLite gave the whole commit up
                raise
            job.error = UnavailableError(type(fault).__name__)
        except Exception as error:  # the caller's own fault: it gets it back
            job.error = error
        if not alone:
            conn.exec_driver_sql("ROLLBACK TO job" if job.error else "RELEASE job")
        elif job.error:
            conn.rollback()

    def _connection(self) -> Connection:
        """The connection; a file that was deleted or replaced under us must not swallow what is written."""
        with self._seen.lock:
            try:
                self._seen.check_file(_file_at(self._path))
                if self._conn is None:
                    make_private(self._path)
                    self._conn = _engine(self._path).connect()
                    self._seen.check_database(self._conn)
                    self._conn.commit()
                    self._seen.check_file(opened := _file_at(self._path))  # replaced while it was being opened
                    self._seen.file = opened
            except UnavailableError:
                self._forget()
                raise
            return self._conn

    def _forget(self) -> None:
        if self._conn is not None:
            self._conn.invalidate()  # closes the file without another word to it
            self._conn.close()
            self._conn = None


def _file_at(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def open_to_others(path: Path) -> list[Path]:
    """Which files of the database anybody but their owner can read or write."""
    return [one for one in _files(path) if one.exists() and one.stat().st_mode & 0o077]


def make_private(path: Path) -> None:
    """Keep the database to its owner; SQLite gives the WAL and its index the file's own mode (SQLite: os_unix.c)."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    for one in open_to_others(path):
        with suppress(PermissionError):  # another user's file, lent to us: `breach doctor` says it
            one.chmod(one.stat().st_mode & 0o700)


def _files(path: Path) -> list[Path]:
    return [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))]


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=NullPool,
        connect_args={"timeout": _BUSY_MS / 1000},
        hide_parameters=True,  # an error's text must not carry what people typed
    )

    @event.listens_for(engine, "connect")
    def settle(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's BEGIN is ours: BEGIN IMMEDIATE for a writer
        for pragma in (
            f"busy_timeout={_BUSY_MS}",
            "journal_mode=WAL",  # readers do not wait for the writer
            "synchronous=FULL",  # a committed report survives a power cut; costs at most 0.4 ms
            "foreign_keys=ON",
            "secure_delete=ON",  # what was expunged is gone from the file, whatever SQLite's build
            "recursive_triggers=ON",  # so that INSERT OR REPLACE fires the delete triggers of the record
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine
