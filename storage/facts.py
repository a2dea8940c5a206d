"""Facts from rows: what is known of an incident and of the people."""

import json
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from bot.decision import Change
from bot.department import Department, Person, Team
from bot.expunging import EXPUNGED, EndText
from bot.incident import Absent, Incident, IncidentFacts, Item, KnownFact, Message, Trouble, in_order
from bot.turns import Wait
from storage import determinations, evidence, notice_drafts, reminders, roles, rooms, rows
from storage.room_table import room
from storage.tables import absent, fact, incident, item, message, person, trouble

_INCIDENTS = (
    rows.with_typed(incident, typed_what=incident.c.what, typed_behalf_of=incident.c.behalf_of)
    .add_columns(*(column for column in room.c if column.name != "incident"))
    .outerjoin(room, room.c.incident == incident.c.id)
)
_INCIDENT = _INCIDENTS.where(incident.c.id == bindparam("incident"))
_ITEMS = rows.with_typed(item, typed_reason=item.c.reason).where(item.c.incident == bindparam("incident"))
_KNOWN = rows.with_typed(fact, typed_value=fact.c.value).where(fact.c.incident == bindparam("incident"))
_ABSENT, _TROUBLES, _MESSAGES = (
    select(table).where(table.c.incident == bindparam("incident")) for table in (absent, trouble, message)
)


def team(conn: Connection, department: Department) -> Team:
    """The department's roles with what the directory said of their people."""
    people = {row.ref: rows.of(Person, row) for row in conn.execute(select(person))}
    groups, seen = roles.groups(conn)
    return Team(department=department, people=people, groups=groups, groups_seen=seen)


def incident_facts(conn: Connection, incident_id: int) -> IncidentFacts | None:
    """All that a decision about one incident needs; None when there is no such incident."""
    this = {"incident": incident_id}
    row = conn.execute(_INCIDENT, this).first()
    if row is None:
        return None
    held, vacant = roles.holders(conn, incident_id)
    troubles = (rows.of(Trouble, one) for one in conn.execute(_TROUBLES, this))
    return IncidentFacts(
        incident=_incident(row),
        items=in_order(rows.of(Item, one, reason=one.typed_reason) for one in conn.execute(_ITEMS, this)),
        absent=tuple(sorted((rows.of(Absent, one) for one in conn.execute(_ABSENT, this)), key=attrgetter("person"))),
        troubles=tuple(sorted(troubles, key=attrgetter("step"))),
        messages={one.surface: rows.of(Message, one) for one in conn.execute(_MESSAGES, this)},
        known=_known(conn, incident_id),
        holders=held,
        vacant=vacant,
        reminders=reminders.of_incident(conn, incident_id),
        told=reminders.told_of(conn, incident_id),
        determinations=determinations.in_force(conn, incident_id),
        asked=determinations.asked_questions(conn, incident_id),
        notice_drafts=notice_drafts.of_incident(conn, incident_id),
        evidence=evidence.of_incident(conn, incident_id),
    )


def commitment_to_end(conn: Connection, incident_id: int, changes: Iterable[Change]) -> dict[str, str]:
    """The commitment of the text that a decision takes out, under the name by which its entry refers to it."""
    for change in changes:
        if isinstance(change, EndText):
            if change.name in ("what", "behalf_of"):
                query = select(incident.c[change.name]).where(incident.c.id == incident_id)
            else:
                query = select(fact.c.value).where(fact.c.incident == incident_id, fact.c.name == change.name)
            return {EXPUNGED: str(conn.execute(query).scalar() or "")}
    return {}


def by_number(conn: Connection, wanted: str) -> int | None:
    """The incident of that number, as people type it."""
    return conn.execute(select(incident.c.id).where(incident.c.number == wanted.upper())).scalar()


def by_channel(conn: Connection, channel: str) -> int | None:
    """The incident whose channel this is."""
    return conn.execute(select(incident.c.id).where(incident.c.channel == channel)).scalar()


def place_of(conn: Connection, incident_id: int) -> tuple[str | None, str] | None:
    """The channel of an incident (None: not open yet) and its name; None when there is no such incident."""
    found = conn.execute(
        select(incident.c.channel, incident.c.channel_name).where(incident.c.id == incident_id)
    ).first()
    return (found.channel, found.channel_name) if found else None


def by_view(conn: Connection, view_id: str) -> tuple[str, Wait | None] | None:
    """The number of the incident that was reported with this modal, and why its channel waits, if so."""
    found = conn.execute(select(incident.c.number, incident.c.waits).where(incident.c.view_id == view_id)).first()
    return (found.number, found.waits) if found else None


def listed(conn: Connection, reporter: str | None, most: int) -> list[Incident]:
    """The newest incidents: all of them, or only those that this person reported."""
    wanted = _INCIDENTS.order_by(incident.c.id.desc()).limit(most)
    if reporter is not None:
        wanted = wanted.where(incident.c.reporter == reporter)
    return [_incident(row) for row in conn.execute(wanted)]


def _incident(row: Row[Any]) -> Incident:
    typed = {"what": row.typed_what or "", "behalf_of": row.typed_behalf_of}
    return rows.of(Incident, row, kinds=tuple(row.kinds), **typed, **rooms.of_row(row))


def _known(conn: Connection, incident_id: int) -> dict[str, KnownFact]:
    """The facts; one that was set to unknown again keeps its row, for the version, with None as its value."""
    found = conn.execute(_KNOWN, {"incident": incident_id})
    return {
        row.name: rows.of(KnownFact, row, value=json.loads(row.typed_value) if row.typed_value is not None else None)
        for row in found
    }


def all_incidents(conn: Connection) -> list[IncidentFacts]:
    """Every incident with its facts, closed ones too, the oldest first."""
    ids = conn.execute(select(incident.c.id).order_by(incident.c.id)).scalars().all()
    return [found for one in ids if (found := incident_facts(conn, one)) is not None]


def open_incidents(conn: Connection) -> list[int]:
    """The incidents that are not closed, the oldest first."""
    return list(
        conn.execute(select(incident.c.id).where(incident.c.state != "closed").order_by(incident.c.id)).scalars()
    )
