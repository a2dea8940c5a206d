"""The database is its owner's alone, whatever the umask and whatever it was before."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rulebook import Rulebook
from storage.engine import open_store, unchecked_store
from storage.schema import upgrade
from storage.sqlite import open_to_others
from tests.storage.steps import report


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """The umask of most shells: everybody may read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(path: Path) -> set[str]:
    """The modes of the file and of those beside it."""
    assert len(list(path.parent.glob(path.name + "*"))) == 3
    return {oct(one.stat().st_mode & 0o777) for one in path.parent.glob(path.name + "*")}


def open_up(path: Path) -> None:
    """As an earlier version left them."""
    path.chmod(0o644)
    path.with_name(path.name + "-wal").touch(mode=0o666)


async def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    store = unchecked_store(f"sqlite+aiosqlite:///{path}")
    await store.write(upgrade)
    assert modes(path) == {"0o600"}
    await store.close()


async def test_a_readable_database_is_mended_when_it_is_opened(
    sqlite_url: str, sqlite_path: Path, rules: Rulebook
) -> None:
    open_up(sqlite_path)
    assert len(open_to_others(sqlite_path)) == 2
    store = await open_store(sqlite_url)
    await report(store, rules)
    assert modes(sqlite_path) == {"0o600"}
    assert open_to_others(sqlite_path) == []
    await store.close()
