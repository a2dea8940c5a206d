"""Messages: posting, updating, deleting. chat.postMessage does it twice when it is called twice."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.channel import Channel
from sandbox.errors import SlackError
from sandbox.message import Message
from sandbox.methods.registry import method
from sandbox.row import Json
from sandbox.rules.messages import (
    check_metadata,
    check_update_text,
    checked_attachments,
    checked_blocks,
    checked_text,
)


def _target(call: Call) -> Channel:
    """Where to post: a channel by id or name, or a person, whose direct message is opened."""
    wanted = call.text("channel", missing="channel_not_found")
    workspace = call.workspace
    person = workspace.people.get(wanted)
    if person:
        if person.deleted:
            raise SlackError("channel_not_found")
        return workspace.open_direct(call.me, person.id)
    channel = workspace.channels.get(wanted) or workspace.named(wanted)
    if channel is None or not call.may_see(channel):
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.me not in channel.members and "chat:write.public" not in call.world.scopes:
        raise SlackError("not_in_channel")
    return channel


def _thread(call: Call, channel: Channel) -> str | None:
    ts = call.text("thread_ts")
    if not ts:
        return None
    parent = channel.message(ts)
    if parent is None or parent.is_reply or (parent.subtype or "").startswith("channel_"):
        raise SlackError("cannot_reply_to_message")
    return ts


def _own(call: Call, channel: Channel, error: str) -> Message:
    message = channel.message(call.text("ts", missing="message_not_found"))
    if message is None or message.subtype == "tombstone":
        raise SlackError("message_not_found")
    if message.bot_id != call.workspace.bot_id:
        raise SlackError(error)
    return message


def _own_channel(call: Call) -> Channel:
    channel = call.channel()
    if call.me not in channel.members and channel.kind != "channels":
        raise SlackError("channel_not_found")
    return channel


@method("chat.postMessage", "chat:write")
def post_message(call: Call) -> Json:
    """Docs: "chat.postMessage"."""
    channel = _target(call)
    thread_ts = _thread(call, channel)
    blocks = checked_blocks(call)
    attachments = checked_attachments(call) or []
    text = checked_text(call, something_else=bool(blocks or attachments))
    metadata = check_metadata(call)
    workspace = call.workspace
    message = workspace.post(
        Message(
            ts=workspace.next_ts(),
            channel=channel.id,
            user=call.me,
            bot_id=workspace.bot_id,
            app_id=workspace.app_id,
            text=text,
            blocks=blocks or [],
            attachments=attachments,
            thread_ts=thread_ts,
            metadata=metadata or None,
            subtype="thread_broadcast" if thread_ts and call.flag("reply_broadcast") else None,
        )
    )
    call.slack.message(message)
    return {"channel": channel.id, "ts": message.ts, "message": message.answer(with_metadata=True)}


@method("chat.update", "chat:write")
def update(call: Call) -> Json:
    """Docs: "chat.update"; fields that are not given stay as they were."""
    channel = _own_channel(call)
    message = _own(call, channel, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    blocks = checked_blocks(call)
    attachments = checked_attachments(call)
    if not call.has("text") and blocks is None and attachments is None:
        raise SlackError("no_text")
    text = check_update_text(call.text("text")) if call.has("text") else message.text
    metadata = check_metadata(call)
    message.text = text
    message.blocks = message.blocks if blocks is None else blocks
    message.attachments = message.attachments if attachments is None else attachments
    message.metadata = message.metadata if metadata is None else (metadata or None)
    if not (message.text or message.blocks or message.attachments):
        raise SlackError("no_text")
    message.edited = {"user": call.me, "ts": call.workspace.next_ts()}
    call.slack.message(message, changed=True)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message.answer(with_metadata=True),
    }


@method("chat.delete", "chat:write")
def delete(call: Call) -> Json:
    """Docs: "chat.delete"; a message with replies leaves a tombstone."""
    channel = _own_channel(call)
    message = _own(call, channel, "cant_delete_message")
    call.slack.delete(message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(call: Call) -> Json:
    """Docs: "chat.postEphemeral"; only for somebody who is in the channel."""
    channel = _target(call)
    user = call.text("user", missing="user_not_in_channel")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    blocks = checked_blocks(call)
    attachments = checked_attachments(call) or []
    text = checked_text(call, something_else=bool(blocks or attachments))
    message = call.slack.ephemeral(
        user,
        channel.id,
        text=text,
        blocks=blocks or [],
        attachments=attachments,
        thread_ts=call.text("thread_ts") or None,
    )
    return {"message_ts": message.ts}


@method("chat.getPermalink")
def get_permalink(call: Call) -> Json:
    """Docs: "chat.getPermalink"."""
    channel = call.channel()
    message = channel.message(call.text("message_ts", missing="message_not_found"))
    if message is None:
        raise SlackError("message_not_found")
    return {"channel": channel.id, "permalink": call.world.permalink(message)}
