"""A store on either engine, and what is written into it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.policy.load import load_packs
from bot.rulebook import Rulebook
from storage.engine import Store, open_store
from tests.given import DEPARTMENT


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
