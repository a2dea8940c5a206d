"""The channel itself: the steps that tell AI of a change and that put it right, and a look whether all is as it was."""

from bot.commands import RoomChange, RoomChanged
from bot.incident import Incident
from handlers.blocks import actions, button, section
from handlers.desk import Desk
from handlers.job import Job
from handlers.messages import direct_message
from handlers.render import Mrkdwn, name_of
from handlers.slack_api import SlackRefusedError

_BUTTONS = ("joined", "left", "renamed", "role_lost")


async def alarm(job: Job) -> None:
    """Tell somebody of AI what happened to the channel, with a button to put it right."""
    words, incident = job.desk.words, job.facts.incident
    change, about, user = (str(job.row.payload[name]) for name in ("change", "about", "user"))
    who = name_of(about, job.team) if about else Mrkdwn("")
    text = words.say("room", change, number=incident.number, who=who)
    value = f"{incident.id}|{change}|{about}"
    buttons = [button(words.say("room", f"{change}_leave"), "room_leave", value)]
    if change in _BUTTONS:
        buttons.insert(0, button(words.say("room", f"{change}_button"), "room_right", value, style="primary"))
    await direct_message(job, user, text, [section(text), actions(*buttons, block_id="room")])


async def roles_lost(job: Job) -> None:
    """Tell somebody of AI how many people lost their roles at once."""
    text = job.desk.words.say("room", "roles_lost", number=job.facts.incident.number, count=job.row.payload["count"])
    await direct_message(job, str(job.row.payload["user"]), text)


async def take_out(job: Job) -> None:
    """Remove from the channel who holds no role in it."""
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


async def look(desk: Desk, incident: Incident) -> None:
    """Ask Slack whether the channel is still private, open and named as it was: an event may have been missed."""
    if incident.channel is None:
        return
    try:
        channel = (await desk.slack.call("conversations.info", channel=incident.channel))["channel"]
    except SlackRefusedError:
        return
    found: list[RoomChange] = []
    if channel.get("is_private") is not True:
        found.append("public")
    if channel.get("is_archived") and incident.state != "closed":
        found.append("archived")
    if channel.get("name") != incident.channel_name:
        found.append("renamed")
    for change in found:
        # the same key as long as it stays so: AI is told once
        key = f"look:{incident.id}:{change}:{channel.get('name')}"
        name = str(channel.get("name") or "")
        await desk.execute(RoomChanged(key=key, incident=incident.id, change=change, name=name))
