"""What the workspace's directory said of the people whom the configuration names."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from bot.department import Person
from storage.tables import person
from storage.upsert import upsert


def remember(conn: Connection, people: Iterable[Person], now: datetime) -> None:
    """Keep each person as last seen."""
    seen = [
        {"ref": one.ref, "user": one.user, "name": one.name, "status": one.status, "seen_at": now} for one in people
    ]
    upsert(conn, person, ("ref",), seen)
