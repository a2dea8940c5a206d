"""Migrations: what the revisions make is what the tables say, on both engines, from nothing and again."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, inspect

from bot.rulebook import Rulebook
from storage import directory_tables, evidence_tables, notice_tables, question_tables, schema  # noqa: F401 - their tables join the metadata
from storage.engine import Store, open_store, probe, unchecked_store
from storage.schema import SchemaOutOfDateError
from storage.tables import Row
from storage.unavailable import UnavailableError
from tests.storage.steps import one, report, run


def differences(conn: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(conn, opts={"compare_type": True}), Row.metadata))


def tables(conn: Connection) -> set[str]:
    return set(inspect(conn).get_table_names()) - {"alembic_version"}


async def test_the_revisions_make_the_tables_that_the_program_uses(empty: Store) -> None:
    await empty.write(schema.upgrade)
    assert await empty.read(differences) == []
    assert await empty.read(tables) == set(Row.metadata.tables)


async def test_the_checks_of_the_tables_are_in_the_database(empty: Store) -> None:
    await empty.write(schema.upgrade)

    def checks(conn: Connection) -> set[str]:
        found = inspect(conn)
        return {str(check["name"]) for table in Row.metadata.tables for check in found.get_check_constraints(table)}

    wanted = {
        str(one_of.name)
        for table in Row.metadata.tables.values()
        for one_of in table.constraints
        if isinstance(one_of, CheckConstraint)
    }
    assert await empty.read(checks) == wanted


def test_there_is_one_newest_revision() -> None:
    assert ScriptDirectory.from_config(schema.config()).get_heads() == [schema.wanted_revision()]


async def test_upgrading_twice_is_harmless(store: Store, rules: Rulebook) -> None:
    await report(store, rules)
    await store.write(schema.upgrade)
    assert await one(store, "SELECT number FROM incident") == "BR-2026-0001"
    assert await probe(store) is None


async def test_down_and_up_again_gives_the_same_schema(empty: Store) -> None:
    await empty.write(schema.upgrade)
    await empty.write(lambda conn: command.downgrade(schema.config(conn), "base"))
    assert await empty.read(tables) == set()
    await empty.write(schema.upgrade)
    assert await empty.read(differences) == []


async def test_a_database_without_a_schema_is_not_opened(empty_url: str) -> None:
    with pytest.raises(SchemaOutOfDateError) as refused:
        await open_store(empty_url)
    assert (refused.value.stored, refused.value.wanted) == (None, schema.wanted_revision())


@pytest.mark.parametrize(
    ("revision", "newer", "said"),
    [("0000", False, "schema out of date"), ("9999", True, "schema newer than this program")],
)
async def test_an_older_or_newer_schema_is_not_opened(
    store: Store, database_url: str, revision: str, newer: bool, said: str
) -> None:
    await run(store, "UPDATE alembic_version SET version_num = :revision", revision=revision)
    with pytest.raises(SchemaOutOfDateError) as refused:
        await open_store(database_url)
    assert refused.value.newer is newer
    assert await probe(store) == said


async def test_a_newer_schema_is_not_led_back(store: Store) -> None:
    await run(store, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaOutOfDateError) as refused:
        await store.write(schema.upgrade)
    assert (refused.value.newer, refused.value.stored) == (True, "9999")
    assert await one(store, "SELECT version_num FROM alembic_version") == "9999"


async def test_two_replicas_may_upgrade_at_once(empty_url: str) -> None:
    replicas = [unchecked_store(empty_url) for _ in range(2)]
    try:
        await asyncio.gather(*(replica.write(schema.upgrade) for replica in replicas))
        assert [await probe(replica) for replica in replicas] == [None, None]
        assert await replicas[0].read(differences) == []
    finally:
        for replica in replicas:
            await replica.close()


async def test_a_migration_that_fails_leaves_nothing_behind(empty: Store) -> None:
    def torn(conn: Connection) -> None:
        schema.upgrade(conn)
        raise RuntimeError("killed before the commit")

    with pytest.raises(RuntimeError):
        await empty.write(torn)
    assert await empty.read(tables) == set()


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"])
async def test_what_would_be_kept_in_memory_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must name a file"):
        await open_store(url)


async def test_a_server_that_does_not_answer_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError):
        await open_store(f"postgresql+asyncpg://nobody@/nothing?host={tmp_path}")
