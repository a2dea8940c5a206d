"""Events of the workspace's people: an account changes or is new, a user group has other members.

Slack: user_change, team_join, subteam_members_changed. Who loses a role loses it at once.
"""

from collections.abc import Mapping
from typing import Any

from handlers import directory
from handlers.desk import Desk
from handlers.replies import Nothing, Reply
from handlers.request import Request
from storage.transaction import Seen


async def account_changed(desk: Desk, request: Request) -> Reply:
    """Somebody was deactivated, became a guest, came anew or has another address or name."""
    user = request.body["event"].get("user")
    if not isinstance(user, dict) or not user.get("id"):
        return Nothing()
    team = await desk.team_now()
    refs = {ref for ref in team.refs() if team.person(ref).user == user["id"]}
    address = _address(user)
    if address:
        refs |= {ref for ref in team.department.refs() if ref.lower() == address and team.person(ref).user is None}
    if not refs:
        return Nothing()
    deleted = bool(user.get("deleted"))
    gone = tuple(ref for ref in refs if "@" in ref and address and ref.lower() != address and not deleted)
    seen = Seen(people=tuple(directory.person_of(ref, user) for ref in sorted(refs)), gone=gone)
    await directory.keep(desk, seen)
    if gone:
        desk.best_effort(directory.tell_gaps(desk))
    return Nothing()


async def group_changed(desk: Desk, request: Request) -> Reply:
    """People were put into a user group or taken out of it; that of no role is none of ours."""
    event = request.body["event"]
    group = str(event.get("subteam_id") or "")
    team = await desk.team_now()
    if group not in team.usergroups():
        return Nothing()
    removed = set(event.get("removed_users") or ())
    kept = [user for user in team.groups.get(group, ()) if user not in removed]
    members = dict.fromkeys([*kept, *(event.get("added_users") or ())])
    await directory.keep(desk, Seen(groups={group: tuple(members)}))
    desk.best_effort(_look_again(desk))
    return Nothing()


async def _look_again(desk: Desk) -> None:
    """Events may overtake one another: Slack's own list has the last word."""
    await directory.refresh(desk)


def _address(user: Mapping[str, Any]) -> str:
    return str((user.get("profile") or {}).get("email") or "").lower()
