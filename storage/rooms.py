"""Where the reporter and counsel's people belong: kept beside the incident, read with it."""

from typing import Any

from sqlalchemy import Connection, Row, select

from bot.commands import Room
from storage.room_table import room
from storage.tables import incident
from storage.upsert import upsert

_NO_ROW: dict[str, Any] = {
    "reporter_inside": True,
    "counsel_channel": None,
    "counsel_name": "",
    "counsel_people": (),
    "privileged_outside": False,
}


def set_room(conn: Connection, incident_id: int, **values: Any) -> None:
    """Change what is kept of an incident's rooms."""
    upsert(conn, room, ("incident",), [{"incident": incident_id, **values}])


def of_row(row: Row[Any]) -> dict[str, Any]:
    """The fields of an incident that stand in its row of rooms, from a query that was joined with them."""
    if row.reporter_inside is None:  # no row yet
        return dict(_NO_ROW)
    return {
        "reporter_inside": row.reporter_inside,
        "counsel_channel": row.counsel_channel,
        "counsel_name": row.counsel_name,
        "counsel_people": tuple(row.counsel_people),
        "privileged_outside": row.privileged_outside,
    }


def by_room(conn: Connection, channel: str) -> tuple[int, Room] | None:
    """The incident whose channel or whose counsel's room this is, and which of the two."""
    own = conn.execute(select(incident.c.id).where(incident.c.channel == channel)).scalar()
    if own is not None:
        return int(own), "incident"
    counsels = conn.execute(select(room.c.incident).where(room.c.counsel_channel == channel)).scalar()
    return None if counsels is None else (int(counsels), "counsel")


def of_channel(conn: Connection, channel: str) -> int | None:
    """The incident of which this is one of the two channels."""
    found = by_room(conn, channel)
    return found[0] if found else None
