"""The invitation: the reporter and the primaries first, whoever else waits; then the others, so many at once.

Slack: conversations.invite takes up to 100 people in one call; with `force` it leaves out those whom it refuses.
"""

import asyncio
import time
from contextlib import suppress

from bot.department import TEAM_ROLES, Team
from bot.step_commands import PeopleInvited
from handlers import directory
from handlers.outgoing.job import Job, NoChannelError, NotYetError
from handlers.slack_api import SlackRefusedError

_INSIDE = {"already_in_channel", "cant_invite_self"}
_MOST_INVITED = 100
_FIRST_SECONDS = 2.0
"""How long the reporter waits for a primary's look-up."""
_SOON = 2.0
"""Slack's seconds until the others are tried again whose look-up takes long."""


async def invite(job: Job) -> PeopleInvited:
    """Invite the reporter, the primaries and whoever is known already, in one call. Others come with `invite_more`."""
    team = job.team
    with suppress(TimeoutError):
        async with asyncio.timeout(min(_FIRST_SECONDS, max(0.1, (job.until - time.monotonic()) / 2))):
            team = await directory.find_primaries(job.desk, team)
    reporter = job.facts.incident.reporter
    known = [ref for ref in team.refs() if ref in team.people]
    able, absent = _divided(team, known)
    leads = [lead for role in TEAM_ROLES if (lead := team.lead(role))]
    first = [reporter] if job.facts.incident.reporter_inside else []
    wanted = list(dict.fromkeys([*first, *leads, *able]))[:_MOST_INVITED]
    refused, _ = await _invite(job, wanted)
    return PeopleInvited(
        key=job.row.key,
        incident=job.facts.incident.id,
        inside=tuple(user for user in wanted if user not in refused),
        absent=(*((ref, why) for ref, why in absent if team.person(ref).user != reporter), *sorted(refused.items())),
    )


async def invite_more(job: Job) -> PeopleInvited:
    """Invite these too, once it is known who they are; only those who are new inside are reported."""
    given = job.row.payload["refs"]
    refs = [str(ref) for ref in given] if isinstance(given, (list, tuple)) else []
    try:
        async with asyncio.timeout(max(0.1, job.until - time.monotonic() - directory.CALL_SECONDS)):
            team = await directory.complete(job.desk, job.team, refs)
    except TimeoutError:
        raise NotYetError(job.pace.seconds(_SOON)) from None
    mine = set(team.refs()) | {person.user for person in map(team.person, team.refs())}
    able, absent = _divided(team, [ref for ref in refs if ref in mine])  # who lost the role meanwhile stays outside
    refused, before = await _invite(job, able) if able else ({}, set())
    return PeopleInvited(
        key=job.row.key,
        incident=job.facts.incident.id,
        inside=tuple(user for user in able if user not in refused and user not in before),
        absent=(*absent, *sorted(refused.items())),
        late=True,
    )


def _divided(team: Team, refs: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The Slack user ids of those who can come, and the others with the reason."""
    able: list[str] = []
    absent: list[tuple[str, str]] = []
    for ref in refs:
        person = team.person(ref)
        if person.user is None and (named := team.named(ref)):
            person = named
        if person.user and person.status not in ("deactivated", "guest"):
            able.append(person.user)
        else:
            absent.append((ref, person.status if person.user else "unknown"))
    return list(dict.fromkeys(able)), absent


async def _invite(job: Job, users: list[str]) -> tuple[dict[str, str], set[str]]:
    channel = job.facts.incident.channel
    if channel is None:
        raise NoChannelError
    return await invite_into(job, channel, users)


async def invite_into(job: Job, channel: str, users: list[str]) -> tuple[dict[str, str], set[str]]:
    """Invite these; answers whom Slack refused, and why, and who was inside before."""
    try:
        answer = await job.call("conversations.invite", channel=channel, users=",".join(users), force=True)
        errors = answer.get("errors") or ()
    except SlackRefusedError as refused:
        if not refused.permanent or refused.answer is None or refused.in_channel:
            raise
        errors = refused.answer.get("errors") or [{"user": user, "error": refused.error} for user in users]
    told = {str(one["user"]): str(one["error"]) for one in errors if one.get("error") and one.get("user")}
    return (
        {user: error for user, error in told.items() if error not in _INSIDE},
        {user for user, error in told.items() if error in _INSIDE},
    )
