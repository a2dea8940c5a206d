"""What must be said: rows written with the decision, claimed with a lease, finished once Slack has answered.

A claim makes the row due again when its lease ends, so a dead worker's row comes back by itself; the lease's name keeps
a late finisher from touching a row that somebody else holds now. A surface has one row for ever: asking for it again
raises `wanted`, so thirty changes while one message is under way become one more message.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, or_, select, true, update

from bot.decision import Refresh, Revive, Send, Step, Value
from storage import rows
from storage.tables import outbox
from storage.upsert import on_both

LONGEST_WAIT = timedelta(hours=1)
"""No row waits longer for its next try, unless the clock was turned back."""
STUCK_ATTEMPTS = 10
"""Tries after which waiting alone will not help: over eight minutes of them."""
SURFACE_PACE = timedelta(seconds=1)
"""One surface is updated at most once in this time (Slack: about one message a second and channel)."""

NO_CHANNEL = "no_channel"
"""The error of a row that waits until the channel is open; nothing was asked of Slack."""
CHANNEL_STATES = (
    NO_CHANNEL,
    "is_archived",
    "channel_is_archived",
    "not_in_channel",
    "channel_not_found",
)
"""The errors of rows that wait for the channel to be as it should be."""

_INSERT_ONCE = on_both(outbox, lambda made: made.on_conflict_do_nothing(index_elements=["key"]))


def _request_on(made: Any) -> Any:
    """A row under way or waiting is asked for once more; a finished one becomes due again."""
    finished = outbox.c.done_at.is_not(None)
    afresh = {"parked": False, "attempts": 0, "unfinished": 0, "due_at": made.excluded.due_at}
    again = {name: case((finished, value), else_=outbox.c[name]) for name, value in afresh.items()}
    return made.on_conflict_do_update(
        index_elements=["key"], set_={"wanted": outbox.c.wanted + 1, "done_at": None, **again}
    )


_REQUEST = on_both(outbox, _request_on)
_CLAIMED = [
    outbox.c[name]
    for name in ("id", "key", "incident", "step", "payload", "wanted", "attempts", "lease", "unfinished", "error")
]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing to send, claimed: `attempts` counts this one; above 1, look first whether it was already done.

    `unfinished`: so many tries in a row never came to an end. `error`: what kept the last one from it.
    """

    id: int
    key: str
    incident: int
    step: str
    payload: Mapping[str, Value]
    wanted: int
    attempts: int
    lease: str
    unfinished: int = 0
    error: str | None = None


def put(conn: Connection, incident: int, sends: Iterable[Send], now: datetime) -> None:
    """Add what a decision wants said, in its order: what is due at one time is sent in the order of the rows' ids."""
    for revived in sends:
        if isinstance(revived, Revive):
            revive(conn, incident, now, given_up=revived.given_up)
    for kind, neighbours in groupby((one for one in sends if not isinstance(one, Revive)), key=type):
        statement = (_REQUEST if kind is Refresh else _INSERT_ONCE)[conn.dialect.name]
        conn.execute(statement, [_of_send(incident, one, now) for one in neighbours])


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
        .values(
            lease=lease,
            due_at=now + lease_for,
            attempts=outbox.c.attempts + 1,
            unfinished=outbox.c.unfinished + case((outbox.c.lease.is_not(None), 1), else_=0),
        )
        .returning(*_CLAIMED)
    )
    return sorted((rows.of(Row, row) for row in taken), key=lambda row: row.id)


def finish(conn: Connection, row: Row, now: datetime) -> bool:
    """Slack has it. False when the lease went to somebody else, who will report instead."""
    held = and_(outbox.c.id == row.id, outbox.c.lease == row.lease)
    if conn.execute(
        update(outbox)
        .where(held, outbox.c.wanted == row.wanted)
        .values(done_at=now, sent_at=now, lease=None, unfinished=0, error=None)
    ).rowcount:
        return True
    return bool(
        conn.execute(
            update(outbox).where(held).values(due_at=now, sent_at=now, attempts=0, lease=None, unfinished=0, error=None)
        ).rowcount
    )


