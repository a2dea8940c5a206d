"""Reactions to messages."""

from __future__ import annotations

import re

from sandbox.call import Call
from sandbox.errors import SlackError
from sandbox.message import Message
from sandbox.methods.registry import method
from sandbox.row import Json


def _message(call: Call) -> Message:
    channel = call.channel()
    message = channel.message(call.text("timestamp", missing="no_item_specified"))
    if message is None:
        raise SlackError("message_not_found")
    return message


@method("reactions.add", "reactions:write")
def reactions_add(call: Call) -> Json:
    """Docs: "reactions.add"."""
    name = call.text("name", missing="invalid_name").strip(":")
    if not re.fullmatch(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?", name):
        raise SlackError("invalid_name")
    channel = call.channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.me not in channel.members:
        raise SlackError("not_in_channel")
    users = _message(call).reactions.setdefault(name, [])
    if call.me in users:
        raise SlackError("already_reacted")
    users.append(call.me)
    return {}


@method("reactions.get", "reactions:read")
def reactions_get(call: Call) -> Json:
    """Docs: "reactions.get"."""
    message = _message(call)
    return {"type": "message", "channel": message.channel, "message": message.answer()}
