"""The workspace's directory: who stands behind the e-mail addresses and user ids of `department.yaml`."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from bot.department import Person, Team
from handlers.desk import Desk
from handlers.slack_api import SlackRefusedError
from storage import people, roles

_AT_ONCE = 5


async def refresh(desk: Desk) -> Team:
    """Look up everybody whom the configuration names; people leave, and become guests."""
    team = await _groups(desk, await desk.team_now())
    return await _look_up(desk, team, team.refs())


async def complete(desk: Desk, team: Team) -> Team:
    """Look up only those who were never found, and the user groups of which Slack has not told yet."""
    if any(role.usergroup and role.usergroup not in team.groups for role in team.department.roles.values()):
        team = await _groups(desk, team)
    missing = [ref for ref in team.refs() if ref not in team.people or team.people[ref].user is None]
    return await _look_up(desk, team, missing) if missing else team


async def _groups(desk: Desk, team: Team) -> Team:
    """Ask who is in the user groups that roles name; a group that Slack does not tell of stays as it was."""
    seen = {}
    for group in {role.usergroup for role in team.department.roles.values() if role.usergroup}:
        with suppress(SlackRefusedError):
            seen[group] = (await desk.slack.call("usergroups.users.list", usergroup=group))["users"]
    if not seen:
        return team
    await desk.store.write(lambda conn: roles.remember_groups(conn, seen))
    return await desk.team_now()


async def _look_up(desk: Desk, team: Team, refs: Iterable[str]) -> Team:
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(ref: str) -> Person | None:
        async with gate:
            return await _person(desk, ref)

    found = [person for person in await asyncio.gather(*(one(ref) for ref in refs)) if person]
    if not found:
        return team
    now = desk.clock.now()
    await desk.store.write(lambda conn: people.remember(conn, found, now))
    return await desk.team_now()


async def _person(desk: Desk, ref: str) -> Person | None:
    """What Slack says of one person; None when it does not answer, so that what was known stays."""
    try:
        if "@" in ref:
            user = (await desk.slack.call("users.lookupByEmail", email=ref))["user"]
        else:
            user = (await desk.slack.call("users.info", user=ref))["user"]
    except SlackRefusedError as refused:
        if refused.error in ("users_not_found", "user_not_found", "user_not_visible"):
            return Person(ref=ref, status="unknown")
        return None
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name")
    if user.get("deleted"):
        return Person(ref=ref, user=user["id"], name=name, status="deactivated")
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Person(ref=ref, user=user["id"], name=name, status="guest")
    return Person(ref=ref, user=user["id"], name=name, status="active")
