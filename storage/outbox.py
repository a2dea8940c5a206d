"""What must be said: rows written with the decision, claimed with a lease, finished once Slack has answered.

A claim makes the row due again when its lease ends, so a dead worker's row comes back by itself; the lease's name keeps
a late finisher from touching a row that somebody else holds now. A surface has one row for ever: wishing for it again
raises `wanted`, so thirty changes while one message is under way become one more message.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, insert, not_, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.decision import Refresh, Step, Value
from storage.tables import outbox

LONGEST_WAIT = timedelta(hours=1)
"""No row waits longer for its next try, unless the clock was turned back."""
SURFACE_PACE = timedelta(seconds=1)
"""One surface is updated at most once in this time (Slack: about one message a second and channel)."""

_INSERT_ONCE = {
    name: dialect_insert(outbox).on_conflict_do_nothing(index_elements=["key"])
    for name, dialect_insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing to send, claimed: `attempts` counts this one; above 1, look first whether it was already done."""

    id: int
    key: str
    incident: int
    step: str
    payload: Mapping[str, Value]
    wanted: int
    attempts: int
    lease: str


def put(conn: Connection, incident: int, sends: tuple[Step | Refresh, ...], now: datetime) -> None:
    """Add what a decision wants said."""
    for send in sends:
        if isinstance(send, Refresh):
            _wish(conn, incident, send.surface, now)
        else:
            _insert_once(conn, incident, send, now)


def claim(
    conn: Connection,
    now: datetime,
    lease_for: timedelta,
    most: int,
    *,
    unleased_only: bool = False,
    surface_pace: timedelta = SURFACE_PACE,
) -> list[Row]:
    """Take up to `most` due rows for `lease_for`; any number of workers may claim at once.

    `unleased_only`: leave rows alone that somebody holds, whatever the clock says of their lease.
    A surface that was sent less than `surface_pace` ago waits.
    """
    lease = uuid.uuid4().hex
    free = outbox.c.lease.is_(None) if unleased_only else true()
    due = (
        select(outbox.c.id)
        .where(outbox.c.done_at.is_(None), outbox.c.due_at <= now, free, _rested(now, surface_pace))
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = conn.execute(
        update(outbox)
        .where(outbox.c.id.in_(due.scalar_subquery()))
        .values(lease=lease, due_at=now + lease_for, attempts=outbox.c.attempts + 1)
        .returning(
            outbox.c.id,
            outbox.c.key,
            outbox.c.incident,
            outbox.c.step,
            outbox.c.payload,
            outbox.c.wanted,
            outbox.c.attempts,
        )
    )
    rows = [
        Row(
            id=row.id,
            key=row.key,
            incident=row.incident,
            step=row.step,
            payload=json.loads(row.payload),
            wanted=row.wanted,
            attempts=row.attempts,
            lease=lease,
        )
        for row in taken
    ]
    return sorted(rows, key=lambda row: row.id)


def finish(conn: Connection, row: Row, now: datetime) -> bool:
    """Slack has it. False when the lease went to somebody else, who will report instead."""
    held = and_(outbox.c.id == row.id, outbox.c.lease == row.lease)
    if conn.execute(
        update(outbox)
        .where(held, outbox.c.wanted == row.wanted)
        .values(done_at=now, sent_at=now, lease=None, error=None)
    ).rowcount:
        return True
    return bool(
        conn.execute(
            update(outbox).where(held).values(due_at=now, sent_at=now, attempts=0, lease=None, error=None)
        ).rowcount
    )


def postpone(conn: Connection, row: Row, due_at: datetime, error: str, *, tried: bool) -> None:
    """Not now: try again at `due_at`. `tried` is False when Slack was not asked at all."""
    attempts = outbox.c.attempts if tried else outbox.c.attempts - 1
    conn.execute(
        update(outbox)
        .where(outbox.c.id == row.id, outbox.c.lease == row.lease)
        .values(due_at=due_at, lease=None, attempts=attempts, error=error[:200])
    )


def park(conn: Connection, row: Row, error: str, now: datetime) -> bool:
    """Slack refused for good. False when the lease went to somebody else."""
    return bool(
        conn.execute(
            update(outbox)
            .where(outbox.c.id == row.id, outbox.c.lease == row.lease)
            .values(done_at=now, parked=True, lease=None, error=error[:200])
        ).rowcount
    )


def pull_in(conn: Connection, now: datetime) -> int:
    """Make rows due that a clock which was turned back would leave waiting; answers how many."""
    stranded = update(outbox).where(outbox.c.done_at.is_(None), outbox.c.due_at > now + LONGEST_WAIT)
    return conn.execute(stranded.values(due_at=now)).rowcount


def next_due(conn: Connection, now: datetime, surface_pace: timedelta = SURFACE_PACE) -> datetime | None:
    """When to claim again, if any row waits: the next is due, or a surface has rested long enough."""
    rested, open_rows = _rested(now, surface_pace), outbox.c.done_at.is_(None)
    due: datetime | None = conn.execute(select(func.min(outbox.c.due_at)).where(open_rows, rested)).scalar()
    sent: datetime | None = conn.execute(select(func.min(outbox.c.sent_at)).where(open_rows, not_(rested))).scalar()
    return min((at for at in (due, sent and sent + surface_pace) if at is not None), default=None)


def _rested(now: datetime, surface_pace: timedelta) -> ColumnElement[bool]:
    """Whether a row may be sent again by its pace; one that was sent in the future saw a clock that was turned back."""
    sent = outbox.c.sent_at
    return or_(sent.is_(None), sent <= now - surface_pace, sent > now)


def waiting(conn: Connection) -> tuple[int, datetime | None]:
    """How many rows wait, and when the oldest of them was written."""
    row = conn.execute(select(func.count(), func.min(outbox.c.created_at)).where(outbox.c.done_at.is_(None))).one()
    return int(row[0]), row[1]


def _insert_once(conn: Connection, incident: int, step: Step, now: datetime) -> None:
    values = _fresh(incident, step.key, step.name, json.dumps(dict(step.payload)), now)
    conn.execute(_INSERT_ONCE[conn.dialect.name], values | {"due_at": now + step.wait})


def _wish(conn: Connection, incident: int, surface: str, now: datetime) -> None:
    """A row under way or waiting gets one more wish; a finished one becomes due again, at the surface's pace."""
    key = f"{incident}:{surface}"
    this = outbox.c.key == key
    row = conn.execute(select(outbox.c.done_at).where(this).with_for_update()).first()
    if row is None:
        conn.execute(insert(outbox).values(_fresh(incident, key, f"surface:{surface}", "{}", now)))
    elif row.done_at is None:
        conn.execute(update(outbox).where(this).values(wanted=outbox.c.wanted + 1))
    else:
        conn.execute(
            update(outbox)
            .where(this)
            .values(wanted=outbox.c.wanted + 1, done_at=None, parked=False, attempts=0, due_at=now)
        )


def _fresh(incident: int, key: str, step: str, payload: str, now: datetime) -> dict[str, object]:
    return {
        "key": key,
        "incident": incident,
        "step": step,
        "payload": payload,
        "wanted": 1,
        "due_at": now,
        "attempts": 0,
        "parked": False,
        "created_at": now,
    }
