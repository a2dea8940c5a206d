"""Counsel's room: opening it, who comes in, what is said there, and moving in what stood in the channel before.

What is privileged goes there or waits: it never falls back into the incident's channel.
"""

from collections.abc import Mapping
from typing import Any

from bot.counsel_commands import CounselInvited, CounselRoomOpened
from bot.rules.counsel_room import room_is_open
from bot.rules.privileged import COUNSEL
from bot.rules.questions import find_question
from handlers import directory
from handlers.blocks import Block, actions, button, context, section
from handlers.button_ids import pack_ids
from handlers.outgoing.inviting import invite_into
from handlers.outgoing.job import Job, NoChannelError
from handlers.outgoing.messages import direct_message, post
from handlers.outgoing.private_channel import open_private_channel
from handlers.render import Mrkdwn, escape, name_of, parts

_LONGEST = 2500
_PAGES = 10
_PRIVILEGED = ("advice:", "paper:")
"""How the keys of messages begin that an earlier version posted in the incident's channel."""


async def create_room(job: Job) -> CounselRoomOpened:
    """Create counsel's private room; its name says the number and whose it is."""
    incident = job.facts.incident
    channel = await open_private_channel(job, f"{incident.number.lower()}-counsel")
    return CounselRoomOpened(
        key=job.row.key, incident=incident.id, channel=str(channel["id"]), name=str(channel["name"])
    )


async def invite_counsel(job: Job) -> CounselInvited:
    """Invite CCO with its alternates, and whom CCO named."""
    incident = job.facts.incident
    if incident.counsel_channel is None:
        raise NoChannelError
    held = job.team.department.roles.get(COUNSEL)
    team = await directory.complete(job.desk, job.team, held.members if held else ())
    members = team.members(COUNSEL)
    unknown = [(one.ref, one.status) for one in members if not one.user or one.user not in team.users(COUNSEL)]
    wanted = list(dict.fromkeys([*team.users(COUNSEL), *incident.counsel_people]))
    refused, before = await invite_into(job, incident.counsel_channel, wanted) if wanted else ({}, set())
    return CounselInvited(
        key=job.row.key,
        incident=incident.id,
        inside=tuple(user for user in wanted if user not in refused and user not in before),
        absent=(*unknown, *sorted(refused.items())),
    )


async def post_privileged(job: Job, text: Mrkdwn, blocks: list[Block]) -> None:
    """Say something in counsel's room; it waits while the room is not open, or somebody else can read in it."""
    channel = job.facts.incident.counsel_channel
    if channel is None or not room_is_open(job.facts):
        raise NoChannelError
    await post(job, channel, job.row.key, text, blocks)


async def post_advice(job: Job) -> None:
    """Post counsel's advice, or its draft of a determination."""
    told = job.facts.known.get(str(job.row.payload["name"]))
    if told is None or told.value is None:
        return
    words, value = job.desk.words, told.value
    by = context(words.say("notice", "by", by=name_of(told.by, job.team), at=told.at))
    first, *rest = parts(str(value["text"]), _LONGEST) or [""]
    question_id = str(value.get("question") or "")
    if question_id:
        found = find_question(question_id, job.desk.situation(job.facts, job.team))
        head = words.say("counsel_room", "draft", title=found.title if found else question_id, text=first)
    else:
        head = words.say("counsel_room", "advice", text=first)
    blocks = [section(head), *(section(Mrkdwn(escape(one))) for one in rest), by]
    await post_privileged(job, words.say("counsel_room", "fallback", number=job.facts.incident.number), blocks)


async def move_thread(job: Job) -> None:
    """Say in the room what stands in an old thread, message by message, and put a pointer in the place of each."""
    above = job.facts.messages.get(str(job.row.payload["surface"]))
    channel = job.facts.incident.counsel_channel
    if channel is None or not room_is_open(job.facts):
        raise NoChannelError
    words = job.desk.words
    fallback = words.say("counsel_room", "fallback", number=job.facts.incident.number)
    pointer = words.say("counsel_room", "moved")
    for message in await _privileged_replies(job, above.channel, above.ts) if above else ():
        key = f"moved:{_key_of(message)}"[:200]
        await post(job, channel, key, fallback, list(message.get("blocks") or ()))
        replaced = {"event_type": "breach_message", "event_payload": {"key": key}}
        await job.call(
            "chat.update",
            channel=above.channel if above else channel,
            ts=message["ts"],
            text=pointer,
            blocks=[context(pointer)],
            metadata=replaced,
        )


async def offer_move(job: Job) -> None:
    """Tell counsel that privileged threads stand in the incident's channel, with the button that moves them."""
    words, incident = job.desk.words, job.facts.incident
    if not incident.privileged_outside:
        return
    text = words.say("counsel_room", "offer", number=incident.number)
    press = button(words.say("counsel_room", "move_button"), "counsel_move", pack_ids(incident.id), style="primary")
    await direct_message(job, str(job.row.payload["user"]), text, [section(text), actions(press, block_id="move")])


async def tell_counsel(job: Job) -> None:
    """Tell CCO that its room does not work; what was to be said there is kept and can be read here."""
    words, incident = job.desk.words, job.facts.incident
    text = words.say("counsel_room", "failure", number=incident.number)
    presses = [
        button(words.say("counsel_room", "read_button"), "counsel_read", pack_ids(incident.id)),
        button(words.say("alarm", "retry_button"), "retry_steps", pack_ids(incident.id), style="primary"),
    ]
    await direct_message(job, str(job.row.payload["user"]), text, [section(text), actions(*presses, block_id="retry")])


async def _privileged_replies(job: Job, channel: str, ts: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    cursor = ""
    for _ in range(_PAGES):
        page = await job.call(
            "conversations.replies", channel=channel, ts=ts, include_all_metadata=True, limit=200, cursor=cursor or None
        )
        found += [message for message in page["messages"] if _key_of(message).startswith(_PRIVILEGED)]
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            break
    return found


def _key_of(message: Mapping[str, Any]) -> str:
    return str(message.get("metadata", {}).get("event_payload", {}).get("key") or "")
