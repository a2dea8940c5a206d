"""Conversations: opening, looking, reading, naming."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.channel import Channel
from sandbox.errors import SlackError
from sandbox.methods.registry import method
from sandbox.row import Json
from sandbox.rules.channels import check_channel_name, check_topic

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_MANAGE = ("channels:manage", "groups:write")
_TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def managed(call: Call, scope: str = "", *, archived_ok: bool = False) -> Channel:
    """The channel of the call when the bot is a member, may manage it and it is not archived."""
    channel = call.channel()
    if channel.is_im or channel.is_mpim:
        raise SlackError("method_not_supported_for_channel_type")
    broad = "groups:write" if channel.is_private else "channels:manage"
    narrow = broad.split(":")[0] + ":write." + scope
    call.need_scope(broad, narrow)
    if call.me not in channel.members:
        raise SlackError("not_in_channel")
    if channel.is_archived and not archived_ok:
        raise SlackError("is_archived")
    return channel


@method("conversations.create", *_MANAGE)
def create(call: Call) -> Json:
    """Docs: "conversations.create"; a name stays taken in archived and in unseen private channels."""
    private = call.flag("is_private")
    call.need_scope("groups:write" if private else "channels:manage")
    name = check_channel_name(call.text("name", missing="invalid_name_required"))
    if any(name in (item.name, *item.previous_names) for item in call.workspace.channels.values() if not item.is_im):
        raise SlackError("name_taken")
    channel = call.workspace.add_channel(name=name, creator=call.me, is_private=private, members=[call.me])
    return {"channel": channel.answer(viewer=call.me)}


@method("conversations.info", *_READ)
def info(call: Call) -> Json:
    """Docs: "conversations.info"."""
    channel = call.channel(purpose="read")
    answer = channel.answer(viewer=call.me)
    if not call.flag("include_num_members"):
        answer.pop("num_members", None)
    return {"channel": answer}


@method("conversations.list", *_READ)
def list_(call: Call) -> Json:
    """Docs: "conversations.list"; private channels only where the bot is a member."""
    kinds = set()
    for word in call.ids("types") or ["public_channel"]:
        if word not in _TYPES:
            raise SlackError("invalid_types")
        kinds.add(_TYPES[word])
        call.need_scope(f"{_TYPES[word]}:read")
    rows = [item for item in call.workspace.channels.values() if item.kind in kinds and call.may_see(item)]
    if call.flag("exclude_archived"):
        rows = [item for item in rows if not item.is_archived]
    page, metadata = call.page(rows, default=100)
    return {"channels": [item.answer(viewer=call.me) for item in page], "response_metadata": metadata}


@method("conversations.members", *_READ)
def members(call: Call) -> Json:
    """Docs: "conversations.members"."""
    channel = call.channel(purpose="read")
    page, metadata = call.page(channel.members, default=100)
    return {"members": page, "response_metadata": metadata}


def _ts(call: Call, key: str) -> float | None:
    text = call.text(key)
    if not text:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise SlackError(f"invalid_ts_{key}") from error


@method("conversations.history", *_HISTORY)
def history(call: Call) -> Json:
    """Docs: "conversations.history"; newest first, replies are in their threads only."""
    channel = call.channel(purpose="history")
    if call.me not in channel.members:
        raise SlackError("not_in_channel")
    oldest, latest, inclusive = _ts(call, "oldest"), _ts(call, "latest"), call.flag("inclusive")
    rows = []
    for message in reversed(channel.messages):
        at = float(message.ts)
        if message.is_reply and message.subtype != "thread_broadcast":
            continue
        if oldest is not None and (at < oldest or (at == oldest and not inclusive)):
            continue
        if latest is not None and (at > latest or (at == latest and not inclusive)):
            continue
        rows.append(message)
    page, metadata = call.page(rows, default=100, high=999)
    return {
        "messages": [item.answer(with_metadata=call.flag("include_all_metadata")) for item in page],
        "has_more": bool(metadata["next_cursor"]),
        "pin_count": len(channel.pins),
        "response_metadata": metadata,
    }


@method("conversations.replies", *_HISTORY)
def replies(call: Call) -> Json:
    """Docs: "conversations.replies"; the parent first, then the replies, oldest first."""
    channel = call.channel(purpose="history")
    if call.me not in channel.members:
        raise SlackError("not_in_channel")
    rows = channel.thread(call.text("ts", missing="thread_not_found"))
    if not rows:
        raise SlackError("thread_not_found")
    page, metadata = call.page(rows, default=1000)
    return {
        "messages": [item.answer(with_metadata=call.flag("include_all_metadata")) for item in page],
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }


@method("conversations.open", "im:write", "mpim:write")
def open_(call: Call) -> Json:
    """Docs: "conversations.open"."""
    if call.has("channel"):
        found = call.channel()
        return {"channel": found.answer(viewer=call.me) if call.flag("return_im") else {"id": found.id}}
    users = [user for user in call.ids("users") if user != call.me]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 8:
        raise SlackError("too_many_users")
    call.need_scope("im:write" if len(users) == 1 else "mpim:write")
    for user in users:
        person = call.workspace.people.get(user)
        if person is None:
            raise SlackError("user_not_found")
        if person.deleted:
            raise SlackError("user_disabled")
    already = call.workspace.direct(call.me, *users) is not None
    channel = call.workspace.open_direct(call.me, *users)
    answer: Json = {"channel": channel.answer(viewer=call.me) if call.flag("return_im") else {"id": channel.id}}
    if already:
        answer |= {"no_op": True, "already_open": True}
    return answer


@method("conversations.archive", *_MANAGE)
def archive(call: Call) -> Json:
    """Docs: "conversations.archive"."""
    channel = managed(call, archived_ok=True)
    if channel.is_archived:
        raise SlackError("already_archived")
    if channel.is_general:
        raise SlackError("cant_archive_general")
    channel.is_archived = True
    call.workspace.notice(channel, "channel_archive", call.me, f"<@{call.me}> archived the channel")
    call.slack.emit("channel_archive", {"channel": channel.id, "user": call.me}, channel)
    return {}


@method("conversations.unarchive", *_MANAGE)
def unarchive(call: Call) -> Json:
    """Docs: "conversations.unarchive"."""
    channel = managed(call, archived_ok=True)
    if not channel.is_archived:
        raise SlackError("not_archived")
    channel.is_archived = False
    call.slack.emit("channel_unarchive", {"channel": channel.id, "user": call.me}, channel)
    return {}


@method("conversations.rename", *_MANAGE)
def rename(call: Call) -> Json:
    """Docs: "conversations.rename"."""
    channel = managed(call)
    name = check_channel_name(call.text("name", missing="invalid_name"))
    others = [item for item in call.workspace.channels.values() if item is not channel]
    if any(name in (item.name, *item.previous_names) for item in others):
        raise SlackError("name_taken")
    if name != channel.name:
        channel.previous_names.append(channel.name)
    channel.name = name
    fields = {"channel": {"id": channel.id, "name": name, "created": channel.created}}
    call.slack.emit("channel_rename", fields, channel)
    return {"channel": channel.answer(viewer=call.me)}


@method("conversations.setTopic", *_MANAGE, "channels:write.topic", "groups:write.topic")
def set_topic(call: Call) -> Json:
    """Docs: "conversations.setTopic"."""
    channel = managed(call, "topic")
    topic = check_topic(call.text("topic"))
    if topic != channel.topic:
        channel.topic = topic
        call.workspace.notice(channel, "channel_topic", call.me, f"<@{call.me}> set the channel topic: {topic}")
    return {"channel": channel.answer(viewer=call.me), "topic": topic}


@method("conversations.setPurpose", *_MANAGE, "channels:write.topic", "groups:write.topic")
def set_purpose(call: Call) -> Json:
    """Docs: "conversations.setPurpose"."""
    channel = managed(call, "topic")
    channel.purpose = check_topic(call.text("purpose"))
    return {"channel": channel.answer(viewer=call.me), "purpose": channel.purpose}
