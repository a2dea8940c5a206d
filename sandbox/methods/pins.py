"""Pinned messages."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.channel import Channel
from sandbox.errors import SlackError
from sandbox.methods.registry import method
from sandbox.row import Json

LIMIT = 100  # docs: "Pin messages and bookmark links"


def _member_channel(call: Call) -> Channel:
    channel = call.channel()
    if call.me not in channel.members:
        raise SlackError("not_in_channel")
    return channel


@method("pins.add", "pins:write")
def pins_add(call: Call) -> Json:
    """Docs: "pins.add"."""
    channel = _member_channel(call)
    ts = call.text("timestamp", missing="no_item_specified")
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.message(ts) is None:
        raise SlackError("message_not_found")
    if ts in channel.pins:
        raise SlackError("already_pinned")
    if len(channel.pins) >= LIMIT:
        raise SlackError("too_many_pins")
    channel.pins.append(ts)
    call.slack.emit("pin_added", {"channel_id": channel.id, "user": call.me, "item": {"type": "message"}}, channel)
    return {}


@method("pins.list", "pins:read")
def pins_list(call: Call) -> Json:
    """Docs: "pins.list"."""
    channel = call.channel()
    items = []
    for ts in channel.pins:
        message = channel.message(ts)
        if message:
            items.append(
                {
                    "type": "message",
                    "channel": channel.id,
                    "created": int(float(ts)),
                    "created_by": call.me,
                    "message": message.answer() | {"pinned_to": [channel.id]},
                }
            )
    return {"items": items}


@method("pins.remove", "pins:write")
def pins_remove(call: Call) -> Json:
    """Docs: "pins.remove"."""
    channel = _member_channel(call)
    ts = call.text("timestamp", missing="no_item_specified")
    if ts not in channel.pins:
        raise SlackError("no_pin")
    channel.pins.remove(ts)
    return {}
