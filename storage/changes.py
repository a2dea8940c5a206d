"""Rows from changes: applies what was decided."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.decision import (
    AddItems,
    AddTrouble,
    AskQuestion,
    Change,
    EndDetermination,
    EndNudge,
    OpenIncident,
    PutNudge,
    SetAbsent,
    SetCalled,
    SetChannel,
    SetDetermination,
    SetFact,
    SetHolder,
    SetItem,
    SetMessage,
    SetState,
    ShowNudge,
    Text,
)
from bot.incident import Item
from bot.notice_changes import AddBatch, AskForApproval, SetApproval, SetArtefact, SetRelease
from storage import artefacts, determinations, nudges, roles
from storage.tables import absent, fact, incident, item, message, trouble

_OPEN = insert(incident).returning(incident.c.id)


def open_incident(conn: Connection, change: OpenIncident, commitments: Mapping[str, str]) -> int:
    """Write the new incident; answers its id. IntegrityError when the same modal was already recorded."""
    written = {
        "number": change.number,
        "state": "reported",
        "reporter": change.reporter,
        "reported_at": change.reported_at,
        "kinds": json.dumps(change.kinds),
        "office": change.office,
        "noticed_at": change.noticed_at,
        "ongoing": change.ongoing,
        "people_data": change.people_data,
        "what": _commitment(change.what, commitments),
        "behalf_of": _commitment(change.behalf_of, commitments),
        "view_id": change.view_id,
        "channel_name": change.channel_name,
        "called_at": change.called_at,
        "called_by": change.called_by,
    }
    return int(conn.execute(_OPEN, written).scalar_one())


def apply(conn: Connection, incident_id: int, change: Change, commitments: Mapping[str, str]) -> None:
    """Write one change of an incident that exists."""
    this = incident.c.id == incident_id
    match change:
        case OpenIncident():
            raise ValueError("a new incident is opened by open_incident")
        case SetChannel():
            conn.execute(
                update(incident)
                .where(this)
                .values(channel=change.channel, channel_name=change.name, state=change.state)
            )
        case AddItems():
            conn.execute(insert(item), [_item(incident_id, one) for one in change.items])
        case SetFact():
            _set_fact(conn, incident_id, change, commitments)
        case SetItem():
            conn.execute(
                update(item)
                .where(
                    item.c.incident == incident_id,
                    item.c.role == change.role,
                    item.c.id == change.item,
                    item.c.subject == change.subject,
                )
                .values(
                    state=change.state,
                    assignee=change.assignee,
                    by=change.by,
                    at=change.at,
                    reason=_commitment(change.reason, commitments),
                )
            )
        case SetCalled():
            conn.execute(update(incident).where(this).values(called_at=change.at, called_by=change.by))
        case SetAbsent():
            conn.execute(delete(absent).where(absent.c.incident == incident_id))
            for who, reason in change.people:
                conn.execute(insert(absent).values(incident=incident_id, person=who, reason=reason))
        case SetMessage():
            conn.execute(
                insert(message).values(
                    incident=incident_id, surface=change.surface, channel=change.channel, ts=change.ts
                )
            )
        case SetState():
            conn.execute(update(incident).where(this).values(state=change.state))
        case SetDetermination():
            determinations.put(conn, incident_id, change, commitments[change.paper.name])
        case EndDetermination():
            determinations.end(conn, incident_id, change)
        case AskQuestion():
            determinations.ask(conn, incident_id, change)
        case SetArtefact() | AskForApproval() | SetApproval() | SetRelease() | AddBatch():
            artefacts.apply(conn, incident_id, change, commitments)
        case SetHolder():
            roles.set_holder(conn, incident_id, change, _commitment(change.note, commitments))
        case PutNudge():
            nudges.put(conn, incident_id, change)
        case EndNudge():
            nudges.end(conn, incident_id, change)
        case ShowNudge():
            nudges.show(conn, incident_id, change)
        case AddTrouble():
            dialect_insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
            conn.execute(
                dialect_insert(trouble)
                .values(incident=incident_id, step=change.step, error=change.error)
                .on_conflict_do_update(index_elements=["incident", "step"], set_={"error": change.error})
            )


def _item(incident_id: int, one: Item) -> dict[str, object]:
    return {
        "incident": incident_id,
        "id": one.id,
        "subject": one.subject,
        "role": one.role,
        "position": one.position,
        "title": one.title,
        "cite": one.cite,
        "modal": one.modal,
        "time_word": one.time_word,
        "state": "open",
    }


def _set_fact(conn: Connection, incident_id: int, change: SetFact, commitments: Mapping[str, str]) -> None:
    dialect_insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    seen = {
        "value": _commitment(change.value, commitments),
        "by": change.by,
        "at": change.at,
        "version": change.version,
    }
    conn.execute(
        dialect_insert(fact)
        .values(incident=incident_id, name=change.name, **seen)
        .on_conflict_do_update(index_elements=["incident", "name"], set_=seen)
    )


def _commitment(text: Text | None, commitments: Mapping[str, str]) -> str | None:
    return commitments[text.name] if text else None
