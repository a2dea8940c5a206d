"""The workspace's directory: who stands behind the e-mail addresses, user ids and groups of `department.yaml`.

Everything is asked within Slack's limits, and what is fresh is not asked again. Few people are asked for one by one,
many by paging through the workspace's list: a group of a thousand is half a dozen calls.
"""

import asyncio
import time
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

import structlog

from bot.department import Person, Team
from handlers.desk import Desk
from handlers.slack_api import SlackRefusedError
from storage import people, transaction
from storage.transaction import Seen

CALL_SECONDS = 0.5
"""What an invitation needs after the look-ups."""
FRESH = timedelta(minutes=10)
"""Many people are not looked up again before."""
GROUP_LASTS = timedelta(hours=1)
"""How long a group stands as last told after Slack refuses to tell of it. This program's own figure."""
OUTAGE_LASTS = timedelta(hours=24)
"""The same while Slack gives no answer at all. This program's own figure."""
_FEW = 40
_AT_ONCE = 5
_PAGE = 200
_MOST_PAGES = 500
_TRIES = 5
_NAMED = 20
_NOBODY = ("users_not_found", "user_not_found", "user_not_visible")

log = structlog.get_logger()


async def refresh(desk: Desk) -> Team:
    """Look up everybody who has a role: people leave, become guests, get other addresses."""
    team = await _groups(desk, await desk.team_now(), background=True)
    refs = team.refs()
    if len(refs) > _FEW:
        since = desk.clock.now() - FRESH
        refs = tuple(ref for ref in refs if (seen := team.person(ref).seen_at) is None or seen < since)
    team = await _look_up(desk, team, refs, background=True)
    await tell_gaps(desk)
    return team


async def find_primaries(desk: Desk, team: Team) -> Team:
    """Look up only each role's first person, as far as it was never done."""
    untold = [group for group in team.usergroups() if not team.groups.get(group)]
    if untold:
        team = await _groups(desk, team, untold)
    firsts = [role.members[0] for role in team.department.roles.values() if role.members]
    return await complete(desk, team, firsts)


async def complete(desk: Desk, team: Team, refs: Collection[str]) -> Team:
    """Look up those of these who were never found."""
    missing = _missing(team, refs)
    return await _look_up(desk, team, missing) if missing else team


async def look_at(desk: Desk, team: Team, user: str) -> Team:
    """Look at one person and at every group that gives a role, now. Raises SlackRefusedError."""
    refs = [ref for ref, person in team.people.items() if person.user == user] or [user]
    groups = team.usergroups()
    asked = [_ask(desk, "users.info", user=user)]
    asked += [_ask(desk, "usergroups.users.list", usergroup=group) for group in groups]
    info, *lists = await asyncio.gather(*asked)
    seen = Seen(
        people=tuple(person_of(ref, info["user"]) for ref in refs),
        groups={group: tuple(told["users"]) for group, told in zip(groups, lists, strict=True)},
    )
    return await keep(desk, seen)


async def keep(desk: Desk, seen: Seen) -> Team:
    """Remember what Slack said; open incidents follow in the same transaction."""
    now = desk.clock.now()
    desk.team = await desk.store.write(lambda conn: transaction.keep_directory(conn, seen, desk.law, now))
    desk.execute.wake()
    return desk.team


async def tell_gaps(desk: Desk) -> None:
    """Tell AI once which addresses and groups Slack knows no more; nothing of any incident."""
    if not await desk.ask(people.gaps):
        return
    refs = await desk.store.write(people.take_untold)
    told = desk.team.users("AI")[:_NAMED]
    if not refs or not told:
        return
    text = desk.words.say("roles", "directory_gaps", refs=", ".join(refs[:_NAMED]) + (" …" if refs[_NAMED:] else ""))
    try:
        for user in told:
            await desk.slack.call("chat.postMessage", channel=user, text=text)
    except SlackRefusedError as refused:
        log.warning("gaps_not_told", error=refused.error)
        await desk.store.write(lambda conn: people.give_back(conn, refs))


async def _groups(desk: Desk, team: Team, groups: Collection[str] | None = None, *, background: bool = False) -> Team:
    """Ask who is in the user groups that roles name; one that Slack does not tell of stands for a limited time."""
    seen: dict[str, tuple[str, ...]] = {}
    expired = []
    for group in team.usergroups() if groups is None else groups:
        try:
            told = await _ask(desk, "usergroups.users.list", background=background, usergroup=group)
            seen[group] = tuple(told["users"])
        except SlackRefusedError as refused:
            log.warning("group_not_told", error=refused.error)
            lasts = GROUP_LASTS if refused.permanent else OUTAGE_LASTS
            last = team.groups_seen.get(group)
            if last is not None and desk.clock.now() - last > lasts:
                expired.append(group)
    return await keep(desk, Seen(groups=seen, expired=tuple(expired))) if seen or expired else team


