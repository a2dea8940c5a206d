"""Posting and updating: one surface is one message, updated in place; nothing is posted twice.

`chat.postMessage` has no idempotency key, so each message carries its row's key in its metadata, and before a repeat
the channel's history is searched for it.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.question import Question
from bot.rules.questions import find_question
from bot.situation import assess_incident
from bot.step_commands import SurfaceShown
from handlers.blocks import Block, section
from handlers.outgoing.job import Job, NoChannelError, NotYetError
from handlers.outgoing.notice_surface import notice_surface
from handlers.place_of_press import with_place
from handlers.render import Mrkdwn
from handlers.slack_api import SlackRefusedError
from handlers.slack_errors import sort_of
from handlers.views.assessment import assessment_card, details
from handlers.views.card import card
from handlers.views.checklist import checklist
from handlers.views.counsel_room import counsel_room, old_thread
from handlers.views.question_message import question_message
from handlers.views.reminder import without_buttons
from handlers.views.reporter import reporter
from handlers.views.whole_report import whole_report

_UNDER = {"details": "assessment", "report": "card"}
"""Surfaces in the thread of another."""
_EVENT = "breach_message"
_PAGES = 10
_SOON = 1.0
"""Slack's seconds until the message is looked for again under which another one stands."""
_GIVE_WAY = 15.0
"""Slack's seconds."""


async def show_surface(job: Job) -> SurfaceShown | None:
    """Show the present state of a card, a checklist or the reporter's message."""
    surface = job.row.step.removeprefix("surface:")
    text, blocks = await _draw(job, surface)
    known = job.facts.messages.get(surface)
    if known:
        try:
            await job.call("chat.update", channel=known.channel, ts=known.ts, text=text, blocks=blocks)
            return None
        except SlackRefusedError as refused:
            if sort_of(refused.error) != "gone":
                raise
    channel = await _channel(job, surface)
    key = f"{job.row.key}:{known.ts}" if known else job.row.key
    shown = await post(job, channel, key, text, blocks, thread=_thread(job, surface))
    return SurfaceShown(
        key=job.row.key,
        incident=job.facts.incident.id,
        surface=surface,
        channel=str(shown["channel"]),
        ts=str(shown["ts"]),
    )


async def direct_message(job: Job, user: str, text: Mrkdwn, blocks: list[Block] | None = None) -> Mapping[str, Any]:
    """Say something to one person, once; answers the `channel` and `ts` of the message."""
    channel = await _direct_channel(job, user) if job.repeated else user
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


async def _draw(job: Job, surface: str) -> tuple[Mrkdwn, list[Block]]:
    words = job.desk.words
    if surface == "reporter":
        text, blocks = reporter(words, job.facts, job.team)
        return text, with_place(blocks, job.facts.incident)
    if surface == "report":
        return whole_report(words, job.facts)
    if surface in ("card", "assessment", "details") or surface.startswith("decision:"):
        now, law = job.desk.clock.now(), job.desk.law
        answer = assess_incident(job.facts, law, now)
        if surface == "card":
            return card(words, job.facts, job.team, answer, law)
        if surface.startswith("decision:"):
            return question_message(words, job.facts, job.team, law, _question(job, surface), answer)
        if surface == "details":
            return details(words, job.facts, answer)
        return assessment_card(words, job.desk.situation(job.facts, job.team), answer)
    if surface == "counsel":
        return old_thread(words, job.facts)
    if surface == "counsel_room":
        text, blocks = counsel_room(words, job.facts, job.team)
        return text, with_place(blocks, job.facts.incident)
    if surface.startswith("notice"):
        return await notice_surface(job, surface)
    return checklist(words, job.facts, job.team, job.desk.policy, surface.removeprefix("checklist:"))


def _question(job: Job, surface: str) -> Question:
    """The question of a surface; one that the facts no longer raise stands as withdrawn."""
    question_id = surface.removeprefix("decision:")
    found = find_question(question_id, job.desk.situation(job.facts, job.team))
    if found is None:
        packs = job.desk.law.packs.questions
        found = packs.named.get(question_id) or replace(packs.patterns[question_id.partition(":")[0]], id=question_id)
    return found


async def _channel(job: Job, surface: str) -> str:
    if surface == "reporter":
        user = job.facts.incident.reporter
        return await _direct_channel(job, user) if job.repeated else user
    incident = job.facts.incident
    channel = incident.counsel_channel if surface == "counsel_room" else incident.channel
    if channel is None:
        raise NoChannelError
    return channel


async def _direct_channel(job: Job, user: str) -> str:
    return str((await job.call("conversations.open", users=user))["channel"]["id"])


def _thread(job: Job, surface: str) -> str | None:
    """The message under which a surface stands: the assessment's reasons, a notice's text."""
    if surface in _UNDER:
        if above := job.facts.messages.get(_UNDER[surface]):
            return above.ts
        raise NotYetError(job.pace.seconds(_SOON))
    if not surface.startswith("notice_text:"):
        return None
    _, draft, part = surface.split(":")
    above = job.facts.messages.get(f"notice:{draft}")
    if above is None or not _follows(job, draft, int(part)):
        raise NotYetError(job.pace.seconds(_SOON))
    return above.ts


def _follows(job: Job, draft: str, part: int) -> bool:
    """Whether the part before stands, or never will: who reads a letter reads it in its order."""
    before = f"notice_text:{draft}:{part - 1}"
    refused = any(trouble.step == f"surface:{before}" for trouble in job.facts.troubles)
    return part == 0 or before in job.facts.messages or refused


async def post(
    job: Job, channel: str, key: str, text: Mrkdwn, blocks: list[Block], thread: str | None = None
) -> Mapping[str, Any]:
    """Post once: before a repeat, look whether it stands there already. Raises SlackRefusedError."""
    if job.repeated and (found := await _find(job, channel, key, thread)):
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


async def _find(job: Job, channel: str, key: str, thread: str | None) -> str | None:
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
