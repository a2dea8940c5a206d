"""What the workspace's directory said of the people whom the configuration names, and what it does not tell."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.department import Person
from storage.directory_tables import directory_gap
from storage.tables import person
from storage.upsert import upsert


def remember(conn: Connection, people: Iterable[Person], now: datetime) -> None:
    """Keep each person as last seen."""
    seen = [
        {"ref": one.ref, "user": one.user, "name": one.name, "status": one.status, "seen_at": now} for one in people
    ]
    upsert(conn, person, ("ref",), seen)


def remember_gaps(conn: Connection, gone: Collection[str], found: Collection[str]) -> None:
    """Keep which addresses and groups Slack knows no more, and forget those that it knows again."""
    standing = set(conn.execute(select(directory_gap.c.ref)).scalars())
    if again := standing & set(found) - set(gone):
        conn.execute(delete(directory_gap).where(directory_gap.c.ref.in_(sorted(again))))
    if new := sorted(set(gone) - standing):
        conn.execute(insert(directory_gap), [{"ref": ref, "told": False} for ref in new])


def gaps(conn: Connection) -> list[str]:
    """The addresses and groups that Slack knows no more."""
    return list(conn.execute(select(directory_gap.c.ref).order_by(directory_gap.c.ref)).scalars())


def take_untold(conn: Connection) -> list[str]:
    """Those of which nobody was told yet; whoever takes them tells, and no other replica does."""
    untold = update(directory_gap).where(~directory_gap.c.told).values(told=True).returning(directory_gap.c.ref)
    return sorted(conn.execute(untold).scalars())


def give_back(conn: Connection, refs: Collection[str]) -> None:
    """Nobody could be told of these: the next look tries again."""
    conn.execute(update(directory_gap).where(directory_gap.c.ref.in_(sorted(refs))).values(told=False))
