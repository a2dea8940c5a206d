"""Whose App Home is kept up to date, and what changed in which incident since it was drawn."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from storage.duty_tables import home_viewer
from storage.tables import entry
from storage.upsert import upsert

_VIEWERS = select(home_viewer.c.user).where(home_viewer.c.opened_at >= bindparam("since")).order_by(home_viewer.c.user)
_CHANGED = select(entry.c.incident).where(entry.c.seq > bindparam("seq"), entry.c.incident.is_not(None)).distinct()


def remember_viewer(conn: Connection, user: str, now: datetime) -> None:
    """Somebody looks at the App Home."""
    upsert(conn, home_viewer, ("user",), [{"user": user, "opened_at": now}])


def viewers(conn: Connection, since: datetime) -> Sequence[str]:
    """Who looked at it since then."""
    return conn.execute(_VIEWERS, {"since": since}).scalars().all()


def newest_entry(conn: Connection) -> int:
    """The number of the newest entry of the log; 0 while there is none."""
    return int(conn.execute(select(func.max(entry.c.seq))).scalar() or 0)


def changed_since(conn: Connection, seq: int) -> set[int]:
    """The incidents of which something was recorded after that entry."""
    return set(conn.execute(_CHANGED, {"seq": seq}).scalars())
