"""The next reminder of each open duty: a row with a time, found through a partial index whatever else waits.

Whoever finds a due row writes its message and its next time in the same transaction: nothing is held across it, so
there is no lease that a frozen worker or a jumping clock could spoil. Sending is the outbox's work.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, delete, select, update

from bot.decision import EndReminder, PutReminder, ShowReminder
from bot.duty import Reminder, Shown, Told
from bot.reminder_changes import MarkSeen, SetTold
from storage import rows
from storage.duty_tables import reminder, reminder_message, seen, told
from storage.upsert import on_both, upsert

_DUE = (
    select(reminder.c.incident, reminder.c.kind, reminder.c.subject)
    .where(reminder.c.done_at.is_(None), reminder.c.due_at <= bindparam("now"))
    .order_by(reminder.c.due_at, reminder.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_IS_DUE = select(reminder.c.id).where(reminder.c.done_at.is_(None), reminder.c.due_at <= bindparam("now")).limit(1)


def _put_on(made: Any) -> Any:
    """The row, or its next time and one more sent."""
    new = made.excluded
    return made.on_conflict_do_update(
        index_elements=["incident", "kind", "subject"],
        set_={
            "due_at": new.due_at,
            "sent": reminder.c.sent + new.sent,
            "before": case((reminder.c.done_at.is_not(None), reminder.c.sent), else_=reminder.c.before),
            "snoozed_until": new.snoozed_until,
            "done_at": None,
        },
    )


_PUT = on_both(reminder, _put_on)
_WHOSE = select(reminder.c.id).where(
    reminder.c.incident == bindparam("of_incident"),
    reminder.c.kind == bindparam("of_kind"),
    reminder.c.subject == bindparam("of_subject"),
)
_OF_INCIDENT = (
    select(
        reminder,
        *(reminder_message.c[name] for name in ("user", "channel", "ts", "over")),
        seen.c.user.label("seen_by"),
        seen.c.at.label("seen_at"),
    )
    .outerjoin(reminder_message, reminder_message.c.reminder == reminder.c.id)
    .outerjoin(seen, seen.c.reminder == reminder.c.id)
    .where(reminder.c.incident == bindparam("incident"), reminder.c.done_at.is_(None))
    .order_by(reminder.c.due_at, reminder.c.id, reminder_message.c.user)
)
_END = (
    update(reminder)
    .where(
        reminder.c.incident == bindparam("of_incident"),
        reminder.c.kind == bindparam("of_kind"),
        reminder.c.subject == bindparam("of_subject"),
    )
    .values(done_at=bindparam("at"))
)
_NO_MORE_BUTTONS = (
    update(reminder_message).where(reminder_message.c.reminder.in_(_WHOSE), ~reminder_message.c.over).values(over=True)
)

_SEE = on_both(seen, lambda made: made.on_conflict_do_nothing(index_elements=["reminder"]))
_UNSEE = delete(seen).where(seen.c.reminder.in_(_WHOSE))
_TOLD = select(told).where(told.c.incident == bindparam("incident")).order_by(told.c.user)


def is_due(conn: Connection, now: datetime) -> bool:
    """Whether anything is due: one look at the index."""
    return conn.execute(_IS_DUE, {"now": now}).first() is not None


def due(conn: Connection, now: datetime, most: int) -> dict[int, list[tuple[str, str]]]:
    """Up to `most` due reminders by incident, locked until this transaction ends; others' are passed over."""
    found: dict[int, list[tuple[str, str]]] = {}
    for row in conn.execute(_DUE, {"now": now, "most": most}):
        found.setdefault(row.incident, []).append((row.kind, row.subject))
    return found


def of_incident(conn: Connection, incident_id: int) -> tuple[Reminder, ...]:
    """The reminders of the open duties, the next one first, with the messages that show them."""
    found = conn.execute(_OF_INCIDENT, {"incident": incident_id})
    return tuple(_reminder(list(its)) for _, its in groupby(found, key=lambda row: row.id))


def _reminder(found: list[Row[Any]]) -> Reminder:
    """One reminder from its rows: one for each message that shows it, or one without any."""
    row = found[0]
    shown = tuple(rows.of(Shown, one) for one in found if one.user is not None)
    return rows.of(Reminder, row, sent=row.sent - row.before, shown=shown)


def put(conn: Connection, incident_id: int, changes: Sequence[PutReminder]) -> None:
    """Set the next reminders of duties; the count of those sent goes on, so that no message has another's key."""
    next_ones = [
        {
            "incident": incident_id,
            "kind": one.kind,
            "subject": one.subject,
            "due_at": one.due_at,
            "sent": 1 if one.sent else 0,
            "snoozed_until": one.due_at if one.snoozed else None,
        }
        for one in changes
    ]
    conn.execute(_PUT[conn.dialect.name], next_ones)
    if snoozed := [_which(incident_id, one) for one in changes if one.snoozed]:
        conn.execute(_NO_MORE_BUTTONS, snoozed)


def end(conn: Connection, incident_id: int, changes: Sequence[EndReminder]) -> None:
    """Nobody is reminded of these duties any more."""
    conn.execute(_END, [_which(incident_id, one) | {"at": one.at} for one in changes])
    conn.execute(_NO_MORE_BUTTONS, [_which(incident_id, one) for one in changes])
    conn.execute(_UNSEE, [_which(incident_id, one) for one in changes])


def show(conn: Connection, incident_id: int, change: ShowReminder) -> None:
    """Remember which message reminds a person of a duty."""
    whose = conn.execute(_WHOSE, _which(incident_id, change)).scalar_one()
    upsert(conn, reminder_message, ("reminder", "user"), [{**vars(change.shown), "reminder": whose}])


def see(conn: Connection, incident_id: int, change: MarkSeen) -> None:
    """Remember who of those who are asked opened the thing first."""
    whose = conn.execute(_WHOSE, _which(incident_id, change)).scalar()
    if whose is not None:
        conn.execute(_SEE[conn.dialect.name], [{"reminder": whose, "user": change.user, "at": change.at}])


def told_of(conn: Connection, incident_id: int) -> dict[str, Told]:
    """What each person was told of an incident last, and how often on that day."""
    return {row.user: rows.of(Told, row) for row in conn.execute(_TOLD, {"incident": incident_id})}


def tell(conn: Connection, incident_id: int, changes: Sequence[SetTold]) -> None:
    """Remember what people were told."""
    upsert(conn, told, ("incident", "user"), [{**vars(one.told), "incident": incident_id} for one in changes])


def _which(incident_id: int, change: PutReminder | EndReminder | ShowReminder | MarkSeen) -> dict[str, Any]:
    return {"of_incident": incident_id, "of_kind": change.kind, "of_subject": change.subject}
