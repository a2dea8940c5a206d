"""The steps of opening a channel, one function each: do it once, and look first when somebody may have done it already.

Each answers the command that tells the bot what Slack said (None: nothing to tell).
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from bot.commands import IncidentCommand
from bot.incident import Message
from bot.step_commands import ChannelOpened
from handlers.blocks import actions, button, section
from handlers.button_ids import pack_ids
from handlers.outgoing import (
    channel_watch,
    counsel_room,
    escalate,
    expunging,
    inviting,
    merging,
    notice_thread,
    postings,
    reminders,
    reporter_words,
)
from handlers.outgoing.job import Job, NoChannelError
from handlers.outgoing.messages import direct_message, show_surface
from handlers.outgoing.private_channel import open_private_channel
from handlers.render import Mrkdwn, name_of
from handlers.slack_api import SlackRefusedError
from handlers.views.roles import role_message

Step: TypeAlias = Callable[[Job], Awaitable[IncidentCommand | None]]


async def create_channel(job: Job) -> ChannelOpened:
    """Create the private channel, or adopt it when the answer to an earlier try was lost. Never public."""
    channel = await open_private_channel(job, job.facts.incident.channel_name)
    return ChannelOpened(
        key=job.row.key, incident=job.facts.incident.id, channel=channel["id"], name=str(channel["name"])
    )


async def set_topic(job: Job) -> None:
    """Set the topic: number and telephone, nothing of what happened."""
    topic = job.desk.words.say("channel", "topic", number=job.facts.incident.number)
    await job.call("conversations.setTopic", channel=_channel(job), topic=str(topic))


async def pin_card(job: Job) -> None:
    """Pin the summary card."""
    card = _card(job)
    try:
        await job.call("pins.add", channel=card.channel, timestamp=card.ts)
    except SlackRefusedError as refused:
        if refused.error != "already_pinned":
            raise


async def bookmark_card(job: Job) -> None:
    """Bookmark the summary card."""
    card = _card(job)
    link = (await job.call("chat.getPermalink", channel=card.channel, message_ts=card.ts))["permalink"]
    await _bookmark(job, str(job.desk.words.say("channel", "bookmark_card")), str(link), instead=True)


async def bookmark_policy(job: Job) -> None:
    """Bookmark the department's policy, where the configuration says where it stands."""
    if link := job.desk.department.policy_url:
        await _bookmark(job, str(job.desk.words.say("channel", "bookmark_policy")), link)


async def alarm_of_empty_role(job: Job) -> None:
    """Tell Audits (AI) that a role has nobody."""
    role = str(job.row.payload["role"])
    held = job.team.department.roles.get(role)
    text = job.desk.words.say(
        "alarm", "role_empty", number=job.facts.incident.number, role=role, phone=held.phone if held else None
    )
    await direct_message(job, str(job.row.payload["user"]), text)


async def tell_of_failure(job: Job) -> None:
    """Tell somebody that the channel could not be opened, and what to do instead."""
    incident, user, words = job.facts.incident, str(job.row.payload["user"]), job.desk.words
    step = str(job.row.payload.get("step", "create_channel"))
    if step == "surface:card":
        text = words.say("alarm", "card_stuck", number=incident.number, channel=incident.channel)
    else:
        text = words.say("alarm", "not_opened", number=incident.number, channel=incident.channel)
    again = button(words.say("alarm", "retry_button"), "retry_steps", pack_ids(incident.id), style="primary")
    may = user in job.team.users("AI")
    await direct_message(job, user, text, [section(text), *([actions(again, block_id="retry")] if may else [])])


async def tell_new_holder(job: Job) -> None:
    """Tell the new holder of a role what the policy asks of it; not when somebody else holds it by now."""
    role, user, by = (str(job.row.payload[name]) for name in ("role", "user", "by"))
    held = job.facts.holders.get(role)
    if held is None or held.user != user:
        return
    words, policy = job.desk.words, job.desk.policy
    giver = name_of(by, job.team) if by != user else None
    await direct_message(job, user, role_message(words, job.facts, policy, role, giver))


async def role_joined(job: Job) -> None:
    """Tell somebody who came into a role while an incident is open; not when they lost it again meanwhile."""
    user, role = str(job.row.payload["user"]), str(job.row.payload["role"])
    if user in job.team.users(role):
        incident = job.facts.incident
        channel = Mrkdwn(incident.channel or "")
        await direct_message(
            job, user, job.desk.words.say("roles", "joined", number=incident.number, role=role, channel=channel)
        )


STEPS: Mapping[str, Step] = {
    "create_channel": create_channel,
    "invite": inviting.invite,
    "invite_more": inviting.invite_more,
    "role_joined": role_joined,
    "roles_lost": channel_watch.roles_lost,
    "set_topic": set_topic,
    "pin_card": pin_card,
    "bookmark_card": bookmark_card,
    "bookmark_policy": bookmark_policy,
    "alarm": alarm_of_empty_role,
    "failure": tell_of_failure,
    "nudge": reminders.send_reminder,
    "nudge_over": reminders.expire_buttons,
    "role_given": tell_new_holder,
    "out_of_band": escalate.out_of_band,
    "room_alarm": channel_watch.alarm_of_change,
    "take_out": channel_watch.take_out,
    "bring_back": channel_watch.bring_back,
    "rename_back": channel_watch.rename_back,
    "paper": postings.post_determination_record,
    "status_update": postings.post_status_update,
    "news": postings.post_news,
    "notice_diff": notice_thread.post_diff,
    "notice_file": notice_thread.upload_file,
    "reporter_words": reporter_words.post_words,
    "reporter_asked": reporter_words.ask_reporter,
    "expunge": expunging.expunge,
    "merge": merging.merge,
    "duplicate": merging.tell_duplicate,
    "tally": notice_thread.post_tally,
    "advice": counsel_room.post_advice,
    "create_counsel_room": counsel_room.create_room,
    "invite_counsel": counsel_room.invite_counsel,
    "move_thread": counsel_room.move_thread,
    "offer_move": counsel_room.offer_move,
    "counsel_failure": counsel_room.tell_counsel,
}


def step_of(name: str) -> Step:
    """The function of a step; every surface is shown the same way."""
    return show_surface if name.startswith("surface:") else STEPS[name]


async def _bookmark(job: Job, title: str, link: str, *, instead: bool = False) -> None:
    """Add a bookmark; `instead`: of the one with that title, if it leads elsewhere."""
    channel = _channel(job)
    again = instead and job.row.key.count(":") > 1  # a new card took the place of another
    if job.repeated or again:
        known = (await job.call("bookmarks.list", channel_id=channel)).get("bookmarks", ())
        if any(one.get("link") == link for one in known):
            return
        if again and (old := next((one for one in known if one.get("title") == title), None)):
            await job.call("bookmarks.edit", channel_id=channel, bookmark_id=old["id"], title=title, link=link)
            return
    await job.call("bookmarks.add", channel_id=channel, title=title, type="link", link=link)


def _card(job: Job) -> Message:
    """Where the card stands."""
    if card := job.facts.messages.get("card"):
        return card
    raise NoChannelError


def _channel(job: Job) -> str:
    channel = job.facts.incident.channel
    if channel is None:
        raise NoChannelError
    return channel
