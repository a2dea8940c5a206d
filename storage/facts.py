"""Facts from rows: what is known of an incident, of the people, and what is set aside for a new report."""

import json
import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.decide import SetAside
from bot.department import Department, Person, Team
from bot.incident import Absent, Incident, IncidentFacts, Item, KnownFact, Message, Trouble
from storage import artefacts, determinations, nudges, roles
from storage.tables import absent, entry_text, fact, incident, item, message, number, person, trouble

_NEXT_NUMBER = {
    name: dialect_insert(number)
    .on_conflict_do_update(index_elements=["year"], set_={"last": number.c.last + 1})
    .returning(number.c.last)
    for name, dialect_insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


def set_aside(conn: Connection, department: Department, now: datetime) -> SetAside:
    """The next number of the year (in the department's zone) and a channel name that says nothing."""
    year = now.astimezone(ZoneInfo(department.timezone)).year
    last = conn.execute(_NEXT_NUMBER[conn.dialect.name], {"year": year, "last": 1}).scalar_one()
    name = f"BR-{year}-{last:04d}"
    return SetAside(number=name, channel_name=f"{name.lower()}-{secrets.token_hex(2)}")


def team(conn: Connection, department: Department) -> Team:
    """The department's roles with what the directory said of their people."""
    people = {
        row.ref: Person(ref=row.ref, user=row.user, name=row.name, status=row.status)
        for row in conn.execute(select(person))
    }
    return Team(department=department, people=people, groups=roles.groups(conn))


def incident_facts(conn: Connection, incident_id: int) -> IncidentFacts | None:
    """All that a decision about one incident needs; None when there is no such incident."""
    row = conn.execute(select(incident).where(incident.c.id == incident_id)).first()
    if row is None:
        return None
    held, vacant = roles.holders(conn, incident_id)
    return IncidentFacts(
        incident=_incident(conn, row),
        items=_items(conn, incident_id),
        absent=tuple(
            Absent(person=one.person, reason=one.reason)
            for one in conn.execute(select(absent).where(absent.c.incident == incident_id).order_by(absent.c.person))
        ),
        troubles=tuple(
            Trouble(step=one.step, error=one.error)
            for one in conn.execute(select(trouble).where(trouble.c.incident == incident_id).order_by(trouble.c.step))
        ),
        messages={
            one.surface: Message(surface=one.surface, channel=one.channel, ts=one.ts)
            for one in conn.execute(select(message).where(message.c.incident == incident_id))
        },
        known=_known(conn, incident_id),
        holders=held,
        vacant=vacant,
        nudges=nudges.of_incident(conn, incident_id),
        determinations=determinations.in_force(conn, incident_id),
        asked=determinations.asked(conn, incident_id),
        artefacts=artefacts.of_incident(conn, incident_id),
    )


def by_number(conn: Connection, wanted: str) -> int | None:
    """The incident of that number, as people type it."""
    return conn.execute(select(incident.c.id).where(incident.c.number == wanted.upper())).scalar()


def by_channel(conn: Connection, channel: str) -> int | None:
    """The incident whose channel this is."""
    return conn.execute(select(incident.c.id).where(incident.c.channel == channel)).scalar()


def by_view(conn: Connection, view_id: str) -> str | None:
    """The number of the incident that was reported with this modal."""
    return conn.execute(select(incident.c.number).where(incident.c.view_id == view_id)).scalar()


def listed(conn: Connection, reporter: str | None, most: int) -> list[Incident]:
    """The newest incidents: all of them, or only those that this person reported."""
    wanted = select(incident).order_by(incident.c.id.desc()).limit(most)
    if reporter is not None:
        wanted = wanted.where(incident.c.reporter == reporter)
    return [_incident(conn, row) for row in conn.execute(wanted)]


def _incident(conn: Connection, row: Row[tuple[object, ...]]) -> Incident:
    return Incident(
        id=row.id,
        number=row.number,
        state=row.state,
        reporter=row.reporter,
        reported_at=row.reported_at,
        channel_name=row.channel_name,
        kinds=tuple(json.loads(row.kinds)),
        office=row.office,
        noticed_at=row.noticed_at,
        ongoing=row.ongoing,
        people_data=row.people_data,
        what=_words(conn, row.what) or "",
        behalf_of=_words(conn, row.behalf_of),
        channel=row.channel,
        called_at=row.called_at,
        called_by=row.called_by,
    )


def _items(conn: Connection, incident_id: int) -> tuple[Item, ...]:
    rows = conn.execute(
        select(item, entry_text.c.text.label("words"))
        .outerjoin(entry_text, entry_text.c.commitment == item.c.reason)
        .where(item.c.incident == incident_id)
        .order_by(item.c.position)
    )
    return tuple(
        Item(
            id=row.id,
            role=row.role,
            position=row.position,
            title=row.title,
            cite=row.cite,
            modal=row.modal,
            time_word=row.time_word,
            subject=row.subject,
            state=row.state,
            assignee=row.assignee,
            by=row.by,
            at=row.at,
            reason=row.words,
        )
        for row in rows
    )


def _known(conn: Connection, incident_id: int) -> dict[str, KnownFact]:
    """The facts; one that was set to unknown again keeps its row, for the version, with None as its value."""
    rows = conn.execute(
        select(fact, entry_text.c.text.label("words"))
        .outerjoin(entry_text, entry_text.c.commitment == fact.c.value)
        .where(fact.c.incident == incident_id)
    )
    return {
        row.name: KnownFact(
            name=row.name,
            value=json.loads(row.words) if row.words is not None else None,
            by=row.by,
            at=row.at,
            version=row.version,
        )
        for row in rows
    }


def _words(conn: Connection, commitment: str | None) -> str | None:
    if commitment is None:
        return None
    return conn.execute(select(entry_text.c.text).where(entry_text.c.commitment == commitment)).scalar()


def open_incidents(conn: Connection) -> list[int]:
    """The incidents that are not closed, the oldest first."""
    return list(
        conn.execute(select(incident.c.id).where(incident.c.state != "closed").order_by(incident.c.id)).scalars()
    )
