"""What the workspace's directory said of the people whom the configuration names."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from bot.department import Person
from storage.tables import person


def remember(conn: Connection, people: Iterable[Person], now: datetime) -> None:
    """Keep each person as last seen."""
    dialect_insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    for one in people:
        seen = {"user": one.user, "name": one.name, "status": one.status, "seen_at": now}
        conn.execute(
            dialect_insert(person).values(ref=one.ref, **seen).on_conflict_do_update(index_elements=["ref"], set_=seen)
        )
