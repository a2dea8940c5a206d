"""What the tests stand on: databases with the newest schema, and a sandbox with the bot in it."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.engine import unchecked_store
from storage.schema import upgrade
from tests import postgres
from tests.stage import Stage, on_stage

CHROMIUM = Path("/usr/bin/chromium")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before anything is chosen by its marks: what is long on PostgreSQL only, and what this machine cannot run."""
    for item in items:
        if "long_on_postgres" in item.keywords and "[postgres" in item.name:
            item.add_marker(pytest.mark.long)
    _skip_what_is_missing(items)


def _skip_what_is_missing(items: list[pytest.Item]) -> None:
    """A machine without PostgreSQL or Chromium skips those tests, loudly; CI fails instead."""
    missing = []
    if postgres.binaries() is None:
        missing.append(("postgres", "PostgreSQL's server binaries"))
    if not CHROMIUM.exists():
        missing.append(("browser", str(CHROMIUM)))
    for marker, what in missing:
        for item in items:
            if marker in item.keywords or f"[{marker}" in item.name:
                if os.environ.get("CI"):
                    raise pytest.UsageError(f"CI needs {what}")
                item.add_marker(pytest.mark.skip(reason=f"needs {what}"))


async def _upgrade(url: str) -> None:
    store = unchecked_store(url)
    await store.write(upgrade)
    await store.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(_upgrade(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite database of this test's own."""
    path = tmp_path / "breach.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[tuple[postgres.Server, str]]:
    """One server for the whole run, with a template database that has the newest schema."""
    place = postgres.binaries()
    if place is None:
        pytest.skip("needs PostgreSQL's server binaries")
    with postgres.server(place) as server:
        template = asyncio.run(server.create())
        asyncio.run(_upgrade(server.url(template)))
        yield server, template


@pytest.fixture
async def postgres_url(postgres_server: tuple[postgres.Server, str]) -> AsyncIterator[str]:
    """A PostgreSQL database of this test's own."""
    server, template = postgres_server
    name = await server.create(template)
    yield server.url(name)
    await server.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Both engines, one after the other."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """The sandbox with one bot in it, over Socket Mode, on SQLite."""
    async with on_stage(sqlite_url) as made:
        yield made
