"""Posting and updating: one surface is one message, updated in place; nothing is posted twice.

`chat.postMessage` has no idempotency key, so each message carries its row's key in its metadata, and before a repeat
the channel's history is searched for it.
"""

import json
import time
from collections.abc import Mapping
from typing import Any

from bot.step_commands import SurfaceShown
from handlers.blocks import Block, section
from handlers.outgoing.job import Job, NoChannelError, NotYetError
from handlers.outgoing.surfaces import BY_ITSELF, Surface, surface_of
from handlers.place_of_press import with_place
from handlers.render import Mrkdwn
from handlers.slack_api import SlackRefusedError
from handlers.slack_errors import sort_of
from handlers.views.reminder import without_buttons

_EVENT = "breach_message"
_PAGES = 10
_SOON = 1.0
"""Slack's seconds until the message is looked for again under which another one stands."""
_GIVE_WAY = 15.0
"""Slack's seconds."""


async def show_surface(job: Job) -> SurfaceShown | None:
    """Show the present state of a card, a checklist or the reporter's message."""
    name = job.row.step.removeprefix("surface:")
    surface, about = surface_of(name)
    text, blocks = await surface.draw(job, about)
    known = job.facts.messages.get(name)
    if known:
        try:
            await job.call("chat.update", channel=known.channel, ts=known.ts, text=text, blocks=blocks)
            return None
        except SlackRefusedError as refused:
            if sort_of(refused.error) != "gone":
                raise
    channel = await _channel(job, surface, about)
    key = f"{job.row.key}:{known.ts}" if known else job.row.key
    shown = await post(job, channel, key, text, blocks, thread=thread_of(job, surface, about))
    return SurfaceShown(
        key=job.row.key,
        incident=job.facts.incident.id,
        surface=name,
        channel=str(shown["channel"]),
        ts=str(shown["ts"]),
    )


async def direct_message(job: Job, user: str, text: Mrkdwn, blocks: list[Block] | None = None) -> Mapping[str, Any]:
    """Say something to one person, once; answers the `channel` and `ts` of the message."""
    channel = await direct_channel(job, user) if job.repeated else user
    shown = with_place(blocks or [section(text)], job.facts.incident)
    return await post(job, channel, job.row.key, text, shown)


async def take_buttons(job: Job, channel: str, ts: str, why: Mrkdwn) -> None:
    """Say in place of a message's buttons why they are gone; not when a press has done so already.

    Raises NotYetError while Slack's limit leaves little: cards and lists are updated first.
    """
    page = await job.call("conversations.history", channel=channel, latest=ts, oldest=ts, inclusive=True, limit=1)
    message = next((one for one in page["messages"] if one["ts"] == ts), None)
    if message and any(block["type"] == "actions" for block in message.get("blocks", ())):
        if not job.pace.spare("chat.update", time.monotonic()):
            raise NotYetError(job.pace.seconds(_GIVE_WAY))
        await job.call("chat.update", channel=channel, ts=ts, **without_buttons(message, why))


async def _channel(job: Job, surface: Surface, about: str) -> str:
    if surface.to_reporter or surface.to_person:
        user = about if surface.to_person else job.facts.incident.reporter
        return await direct_channel(job, user) if job.repeated else user
    incident = job.facts.incident
    channel = incident.counsel_channel if surface.in_counsels_room else incident.channel
    if channel is None:
        raise NoChannelError
    return channel


async def direct_channel(job: Job, user: str) -> str:
    """The direct conversation with somebody."""
    return str((await job.call("conversations.open", users=user))["channel"]["id"])


def thread_of(job: Job, surface: Surface, about: str) -> str | None:
    """The message under which a surface stands. Raises NotYetError before that one does."""
    if surface.above is None or (wanted := surface.above(job, about)) == BY_ITSELF:
        return None
    above = job.facts.messages.get(wanted or "")
    if above is None:
        raise NotYetError(job.pace.seconds(_SOON))
    return above.ts


async def post(
    job: Job, channel: str, key: str, text: Mrkdwn, blocks: list[Block], thread: str | None = None
) -> Mapping[str, Any]:
    """Post once: before a repeat, look whether it stands there already. Raises SlackRefusedError."""
    if job.repeated and (found := await find_message(job, channel, key, thread)):
        return {"channel": channel, "ts": found}
    metadata = {"event_type": _EVENT, "event_payload": {"key": key}}
    return await job.call(
        "chat.postMessage",
        channel=channel,
        text=text,
        blocks=json.dumps(blocks),
        metadata=json.dumps(metadata),
        thread_ts=thread,
        unfurl_links=False,
        unfurl_media=False,
    )


async def find_message(job: Job, channel: str, key: str, thread: str | None = None) -> str | None:
    """The message that an earlier try left in the channel or in the thread."""
    method, place = ("conversations.replies", {"ts": thread}) if thread else ("conversations.history", {})
    cursor = ""
    for _ in range(_PAGES):
        page = await job.call(
            method, channel=channel, include_all_metadata=True, limit=200, cursor=cursor or None, **place
        )
        for message in page["messages"]:
            if message.get("metadata", {}).get("event_payload", {}).get("key") == key:
                return str(message["ts"])
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return None
    return None
