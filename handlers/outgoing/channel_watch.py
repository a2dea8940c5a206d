"""The channel itself: the steps that tell AI of a change and that put it right, and a look whether all is as it was."""

from collections.abc import Mapping
from typing import Any, cast

from bot.commands import ChannelChange, ChannelChanged, Room
from bot.department import Team
from bot.incident import IncidentFacts
from bot.rules.channel_state import stands, trouble_of
from bot.rules.counsel_room import belongs_in_room
from bot.visibility import belongs_in_channel
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
    room = _room_of(job)
    who = name_of(about, job.team) if about else Mrkdwn("")
    counsels = ("counsel",) if room == "counsel" else ()
    text = words.say("channel_watch", change, number=incident.number, who=who, counsels=bool(counsels))
    value = pack_ids(incident.id, change, about, *counsels)
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
    """Remove who does not belong there; not somebody who does by now."""
    user, room = str(job.row.payload["user"]), _room_of(job)
    belongs = belongs_in_room if room == "counsel" else belongs_in_channel
    if belongs(user, job.facts.incident, job.team):
        return
    try:
        await job.call("conversations.kick", channel=_channel_of(job, room), user=user)
    except SlackRefusedError as refused:
        if refused.error != "not_in_channel":
            raise


async def bring_back(job: Job) -> None:
    """Invite somebody again who should be there."""
    try:
        channel = _channel_of(job, _room_of(job))
        await job.call("conversations.invite", channel=channel, users=job.row.payload["user"])
    except SlackRefusedError as refused:
        if refused.error != "already_in_channel":
            raise


async def rename_back(job: Job) -> None:
    """Give the channel its name again, which says nothing."""
    incident, room = job.facts.incident, _room_of(job)
    name = incident.counsel_name if room == "counsel" else incident.channel_name
    await job.call("conversations.rename", channel=_channel_of(job, room), name=name)


_STATE_OF = {
    "is_archived": "archived",
    "channel_is_archived": "archived",
    "not_in_channel": "removed",
    "channel_not_found": "removed",
}
"""What an error of Slack says about the channel."""
_MEMBER_PAGES = 10


async def tell_state(desk: Desk, incident: int, error: str, room: Room = "incident") -> None:
    """Tell the bot what an error of Slack says about the channel. Raises NotRecordedError."""
    if change := cast(ChannelChange | None, _STATE_OF.get(error)):
        key = f"look:{incident}:{room}:{change}:{desk.clock.now().isoformat()}"
        await desk.execute(ChannelChanged(key=key, incident=incident, change=change, name="", looked=True, room=room))


async def compare_channel(desk: Desk, known: IncidentFacts, team: Team) -> None:
    """Ask Slack whether the channel is still private, open, ours alone and named as it was: an event may be missed.

    And the same of counsel's room, where it is open.
    """
    incident = known.incident
    if incident.channel is not None:
        await _compare(desk, known, team, "incident", incident.channel)
    if incident.counsel_channel is not None:
        await _compare(desk, known, team, "counsel", incident.counsel_channel)


async def _compare(desk: Desk, known: IncidentFacts, team: Team, room: Room, there: str) -> None:
    incident = known.incident
    try:
        channel = (await desk.slack.call("conversations.info", channel=there))["channel"]
        inside = None if channel.get("is_archived") else await _members(desk, there)
    except SlackRefusedError as refused:
        await tell_state(desk, incident.id, refused.error, room)
        return
    for change, user in _differences(known, team, room, channel, inside):
        # each has its occasion: the decision knows what stands already
        key = f"look:{incident.id}:{room}:{change}:{user}:{desk.clock.now().isoformat()}"
        name = str(channel.get("name") or "")
        await desk.execute(
            ChannelChanged(key=key, incident=incident.id, change=change, user=user, name=name, looked=True, room=room)
        )


def _differences(
    known: IncidentFacts, team: Team, room: Room, channel: Mapping[str, Any], inside: set[str] | None
) -> list[tuple[ChannelChange, str]]:
    """What is not as it was, or is right again: each change, and whom it is about."""
    incident = known.incident
    counsels = room == "counsel"
    name = incident.counsel_name if counsels else incident.channel_name
    shared = bool(channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"))
    pairs: list[tuple[bool, ChannelChange, ChannelChange]] = [
        (channel.get("is_private") is not True, "public", "private"),
        (bool(channel.get("is_archived")), "archived", "unarchived"),
        (channel.get("name") != name, "renamed", "named"),
        (shared, "shared", "unshared"),
    ]
    if inside is not None:
        pairs.append((channel.get("is_member") is False, "removed", "returned"))
    found: list[tuple[ChannelChange, str]] = []
    for is_so, wrong, right in pairs:
        if is_so != stands(known, trouble_of(wrong, room=room)):
            found.append((wrong if is_so else right, ""))
    if inside is not None:
        belongs = belongs_in_room if counsels else belongs_in_channel
        strangers = {user for user in inside if not belongs(user, incident, team)}
        begins = trouble_of("joined", room=room)
        told = {one.step.rpartition(":")[2] for one in known.troubles if one.step.startswith(begins)}
        found += [("stranger", user) for user in sorted(strangers - told)]
        found += [("settled", user) for user in sorted(told - strangers)]
    return found


def _room_of(job: Job) -> Room:
    return "counsel" if job.row.payload.get("room") == "counsel" else "incident"


def _channel_of(job: Job, room: Room) -> str | None:
    return job.facts.incident.counsel_channel if room == "counsel" else job.facts.incident.channel


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