def postpone(
    conn: Connection, row: Row, due_at: datetime, error: str | None, *, tried: bool, surprised: bool = False
) -> None:
    """Not now: try again at `due_at`. `tried` is False when Slack was not asked at all.

    `surprised`: the try did not come to an end. An `error` of None leaves the last one.
    """
    attempts = outbox.c.attempts if tried else outbox.c.attempts - 1
    unfinished = row.unfinished + 1 if surprised else 0 if tried else row.unfinished
    conn.execute(
        update(outbox)
        .where(outbox.c.id == row.id, outbox.c.lease == row.lease)
        .values(
            due_at=due_at,
            lease=None,
            attempts=attempts,
            unfinished=unfinished,
            error=outbox.c.error if error is None else error[:200],
        )
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


def revive(conn: Connection, incident: int, now: datetime, *, given_up: bool = False) -> int:
    """Make due what waits for the channel, and with `given_up` whatever waits or was given up; answers how many.

    What was given up is looked for before it is said: an answer may have been lost.
    """
    its = outbox.c.incident == incident
    waits = and_(its, outbox.c.done_at.is_(None), outbox.c.lease.is_(None), outbox.c.error.is_not(None))
    if not given_up:
        waits = and_(waits, outbox.c.error.in_(CHANNEL_STATES))
    found = conn.execute(update(outbox).where(waits, outbox.c.due_at > now).values(due_at=now)).rowcount
    if given_up:
        again = {"parked": False, "done_at": None, "due_at": now, "attempts": 1, "unfinished": 0}
        found += conn.execute(update(outbox).where(its, outbox.c.parked).values(**again)).rowcount
    return found


def held_up(conn: Connection, incident: int) -> int:
    """How many rows of an incident wait after an error or were given up."""
    waits = and_(outbox.c.done_at.is_(None), outbox.c.error.is_not(None))
    its = and_(outbox.c.incident == incident, or_(waits, outbox.c.parked))
    return conn.execute(select(func.count()).where(its)).scalar_one()


def hangs(conn: Connection, incident: int, step: str) -> bool:
    """Whether another row of that step was given up, or waits after an error."""
    waits = and_(outbox.c.done_at.is_(None), outbox.c.error.is_not(None))
    its = and_(outbox.c.incident == incident, outbox.c.step == step, or_(waits, outbox.c.parked))
    return conn.execute(select(outbox.c.id).where(its).limit(1)).first() is not None


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


def stuck(conn: Connection, before: datetime) -> int:
    """How many rows nobody took since `before`, or were tried again and again (minutes: the pause doubles)."""
    shut_out = and_(outbox.c.error.is_not(None), outbox.c.error.in_(CHANNEL_STATES))  # people were told, and it waits
    late = or_(outbox.c.due_at < before, and_(outbox.c.attempts >= STUCK_ATTEMPTS, not_(shut_out)))
    return conn.execute(select(func.count()).where(outbox.c.done_at.is_(None), late)).scalar_one()


def _of_send(incident: int, send: Step | Refresh, now: datetime) -> dict[str, Any]:
    if isinstance(send, Refresh):
        return _fresh(incident, f"{incident}:{send.surface}", f"surface:{send.surface}", {}, now)
    return _fresh(incident, send.key, send.name, dict(send.payload), now) | {"due_at": now + send.wait}


def _fresh(incident: int, key: str, step: str, payload: Mapping[str, Value], now: datetime) -> dict[str, Any]:
    return {
        "key": key,
        "incident": incident,
        "step": step,
        "payload": payload,
        "wanted": 1,
        "due_at": now,
        "attempts": 0,
        "parked": False,
        "unfinished": 0,
        "created_at": now,
    }
