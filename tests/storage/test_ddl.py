"""The statements that make a table: those of the classes, and those that the revisions leave, on both engines."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from storage import all_tables, schema  # noqa: F401 - every table joins the metadata
from storage.engine import Store, unchecked_store
from storage.tables import Row
from tests.postgres import Server

_COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
"""
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
"""
_INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"


def made(conn: Connection) -> set[tuple[str, ...]]:
    """Every column, constraint and index with its name and its words, whatever their order."""
    if conn.dialect.name == "postgresql":
        found = [row for query in (_COLUMNS, _CONSTRAINTS, _INDEXES) for row in conn.execute(text(query))]
        return {tuple(map(str, row)) for row in found if row[0] != "alembic_version"}
    rows = conn.execute(text("SELECT tbl_name, name, sql FROM sqlite_master WHERE type IN ('table', 'index')"))
    return {line for row in rows if row.sql and row.tbl_name != "alembic_version" for line in lines(*row)}


def lines(table: str, name: str, statement: str) -> set[tuple[str, ...]]:
    """The parts of a CREATE statement of SQLite."""
    if statement.startswith("CREATE TABLE"):
        head, _, rest = statement.partition("(")
        body, _, options = rest.rpartition(")")
        parts = [head, options, *re.split(r",(?![^()]*\))", body)]  # an added column stands in its neighbor's line
    else:
        parts = [statement]
    return {(table, name, re.sub(r"\s+", " ", part).replace('"', "").strip()) for part in parts}


@pytest.fixture
async def another(server: Server | None, tmp_path: Path) -> AsyncIterator[Store]:
    """A second empty database on the same engine."""
    name = await server.create() if server else ""
    store = unchecked_store(server.url(name) if server else f"sqlite+aiosqlite:///{tmp_path / 'another.db'}")
    yield store
    await store.close()
    if server:
        await server.drop(name)


async def test_the_classes_and_the_revisions_make_the_same_tables(empty: Store, another: Store) -> None:
    await empty.write(lambda conn: Row.metadata.create_all(conn))
    await another.write(schema.upgrade)
    wanted, found = await empty.read(made), await another.read(made)
    assert len(wanted) > 150
    assert found == wanted
