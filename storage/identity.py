"""Which database this is (a random name, given once) and which workspace it belongs to (the first that it worked for).

A copy keeps the name; a new database has another one. Presses and replicas can be told apart by it.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from storage.tables import meta
from storage.upsert import on_both, upsert

_INSERT_ONCE = on_both(meta, lambda insert: insert.on_conflict_do_nothing(index_elements=["name"]))


def database_id(conn: Connection) -> str:
    """The random name of this database."""
    return str(_value(conn, "database"))


def team_of(conn: Connection) -> str | None:
    """The workspace (Slack's team id) that the database belongs to; None before its first start with a token."""
    return _value(conn, "team")


def belong_to(conn: Connection, team: str) -> str:
    """Bind a new database to a workspace; answers the one that it belongs to, which may be another."""
    conn.execute(_INSERT_ONCE[conn.dialect.name], {"name": "team", "value": team})
    return team_of(conn) or team


def prove_writable(conn: Connection, now: datetime) -> None:
    """Write something: only so it is known that a report could be written. `now` in UTC."""
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    upsert(conn, meta, ["name"], [{"name": "written_at", "value": at}])


def _value(conn: Connection, name: str) -> str | None:
    return conn.execute(select(meta.c.value).where(meta.c.name == name)).scalar()
