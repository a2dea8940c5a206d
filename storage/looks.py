"""When somebody last asked what had changed in an incident."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.duty_tables import look
from storage.upsert import upsert


def last_look(conn: Connection, incident_id: int, user: str) -> datetime | None:
    """When the person looked last; None for the first time."""
    found: datetime | None = conn.execute(
        select(look.c.at).where(look.c.incident == incident_id, look.c.user == user)
    ).scalar()
    return found


def remember_look(conn: Connection, incident_id: int, user: str, now: datetime) -> None:
    """The person has looked."""
    upsert(conn, look, ("incident", "user"), [{"incident": incident_id, "user": user, "at": now}])