async def _look_up(desk: Desk, team: Team, refs: Collection[str], *, background: bool = False) -> Team:
    if len(refs) > _FEW or (len(refs) > _AT_ONCE and len(team.refs()) > _FEW):
        async with desk.looking:
            team = await desk.team_now()
            left = refs if background else _missing(team, refs)
            return await _page_through(desk, team, left, background=background) if left else team
    return await _one_by_one(desk, team, refs, background=background)


async def _one_by_one(desk: Desk, team: Team, refs: Collection[str], *, background: bool = False) -> Team:
    """A look-up each, remembered a few at a time, so that nothing is lost when there is no time for the rest."""
    for start in range(0, len(refs), _AT_ONCE):
        some = list(refs)[start : start + _AT_ONCE]
        found = await asyncio.gather(*(_person(desk, team, ref, background=background) for ref in some))
        known = [one for one in found if one]
        gone = tuple(person.ref for person, is_gone in known if is_gone)
        if known:
            team = await keep(desk, Seen(people=tuple(person for person, _ in known), gone=gone))
    return team


async def _page_through(desk: Desk, team: Team, refs: Collection[str], *, background: bool) -> Team:
    """Find many people in the workspace's list (Slack: users.list); those who are not in it one by one."""
    wanted = {*_missing(team, team.refs()), *refs}
    by_id: dict[str, Mapping[str, Any]] = {}
    by_address: dict[str, Mapping[str, Any]] = {}
    cursor = ""
    for _ in range(_MOST_PAGES):
        try:
            page = await _ask(desk, "users.list", background=background, limit=_PAGE, cursor=cursor or None)
        except SlackRefusedError as refused:
            log.warning("people_not_listed", error=refused.error)
            break
        for user in page.get("members", ()):
            by_id[user["id"]] = user
            if not user.get("deleted") and (address := (user.get("profile") or {}).get("email")):
                by_address[address.lower()] = user
        found = {ref: user for ref in wanted if (user := (by_address if "@" in ref else by_id).get(_key(ref)))}
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if found:
            team = await keep(desk, Seen(people=tuple(person_of(ref, user) for ref, user in found.items())))
        wanted -= found.keys()
        if not wanted or not cursor:
            break
    return await _one_by_one(desk, team, sorted(wanted), background=background)


async def _person(desk: Desk, team: Team, ref: str, *, background: bool) -> tuple[Person, bool] | None:
    """What Slack says of one person, and whether the address is gone; None when Slack does not answer.

    Somebody who was found once stays known by the user id, whatever becomes of the address.
    """
    before = team.people.get(ref)
    try:
        if "@" in ref:
            user = (await _ask(desk, "users.lookupByEmail", background=background, email=ref))["user"]
        else:
            user = (await _ask(desk, "users.info", background=background, user=ref))["user"]
        return person_of(ref, user), False
    except SlackRefusedError as refused:
        if refused.error not in _NOBODY:
            return None
    if "@" not in ref or before is None or before.user is None:
        return Person(ref=ref, status="unknown"), False
    try:
        user = (await _ask(desk, "users.info", background=background, user=before.user))["user"]
        return person_of(ref, user), not user.get("deleted")
    except SlackRefusedError as refused:
        return (Person(ref=ref, status="unknown"), True) if refused.error in _NOBODY else None


async def _ask(desk: Desk, method: str, *, background: bool = False, **arguments: Any) -> Mapping[str, Any]:
    """Call Slack within its limits; what nobody waits for leaves half of them to others. Raises SlackRefusedError."""
    for tried in range(1, _TRIES + 1):
        await _turn(desk, method, background=background)
        try:
            return await desk.slack.call(method, **arguments)
        except SlackRefusedError as refused:
            if refused.error != "ratelimited" or not refused.after or tried == _TRIES:
                raise
            desk.pace.hold(method, None, refused.after, time.monotonic())
    raise AssertionError("the last try raises or returns")


async def _turn(desk: Desk, method: str, *, background: bool) -> None:
    while True:
        calm = not background or desk.pace.calm(method, time.monotonic())
        wait = desk.pace.wait(method, None, time.monotonic()) if calm else desk.pace.seconds(1.0)
        if not wait:
            return
        await asyncio.sleep(wait)


def _missing(team: Team, refs: Collection[str]) -> list[str]:
    return [ref for ref in refs if ref not in team.people or team.people[ref].user is None]


def _key(ref: str) -> str:
    return ref.lower() if "@" in ref else ref


def person_of(ref: str, user: Mapping[str, Any]) -> Person:
    """Somebody of the configuration from Slack's user object (Slack: User object)."""
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name")
    if user.get("deleted"):
        return Person(ref=ref, user=user["id"], name=name, status="deactivated")
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Person(ref=ref, user=user["id"], name=name, status="guest")
    return Person(ref=ref, user=user["id"], name=name, status="active")
