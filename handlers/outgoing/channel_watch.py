"""The channel itself: the steps that tell AI of a change and that put it right, and a look whether all is as it was."""

from collections.abc import Mapping
from typing import Any, cast

from bot.commands import ChannelChange, ChannelChanged
from bot.department import Team
from bot.incident import IncidentFacts
from bot.rules.channel_state import stands, trouble_of
from handlers.blocks import actions, button, section
from handlers.button_ids import pack_ids
from handlers.desk import Desk
from handlers.outgoing.job import Job
from handlers.outgoing.messages import direct_message
from handlers.render import Mrkdwn, name_of
from handlers.slack_api import SlackRefusedError

_BUTTONS = ("joined", "stranger", "left", "renamed", "role_lost")


async def alarm_of_change(job: Job) -> None:
    """Tell Audits (AI) what happened to the channel, with a button to put it right."""
    words, incident = job.desk.words, job.facts.incident
    change, about, user = (str(job.row.payload[name]) for name in ("change", "about", "user"))
    who = name_of(about, job.team) if about else Mrkdwn("")
    text = words.say("channel_watch", change, number=incident.number, who=who)
    value = pack_ids(incident.id, change, about)
    buttons = [button(words.say("channel_watch", f"{change}_leave"), "room_leave", value)]
    if change in _BUTTONS:
        buttons.insert(0, button(words.say("channel_watch", f"{change}_button"), "room_right", value, style="primary"))
    await direct_message(job, user, text, [section(text), actions(*buttons, block_id="room")])


async def roles_lost(job: Job) -> None:
    """Tell AI how many people lost their roles at once."""
    text = job.desk.words.say(
        "channel_watch", "roles_lost", number=job.facts.incident.number, count=job.row.payload["count"]
    )
    await direct_message(job, str(job.row.payload["user"]), text)


async def take_out(job: Job) -> None:
    """Remove from the channel who holds no role in it; not somebody who has come by one since."""
    user = str(job.row.payload["user"])
    if user == job.facts.incident.reporter or job.team.roles_of(user):
        return
    try:
        await job.call("conversations.kick", channel=job.facts.incident.channel, user=job.row.payload["user"])
    except SlackRefusedError as refused:
        if refused.error != "not_in_channel":
            raise


async def bring_back(job: Job) -> None:
    """Invite somebody again who should be there."""
    try:
        await job.call("conversations.invite", channel=job.facts.incident.channel, users=job.row.payload["user"])
    except SlackRefusedError as refused:
        if refused.error != "already_in_channel":
            raise


async def rename_back(job: Job) -> None:
    """Give the channel its name again, which says nothing."""
    incident = job.facts.incident
    await job.call("conversations.rename", channel=incident.channel, name=incident.channel_name)


_STATE_OF = {
    "is_archived": "archived",
    "channel_is_archived": "archived",
    "not_in_channel": "removed",
    "channel_not_found": "removed",
}
"""What an error of Slack says about the channel."""
_MEMBER_PAGES = 10


async def tell_state(desk: Desk, incident: int, error: str) -> None:
    """Tell the bot what an error of Slack says about the channel. Raises NotRecordedError."""
    if change := _STATE_OF.get(error):
        key = f"look:{incident}:{change}:{desk.clock.now().isoformat()}"
        await desk.execute(
            ChannelChanged(key=key, incident=incident, change=cast(ChannelChange, change), name="", looked=True)
        )


async def compare_channel(desk: Desk, known: IncidentFacts, team: Team) -> None:
    """Ask Slack whether the channel is still private, open, ours alone and named as it was: an event may be missed."""
    incident = known.incident
    if incident.channel is None:
        return
    try:
        channel = (await desk.slack.call("conversations.info", channel=incident.channel))["channel"]
        inside = None if channel.get("is_archived") else await _members(desk, incident.channel)
    except SlackRefusedError as refused:
        await tell_state(desk, incident.id, refused.error)
        return
    for change, user in _differences(known, team, channel, inside):
        # each has its occasion: the decision knows what stands already
        key = f"look:{incident.id}:{change}:{user}:{desk.clock.now().isoformat()}"
        name = str(channel.get("name") or "")
        await desk.execute(
            ChannelChanged(key=key, incident=incident.id, change=change, user=user, name=name, looked=True)
        )


def _differences(
    known: IncidentFacts, team: Team, channel: Mapping[str, Any], inside: set[str] | None
) -> list[tuple[ChannelChange, str]]:
    """What is not as it was, or is right again: each change, and whom it is about."""
    incident = known.incident
    shared = bool(channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"))
    pairs: list[tuple[bool, ChannelChange, ChannelChange]] = [
        (channel.get("is_private") is not True, "public", "private"),
        (bool(channel.get("is_archived")), "archived", "unarchived"),
        (channel.get("name") != incident.channel_name, "renamed", "named"),
        (shared, "shared", "unshared"),
    ]
    if inside is not None:
        pairs.append((channel.get("is_member") is False, "removed", "returned"))
    found: list[tuple[ChannelChange, str]] = []
    for is_so, wrong, right in pairs:
        if is_so != stands(known, trouble_of(wrong)):
            found.append((wrong if is_so else right, ""))
    if inside is not None:
        strangers = {user for user in inside if user != incident.reporter and not team.roles_of(user)}
        told = {one.step.rpartition(":")[2] for one in known.troubles if one.step.startswith(trouble_of("joined"))}
        found += [("stranger", user) for user in sorted(strangers - told)]
        found += [("settled", user) for user in sorted(told - strangers)]
    return found


async def _members(desk: Desk, channel: str) -> set[str] | None:
    """Everybody in the channel but the bot; None before the bot knows its own name."""
    bot = desk.workspace.user if desk.workspace else ""
    if not bot:
        return None
    found: set[str] = set()
    cursor = ""
    for _ in range(_MEMBER_PAGES):
        page = await desk.slack.call("conversations.members", channel=channel, limit=200, cursor=cursor or None)
        found.update(map(str, page["members"]))
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            break
    return found - {bot}
