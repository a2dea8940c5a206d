"""Rules for messages: how long, how many blocks, which metadata."""

from __future__ import annotations

import json

from sandbox.call import Call
from sandbox.errors import SlackError
from sandbox.row import Json
from sandbox.rules.blocks import block_faults, named

TEXT_MAX = 40_000  # docs: "chat.postMessage", truncating content; the stricter answer is a refusal
UPDATE_TEXT_MAX = 4_000  # docs: "chat.update", error msg_too_long
BLOCKS_MAX = 50  # docs: "Blocks"
ALL_BLOCKS_MAX = 13_200  # characters of all blocks together; seen as msg_blocks_too_long
ATTACHMENTS_MAX = 100  # docs: "chat.postMessage", error too_many_attachments
METADATA_MAX = 16_000  # docs: "Message metadata", error metadata_too_large


def checked_blocks(call: Call) -> list[Json] | None:
    """The blocks of a message, each with a block_id; None when the argument was not given."""
    blocks = call.parsed("blocks", "invalid_blocks_format")
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    faults = block_faults(blocks, surface="message", maximum=BLOCKS_MAX)
    if faults:
        raise SlackError("invalid_blocks", *faults)
    if len(json.dumps(blocks, ensure_ascii=False)) > ALL_BLOCKS_MAX:
        raise SlackError("msg_blocks_too_long")
    return named(blocks)


def checked_attachments(call: Call) -> list[Json] | None:
    """The attachments of a message (docs: "Legacy: secondary attachments"); None when not given."""
    attachments = call.parsed("attachments", "invalid_attachments")
    if attachments is None:
        return None
    if not isinstance(attachments, list) or not all(isinstance(item, dict) for item in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > ATTACHMENTS_MAX:
        raise SlackError("too_many_attachments")
    for index, item in enumerate(attachments):
        blocks = item.get("blocks")
        if blocks is None:
            continue
        place = f"/attachments/{index}"
        if not isinstance(blocks, list):
            raise SlackError("invalid_attachments", f"must be an array [json-pointer:{place}/blocks]")
        faults = block_faults(blocks, surface="message", maximum=BLOCKS_MAX, where=place)
        if faults:
            raise SlackError("invalid_attachments", *faults)
        item["blocks"] = named(blocks)
    return attachments


def checked_text(call: Call, *, something_else: bool) -> str:
    """The text of a new message; it may be absent only when there are blocks or attachments."""
    text = call.text("text")
    if not text.strip() and not something_else:
        raise SlackError("no_text")
    if len(text) > TEXT_MAX:
        raise SlackError("msg_too_long")
    return text


def check_update_text(text: str) -> str:
    """The text of an updated message."""
    if len(text) > UPDATE_TEXT_MAX:
        raise SlackError("msg_too_long")
    return text


def check_metadata(call: Call) -> Json | None:
    """Docs: "Message metadata"; an empty object takes the metadata away on update."""
    metadata = call.parsed("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    if not metadata:
        return {}
    if not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        raise SlackError("invalid_metadata_schema")
    if not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    if set(metadata) - {"event_type", "event_payload", "entities"}:
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_MAX:
        raise SlackError("metadata_too_large")
    return metadata
