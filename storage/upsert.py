"""One row for one key: written, or brought up to date."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

_BEGIN: Mapping[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def upsert(
    conn: Connection, table: Table, keys: Sequence[str], rows: Sequence[Mapping[str, Any]], once: Sequence[str] = ()
) -> None:
    """Write rows of the same columns; where one with these keys stands, its other columns are replaced.

    `once`: columns that stay as they were first written.
    """
    if rows:
        statement = _replacing(conn.dialect.name, table, tuple(keys), tuple(rows[0]), tuple(once))
        conn.execute(statement, [dict(row) for row in rows])


def on_both(table: Table, finish: Callable[[Any], Any]) -> dict[str, Any]:
    """An INSERT that goes on in its own way, by engine; to be built once, because building costs more than running."""
    return {name: finish(begin(table)) for name, begin in _BEGIN.items()}


@cache
def _replacing(
    engine: str, table: Table, keys: tuple[str, ...], columns: tuple[str, ...], once: tuple[str, ...]
) -> Any:
    made = _BEGIN[engine](table)
    seen = {name: made.excluded[name] for name in columns if name not in (*keys, *once)}
    return made.on_conflict_do_update(index_elements=list(keys), set_=seen)
