"""What is set aside for a new report, and its turn: which reports wait for their channel, and where AI was told so."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, or_, select

from bot.decide import Reservation
from bot.department import Department
from bot.turns import WINDOW, Turn, next_in_turn, opens_about, waiting, why_waits
from storage import facts, rows
from storage.tables import incident, meta, number
from storage.upsert import on_both, upsert

_UNEVEN = timedelta(minutes=1)
"""By which the clocks of two replicas may differ."""
_FLOOD = "flood"
_TIME = incident.c.opens_at.type
_SINCE, _UNTIL = bindparam("since", type_=_TIME), bindparam("until", type_=_TIME)
_LATELY = incident.c.opens_at.between(_SINCE, _UNTIL)
_OWN = select(func.count()).where(
    incident.c.reporter == bindparam("reporter"), or_(incident.c.waits.is_not(None), _LATELY)
)
_ALL = select(func.count()).select_from(incident).where(_LATELY)
_RESERVE = on_both(
    number,
    lambda made: made.on_conflict_do_update(index_elements=["year"], set_={"last": number.c.last + 1}).returning(
        number.c.last, _OWN.scalar_subquery().label("own"), _ALL.scalar_subquery().label("all")
    ),
)
_TURNS = (
    select(*(incident.c[name] for name in ("id", "number", "reporter", "opens_at", "channel_name")))
    .where(or_(incident.c.waits.is_not(None), _LATELY))
    .order_by(incident.c.id)
)
_WAITS = select(incident.c.id).where(incident.c.waits.is_not(None)).limit(1)


def reserve(conn: Connection, reporter: str, department: Department, now: datetime) -> Reservation:
    """Set aside what a new report of that person gets: the year's next number (in the department's zone), a channel
    name that says nothing, and its turn. One statement, unless it waits.
    """
    year = now.astimezone(ZoneInfo(department.timezone)).year
    given = {"year": year, "last": 1, "reporter": reporter, "since": now - WINDOW, "until": now + WINDOW}
    got = conn.execute(_RESERVE[conn.dialect.name], given).one()
    name = f"BR-{year}-{got.last:04d}"
    made = Reservation(number=name, channel_name=f"{name.lower()}-{secrets.token_hex(2)}")
    limits = department.openings
    why = why_waits(got.own, got.all, limits)
    if why == "own" and facts.team(conn, department).roles_of(reporter):
        why = why_waits(0, got.all, limits)  # who holds a role reports for people who telephoned
    if why is None:
        return made
    return replace(made, waits=why, opens_about=opens_about(turns(conn, now), reporter, why, limits, now))


def turns(conn: Connection, now: datetime) -> list[Turn]:
    """What waits, and what was opened within the last hour, in the order in which it was reported."""
    found = conn.execute(_TURNS, {"since": now - WINDOW, "until": now + WINDOW})
    return [rows.of(Turn, row) for row in found]


def is_due(conn: Connection, department: Department, now: datetime) -> bool:
    """Whether a channel may open whose report waited, or AI has yet to be told that reports wait."""
    if conn.execute(_WAITS).first() is None:
        return False
    seen = turns(conn, now)
    return bool(next_in_turn(seen, department.openings, exempt(conn, department, seen))) or (
        bool(waiting(seen)) and flood_told(conn, now) is None
    )


def exempt(conn: Connection, department: Department, seen: Sequence[Turn]) -> frozenset[str]:
    """Those of the reporters who hold a role: they report for people who telephoned."""
    team = facts.team(conn, department)
    return frozenset(turn.reporter for turn in seen if team.roles_of(turn.reporter))


def flood_told(conn: Connection, now: datetime) -> int | None:
    """The incident under which AI was told within the last hour that reports wait."""
    told = conn.execute(select(meta.c.value).where(meta.c.name == _FLOOD)).scalar()
    if told is None:
        return None
    under, _, seconds = told.partition("|")
    age = now - datetime.fromtimestamp(int(seconds), UTC)
    return int(under) if -_UNEVEN < age < WINDOW else None


def keep_flood(conn: Connection, under: int, now: datetime) -> None:
    """AI is told now, under this incident."""
    upsert(conn, meta, ("name",), [{"name": _FLOOD, "value": f"{under}|{int(now.timestamp())}"}])
