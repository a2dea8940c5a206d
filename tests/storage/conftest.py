"""A store on either engine, and what is written into it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.policy.load import load_packs
from bot.rulebook import Rulebook
from storage.engine import Store, open_store, unchecked_store
from tests.given import DEPARTMENT
from tests.postgres import Server


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """The store of this test, on SQLite and on PostgreSQL."""
    opened = await open_store(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_store(sqlite_url: str) -> AsyncIterator[Store]:
    """The store of a test about SQLite alone."""
    opened = await open_store(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
async def postgres_store(postgres_url: str) -> AsyncIterator[Store]:
    """The store of a test about PostgreSQL alone."""
    opened = await open_store(postgres_url)
    yield opened
    await opened.close()


@pytest.fixture
def sqlite_path(sqlite_url: str) -> Path:
    """The file behind `sqlite_store`."""
    return Path(sqlite_url.partition(":///")[2])


@pytest.fixture(scope="session")
def rules() -> Rulebook:
    """What decisions go by."""
    return Rulebook(packs=load_packs(), department=DEPARTMENT)


@pytest.fixture(params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest) -> Server | None:
    """The server of an engine that has one."""
    found: tuple[Server, str] | None = request.param == "postgres" and request.getfixturevalue("postgres_server")
    return found[0] if found else None


@pytest.fixture
async def empty_url(server: Server | None, tmp_path: Path) -> AsyncIterator[str]:
    """A database with nothing in it."""
    if server is None:
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        return
    name = await server.create()
    yield server.url(name)
    await server.drop(name)


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Store]:
    """The empty database, opened without looking at its schema."""
    store = unchecked_store(empty_url)
    yield store
    await store.close()
