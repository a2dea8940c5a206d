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

from storage.schema import SchemaOutOfDateError, stored_revision, wanted_revision
from storage.sqlite import SqliteStore
from storage.unavailable import ReplacedError, UnavailableError

T = TypeVar("T")

_WAIT = 1.5
"""Seconds that a look at the database may take."""
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


async def open_store(url: str) -> Store:
    """Open the database at `url`.

    Raises SchemaOutOfDateError when `breach db upgrade` has to be run first, or when a newer program has been at it;
    UnavailableError when there is no answer.
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
    from storage.postgres import PostgresStore  # brings SQLAlchemy's ORM, which nothing else needs

    return PostgresStore(parsed, patience)


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
    except SchemaOutOfDateError as error:
        return "schema newer than this program" if error.newer else "schema out of date"
    except ReplacedError:
        return "the file was replaced"
    except (UnavailableError, TimeoutError):
        return "no answer"
    return None
