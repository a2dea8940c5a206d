"""Answers through a response_url (docs: "Handling user interaction": five uses within thirty minutes)."""

from __future__ import annotations

import json

from aiohttp import web

from sandbox.errors import SlackError
from sandbox.happenings import Happenings
from sandbox.journal import Entry
from sandbox.message import Message
from sandbox.row import Json
from sandbox.rules.blocks import block_faults, named
from sandbox.rules.messages import BLOCKS_MAX
from sandbox.workspace import ResponseUrl

USES_MAX = 5
LIFE_SECONDS = 30 * 60.0


async def handle(slack: Happenings, request: web.Request) -> web.Response:
    """One POST to a response_url."""
    path = request.path.lstrip("/")
    raw = await request.read()
    body: Json = {}
    try:
        body = _body(raw)
        _use(slack, path, body)
        status, answer = 200, "ok"
    except SlackError as error:
        answer = error.code
        status = 404 if error.code in ("expired_url", "used_url") else 400
        slack.world.violation("response_url", error.code, body, error.answer())
    found = slack.workspace.response_urls.get(path)
    person = slack.workspace.people.get(found.user_id) if found else None
    slack.world.journal.write(
        Entry(
            kind="call",
            method="response_url",
            person=person.handle if person else None,
            args=body,
            answer={"ok": status == 200, "error": "" if status == 200 else answer},
            status=status,
            time=slack.world.clock.now(),
        )
    )
    slack.world.changed()
    if status == 200:
        return web.Response(text="ok")
    return web.json_response({"ok": False, "error": answer}, status=status)


def _body(raw: bytes) -> Json:
    try:
        body = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise SlackError("invalid_payload") from error
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    return body


def _use(slack: Happenings, path: str, body: Json) -> None:
    found = slack.workspace.response_urls.get(path)
    if found is None or slack.world.clock.seconds() - found.at > LIFE_SECONDS:
        raise SlackError("expired_url")
    if found.uses >= USES_MAX:
        raise SlackError("used_url")
    if body.get("delete_original"):
        found.uses += 1
        _delete(slack, found)
        return
    blocks = body.get("blocks") or []
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    faults = block_faults(blocks, surface="message", maximum=BLOCKS_MAX)
    if faults:
        raise SlackError("invalid_blocks", *faults)
    text = body.get("text") or ""
    if not isinstance(text, str):
        raise SlackError("invalid_payload")
    if not (text or blocks or body.get("attachments")):
        raise SlackError("no_text")
    found.uses += 1
    _show(slack, found, body, text, named(blocks))


def _show(slack: Happenings, found: ResponseUrl, body: Json, text: str, blocks: list[Json]) -> None:
    original = found.message
    attachments = body.get("attachments") or []
    if body.get("replace_original") and original:
        original.text, original.blocks, original.attachments = text, blocks, attachments
        return
    thread_ts = str(body["thread_ts"]) if body.get("thread_ts") else None
    if body.get("response_type") == "in_channel":
        workspace = slack.workspace
        message = workspace.post(
            Message(
                ts=workspace.next_ts(),
                channel=found.channel_id,
                user=workspace.bot.id,
                bot_id=workspace.bot_id,
                app_id=workspace.app_id,
                text=text,
                blocks=blocks,
                attachments=attachments,
                thread_ts=thread_ts,
            )
        )
        slack.message(message)
        return
    slack.ephemeral(
        found.user_id,
        found.channel_id,
        text=text,
        blocks=blocks,
        attachments=attachments,
        thread_ts=thread_ts,
    )


def _delete(slack: Happenings, found: ResponseUrl) -> None:
    original = found.message
    if original is None:
        return
    shown = slack.workspace.ephemerals.get(found.user_id, [])
    if original in shown:
        shown.remove(original)
    elif original in slack.workspace.channels[original.channel].messages:
        slack.delete(original)
