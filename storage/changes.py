"""Rows from changes: applies what was decided."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from bot.decision import (
    AddItems,
    AddTrouble,
    AskQuestion,
    Change,
    EndDetermination,
    EndReminder,
    EndTrouble,
    OpenIncident,
    PutReminder,
    SetAbsent,
    SetCalled,
    SetChannel,
    SetDetermination,
    SetFact,
    SetHolder,
    SetItem,
    SetMessage,
    SetState,
    ShowReminder,
    Text,
)
from bot.evidence_changes import AddCustodyEvent, AddEvidence
from bot.notice_changes import AddBatch, AskForApproval, SetApproval, SetNoticeDraft, SetRelease
from storage import determinations, evidence, notice_drafts, reminders, roles
from storage.tables import absent, fact, incident, item, message, trouble
from storage.upsert import upsert

_OPEN = insert(incident).returning(incident.c.id)
_SET_ITEM = update(item).where(
    item.c.incident == bindparam("of_incident"),
    item.c.role == bindparam("of_role"),
    item.c.id == bindparam("of_id"),
    item.c.subject == bindparam("of_subject"),
)


def open_incident(conn: Connection, change: OpenIncident, commitments: Mapping[str, str]) -> int:
    """Write the new incident; answers its id. IntegrityError when the same modal was already recorded."""
    typed = {"what": _commitment(change.what, commitments), "behalf_of": _commitment(change.behalf_of, commitments)}
    return int(conn.execute(_OPEN, {**vars(change), "state": "reported", **typed}).scalar_one())


def apply(conn: Connection, incident_id: int, changes: Sequence[Change], commitments: Mapping[str, str]) -> None:
    """Write changes of an incident that exists, in their order; neighbours of one kind go in one statement."""
    for _, neighbours in groupby(changes, key=type):
        alike = list(neighbours)
        if not _apply_alike(conn, incident_id, alike, commitments):
            for change in alike:
                _apply_one(conn, incident_id, change, commitments)


def _apply_alike(conn: Connection, incident_id: int, changes: list[Any], commitments: Mapping[str, str]) -> bool:
    """Changes of one kind of which a decision may hold many. False for the other kinds."""
    match changes[0]:
        case SetFact():
            seen = [
                {**vars(one), "incident": incident_id, "value": _commitment(one.value, commitments)} for one in changes
            ]
            upsert(conn, fact, ("incident", "name"), seen)
        case SetItem():
            conn.execute(_SET_ITEM, [_item_set(incident_id, one, commitments) for one in changes])
        case AskQuestion():
            determinations.ask_questions(conn, incident_id, changes)
        case PutReminder():
            reminders.put(conn, incident_id, changes)
        case EndReminder():
            reminders.end(conn, incident_id, changes)
        case AddEvidence():
            evidence.add_items(conn, incident_id, changes, commitments)
        case AddCustodyEvent():
            evidence.add_events(conn, incident_id, changes, commitments)
        case _:
            return False
    return True


def _apply_one(conn: Connection, incident_id: int, change: Change, commitments: Mapping[str, str]) -> None:
    match change:
        case OpenIncident():
            raise ValueError("a new incident is opened by open_incident")
        case SetChannel():
            _set_incident(conn, incident_id, channel=change.channel, channel_name=change.name, state=change.state)
        case AddItems():
            conn.execute(insert(item), [{**vars(one), "incident": incident_id, "reason": None} for one in change.items])
        case SetCalled():
            _set_incident(conn, incident_id, called_at=change.at, called_by=change.by)
        case SetAbsent():
            conn.execute(delete(absent).where(absent.c.incident == incident_id))
            if change.people:
                missing = [{"incident": incident_id, "person": who, "reason": why} for who, why in change.people]
                conn.execute(insert(absent), missing)
        case SetMessage():
            upsert(conn, message, ("incident", "surface"), [{**vars(change), "incident": incident_id}])
        case SetState():
            _set_incident(conn, incident_id, state=change.state)
        case SetDetermination():
            determinations.put(conn, incident_id, change, commitments[change.paper.name])
        case EndDetermination():
            determinations.end(conn, incident_id, change)
        case SetNoticeDraft() | AskForApproval() | SetApproval() | SetRelease() | AddBatch():
            notice_drafts.apply(conn, incident_id, change, commitments)
        case SetHolder():
            roles.set_holder(conn, incident_id, change, _commitment(change.note, commitments))
        case ShowReminder():
            reminders.show(conn, incident_id, change)
        case AddTrouble():
            upsert(conn, trouble, ("incident", "step"), [{**vars(change), "incident": incident_id}])
        case EndTrouble():
            conn.execute(delete(trouble).where(trouble.c.incident == incident_id, trouble.c.step == change.step))
        case SetFact() | SetItem() | AskQuestion() | PutReminder() | EndReminder() | AddEvidence() | AddCustodyEvent():
            raise TypeError(f"{type(change).__name__} is written with its neighbours")


def _set_incident(conn: Connection, incident_id: int, **values: Any) -> None:
    conn.execute(update(incident).where(incident.c.id == incident_id).values(**values))


def _item_set(incident_id: int, change: SetItem, commitments: Mapping[str, str]) -> dict[str, Any]:
    which = {
        "of_incident": incident_id,
        "of_role": change.role,
        "of_id": change.item,
        "of_subject": change.subject,
    }
    now = {"state": change.state, "assignee": change.assignee, "by": change.by, "at": change.at}
    return {**which, **now, "reason": _commitment(change.reason, commitments)}


def _commitment(text: Text | None, commitments: Mapping[str, str]) -> str | None:
    return commitments[text.name] if text else None
