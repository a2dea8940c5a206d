"""The database behind one small door: `write` and `read` take a function of a connection.

SQLite has one writer thread, which commits whatever has gathered in one go (group commit; each job in its own
savepoint), with WAL and synchronous=FULL; PostgreSQL has a pool. The functions are the same for both.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.schema import SchemaOutOfDateError, stored_revision, wanted_revision
from storage.sqlite import SqliteStore
from storage.unavailable import UnavailableError

T = TypeVar("T")

_POOL = 10
_WAIT = 1.5
"""Seconds that a connection may take: the listener answers Slack within 2."""
_PATIENCE = 10.0
"""Seconds for one statement, and for a replica frozen inside a transaction: it holds the record's lock."""


class Store(Protocol):
    """Where the bot remembers."""

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction. Raises UnavailableError when it could not be committed."""

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` without changing anything. Raises UnavailableError."""

    async def close(self) -> None:
        """Let go of every connection."""


class PostgresStore:
    """PostgreSQL through asyncpg: any number of replicas."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def write(self, work: Callable[[Connection], T]) -> T:
        """As Store.write. A lost connection or a lost race is tried once more: the inbox makes that safe."""
        try:
            return await self._once(work)
        except (UnavailableError, IntegrityError):
            return await self._once(work)

    async def read(self, work: Callable[[Connection], T]) -> T:
        """As Store.read."""
        return await self.write(work)

    async def close(self) -> None:
        """As Store.close."""
        await self._engine.dispose()

    async def _once(self, work: Callable[[Connection], T]) -> T:
        try:
            async with self._engine.begin() as conn:
                return await conn.run_sync(work)
        except IntegrityError:
            raise
        except (DBAPIError, PoolTimeout, OSError) as fault:
            raise UnavailableError(type(fault).__name__) from fault


async def open_store(url: str) -> Store:
    """Open the database at `url`.

    Raises SchemaOutOfDateError when `breach db upgrade` has to be run first, UnavailableError when there is no answer.
    """
    store = unchecked_store(url)
    try:
        await store.read(check_schema)
    except BaseException:
        await store.close()
        raise
    return store


def unchecked_store(url: str, *, patience: float | None = _PATIENCE) -> Store:
    """The database at `url`, whatever its schema: for upgrading and for asking whether it is current.

    `patience`: seconds after which a server that says nothing is given up; None for a migration, which may take long.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise ValueError("BREACH_DATABASE_URL must name a file: what is kept in memory is lost")
        return SqliteStore(Path(parsed.database))
    return PostgresStore(
        create_async_engine(
            parsed.set(drivername="postgresql+asyncpg"),
            pool_size=_POOL,
            max_overflow=0,
            pool_timeout=_WAIT,
            connect_args={
                "timeout": _WAIT,
                "command_timeout": patience,
                "server_settings": {"idle_in_transaction_session_timeout": str(int((patience or 0) * 1000))},
            },
            hide_parameters=True,  # an error's text must not carry what people typed
        )
    )


def check_schema(conn: Connection) -> None:
    """Raises SchemaOutOfDateError unless the database has exactly the newest schema."""
    stored, wanted = stored_revision(conn), wanted_revision()
    if stored != wanted:
        raise SchemaOutOfDateError(stored, wanted)


async def probe(store: Store) -> str | None:
    """Why the database cannot be used now; None when it can."""
    try:
        async with asyncio.timeout(_WAIT):
            await store.read(check_schema)
    except SchemaOutOfDateError:
        return "schema out of date"
    except (UnavailableError, TimeoutError):
        return "no answer"
    return None
