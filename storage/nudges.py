"""The next reminder of each open duty: a row with a time, found through a partial index whatever else waits.

Whoever finds a due row writes its message and its next time in the same transaction: nothing is held across it, so
there is no lease that a frozen worker or a jumping clock could spoil. Sending is the outbox's work.
"""

from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, case, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.decision import EndNudge, PutNudge, ShowNudge
from bot.duty import Nudge, Shown
from storage.tables import nudge, nudge_message

_DUE = (
    select(nudge.c.incident, nudge.c.kind, nudge.c.subject)
    .where(nudge.c.done_at.is_(None), nudge.c.due_at <= bindparam("now"))
    .order_by(nudge.c.due_at, nudge.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_IS_DUE = select(nudge.c.id).where(nudge.c.done_at.is_(None), nudge.c.due_at <= bindparam("now")).limit(1)


def _put_on(made: sqlite.Insert | postgresql.Insert) -> sqlite.Insert | postgresql.Insert:
    """The row, or its next time and one more sent; built once, because building costs more than running it."""
    new = made.excluded
    return made.on_conflict_do_update(
        index_elements=["incident", "kind", "subject"],
        set_={
            "due_at": new.due_at,
            "sent": nudge.c.sent + new.sent,
            "before": case((nudge.c.done_at.is_not(None), nudge.c.sent), else_=nudge.c.before),
            "snoozed_until": new.snoozed_until,
            "done_at": None,
        },
    )


_PUT = {"sqlite": _put_on(sqlite.insert(nudge)), "postgresql": _put_on(postgresql.insert(nudge))}


def is_due(conn: Connection, now: datetime) -> bool:
    """Whether anything is due: one look at the index."""
    return conn.execute(_IS_DUE, {"now": now}).first() is not None


def due(conn: Connection, now: datetime, most: int) -> dict[int, list[tuple[str, str]]]:
    """Up to `most` due reminders by incident, locked until this transaction ends; others' are passed over."""
    found: dict[int, list[tuple[str, str]]] = {}
    for row in conn.execute(_DUE, {"now": now, "most": most}):
        found.setdefault(row.incident, []).append((row.kind, row.subject))
    return found


def of_incident(conn: Connection, incident_id: int) -> tuple[Nudge, ...]:
    """The reminders of the open duties, the next one first, with the messages that show them."""
    rows = conn.execute(
        select(nudge, *(nudge_message.c[name] for name in ("user", "channel", "ts", "over")))
        .outerjoin(nudge_message, nudge_message.c.nudge == nudge.c.id)
        .where(nudge.c.incident == incident_id, nudge.c.done_at.is_(None))
        .order_by(nudge.c.due_at, nudge.c.id, nudge_message.c.user)
    )
    return tuple(_nudge(list(its)) for _, its in groupby(rows, key=lambda row: row.id))


def _nudge(rows: list[Row[Any]]) -> Nudge:
    """One reminder from its rows: one for each message that shows it, or one without any."""
    row = rows[0]
    return Nudge(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        due_at=row.due_at,
        sent=row.sent - row.before,
        before=row.before,
        snoozed_until=row.snoozed_until,
        shown=tuple(
            Shown(user=one.user, channel=one.channel, ts=one.ts, over=one.over) for one in rows if one.user is not None
        ),
    )


def put(conn: Connection, incident_id: int, change: PutNudge) -> None:
    """Set the next reminder of a duty; the count of those sent goes on, so that no message has another's key."""
    conn.execute(
        _PUT[conn.dialect.name],
        {
            "incident": incident_id,
            "kind": change.kind,
            "subject": change.subject,
            "due_at": change.due_at,
            "sent": 1 if change.sent else 0,
            "snoozed_until": change.due_at if change.snoozed else None,
        },
    )
    if change.snoozed:
        _no_more_buttons(conn, incident_id, change)


def end(conn: Connection, incident_id: int, change: EndNudge) -> None:
    """Nobody is reminded of this duty any more."""
    conn.execute(
        update(nudge)
        .where(nudge.c.incident == incident_id, nudge.c.kind == change.kind, nudge.c.subject == change.subject)
        .values(done_at=change.at)
    )
    _no_more_buttons(conn, incident_id, change)


def show(conn: Connection, incident_id: int, change: ShowNudge) -> None:
    """Remember which message reminds a person of a duty."""
    shown = change.shown
    seen = {"channel": shown.channel, "ts": shown.ts, "over": shown.over}
    dialect_insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    conn.execute(
        dialect_insert(nudge_message)
        .values(nudge=_of(incident_id, change).scalar_subquery(), user=shown.user, **seen)
        .on_conflict_do_update(index_elements=["nudge", "user"], set_=seen)
    )


def _no_more_buttons(conn: Connection, incident_id: int, change: PutNudge | EndNudge) -> None:
    its = nudge_message.c.nudge.in_(_of(incident_id, change))
    conn.execute(update(nudge_message).where(its, ~nudge_message.c.over).values(over=True))


def _of(incident_id: int, change: PutNudge | EndNudge | ShowNudge) -> Select[tuple[int]]:
    this = (nudge.c.incident == incident_id, nudge.c.kind == change.kind, nudge.c.subject == change.subject)
    return select(nudge.c.id).where(*this)
