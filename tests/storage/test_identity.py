"""A database is one database and belongs to one workspace; another file in its place is not taken for it."""

import asyncio
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from bot.rulebook import Rulebook
from storage import identity, schema
from storage.engine import Store, probe, unchecked_store
from storage.schema import SchemaOutOfDateError
from storage.sqlite import SqliteStore
from storage.unavailable import ReplacedError, UnavailableError
from tests.given import NOW
from tests.storage.steps import one, report, run


async def test_two_databases_have_two_names(store: Store, tmp_path: Path) -> None:
    other = unchecked_store(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")
    await other.write(schema.upgrade)
    names = {await each.read(identity.database_id) for each in (store, other)}
    assert {len(name) for name in names} == {32}
    assert len(names) == 2
    await other.close()


async def test_the_first_workspace_is_the_only_one(store: Store) -> None:
    assert await store.read(identity.team_of) is None
    assert await store.write(lambda conn: identity.belong_to(conn, "T1")) == "T1"
    assert await store.write(lambda conn: identity.belong_to(conn, "T2")) == "T1"
    assert await store.read(identity.team_of) == "T1"


async def test_that_it_can_be_written_to_is_proved_by_writing(store: Store) -> None:
    for _ in range(2):
        await store.write(lambda conn: identity.prove_writable(conn, NOW))
    assert await one(store, "SELECT value FROM meta WHERE name = 'written_at'") == NOW.isoformat(timespec="seconds")


async def test_a_newer_schema_is_named_as_newer_and_left_alone(store: Store) -> None:
    await run(store, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaOutOfDateError) as refused:
        await store.write(schema.upgrade)
    assert refused.value.newer
    assert await one(store, "SELECT version_num FROM alembic_version") == "9999"


def remove(path: Path) -> None:
    for one_of in path.parent.glob(path.name + "*"):
        one_of.unlink()


async def test_a_file_that_was_put_in_its_place_is_not_written_to(
    sqlite_store: Store, sqlite_path: Path, rules: Rulebook, sqlite_template: Path
) -> None:
    await report(sqlite_store, rules)
    remove(sqlite_path)
    shutil.copy(sqlite_template, sqlite_path)
    for key in ("after", "again"):  # a second try must not find it in order
        with pytest.raises(ReplacedError):
            await report(sqlite_store, rules, key=key)
    assert await probe(sqlite_store) == "the file was replaced"
    fresh = sqlite3.connect(sqlite_path)
    assert fresh.execute("SELECT number FROM incident").fetchall() == []
    fresh.close()


async def test_an_empty_file_in_its_place_is_no_database_to_write_to(
    sqlite_store: Store, sqlite_path: Path, rules: Rulebook
) -> None:
    remove(sqlite_path)
    await asyncio.to_thread(sqlite_path.touch)
    with pytest.raises(ReplacedError):
        await report(sqlite_store, rules)
    assert await probe(sqlite_store) == "the file was replaced"


async def test_another_database_at_the_same_place_in_the_file_system_is_not_taken_for_it(
    sqlite_store: Store, sqlite_path: Path, rules: Rulebook
) -> None:
    """An inode may be given again: the name inside tells."""
    await report(sqlite_store, rules)
    other = sqlite3.connect(sqlite_path)
    other.execute("UPDATE meta SET value = 'another' WHERE name = 'database'")
    other.commit()
    other.close()

    def lose_the_connection(conn: Connection) -> None:
        conn.exec_driver_sql("ROLLBACK")
        conn.exec_driver_sql("no statement")

    with pytest.raises(UnavailableError):
        await sqlite_store.write(lose_the_connection)
    with pytest.raises(ReplacedError):
        await report(sqlite_store, rules, key="after")


async def test_a_file_replaced_while_the_second_thread_opens_it_is_not_taken_for_the_first(
    sqlite_path: Path, sqlite_template: Path
) -> None:
    store = SqliteStore(sqlite_path)
    assert await store.read(identity.database_id)

    def replace(connection: object, record: object) -> None:
        if not sqlite_path.with_name("away.db").exists():
            sqlite_path.rename(sqlite_path.with_name("away.db"))
            shutil.copy(sqlite_template, sqlite_path)

    event.listen(Engine, "connect", replace)
    try:
        with pytest.raises(ReplacedError):
            await store.write(identity.database_id)
        with pytest.raises(ReplacedError):
            await store.read(identity.database_id)
    finally:
        event.remove(Engine, "connect", replace)
        await store.close()
