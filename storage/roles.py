"""Who holds a role in an incident, now and before; and who is in a user group."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, literal, null, select, update

from bot.decision import SetHolder
from bot.duty import Holder
from storage import rows
from storage.directory_tables import usergroup
from storage.tables import group_member, role_holder
from storage.upsert import upsert

_NEVER = literal(None, usergroup.c.seen_at.type)
_HOLDERS = select(role_holder).where(role_holder.c.incident == bindparam("incident")).order_by(role_holder.c.id)
_GROUPS = (
    select(group_member.c.usergroup.label("id"), group_member.c.user, group_member.c.position, _NEVER.label("seen_at"))
    .union_all(select(usergroup.c.id, null(), null(), usergroup.c.seen_at))
    .order_by("id", "position")
)


def holders(conn: Connection, incident_id: int) -> tuple[dict[str, Holder], dict[str, datetime]]:
    """Who holds each role, and since when a role that was held is vacant."""
    held: dict[str, Holder] = {}
    vacant: dict[str, datetime] = {}
    for row in conn.execute(_HOLDERS, {"incident": incident_id}):
        if row.until is None:
            held[row.role] = rows.of(Holder, row)
        else:
            vacant[row.role] = row.until  # the newest holding comes last
    return held, {role: since for role, since in vacant.items() if role not in held}


def set_holder(conn: Connection, incident_id: int, change: SetHolder, note: str | None) -> None:
    """End the present holding and begin the next. IntegrityError when somebody else holds the role already."""
    conn.execute(
        update(role_holder)
        .where(role_holder.c.incident == incident_id, role_holder.c.role == change.role, role_holder.c.until.is_(None))
        .values(until=change.at)
    )
    if change.user is not None:
        conn.execute(
            insert(role_holder).values(
                incident=incident_id, role=change.role, user=change.user, since=change.at, by=change.by, note=note
            )
        )


def groups(conn: Connection) -> tuple[dict[str, tuple[str, ...]], dict[str, datetime]]:
    """The people in each user group, as the directory last said; and when Slack last told of each group."""
    people: dict[str, tuple[str, ...]] = {}
    seen: dict[str, datetime] = {}
    for row in conn.execute(_GROUPS):
        if row.user is None:
            seen[row.id] = row.seen_at
        else:
            people[row.id] = (*people.get(row.id, ()), row.user)
    return people, seen


def remember_groups(conn: Connection, seen: Mapping[str, Iterable[str]], now: datetime | None = None) -> None:
    """Keep who is in these groups. `now`: Slack told so at this moment; None: it did not, and the age stays."""
    for group, users in seen.items():
        conn.execute(delete(group_member).where(group_member.c.usergroup == group))
        people = enumerate(dict.fromkeys(users))
        members = [{"usergroup": group, "user": user, "position": position} for position, user in people]
        if members:
            conn.execute(insert(group_member), members)
    if now is not None:
        upsert(conn, usergroup, ("id",), [{"id": group, "seen_at": now} for group in seen])
