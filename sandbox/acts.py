"""What people do in Slack by themselves: writing, sharing, reacting, joining, inviting."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sandbox.channel import Channel
from sandbox.deliveries import Answer
from sandbox.errors import NotPossible, SlackError
from sandbox.message import Message
from sandbox.methods.files import file_object
from sandbox.payloads import escaped
from sandbox.row import Json
from sandbox.rules.channels import check_channel_name
from sandbox.workspace import File

TEXT_MAX = 12_000  # what Slack's own composer takes before it offers a snippet

if TYPE_CHECKING:
    from sandbox.person import Actor
    from sandbox.server import Sandbox


def need_active(actor: Actor) -> None:
    """Somebody deactivated can do nothing."""
    if actor.user.deleted:
        raise NotPossible(f"{actor.handle} is deactivated")


def current(actor: Actor, message: Message | Json | str) -> Message:
    """The message as it is now; NotPossible when it is gone or hidden."""
    ts = message if isinstance(message, str) else str(message["ts"])
    place = "" if isinstance(message, str) else message.get("channel") or getattr(message, "channel", "")
    workspace = actor.slack.workspace
    for shown in actor.ephemerals:
        if shown.ts == ts:
            return shown
    for channel in workspace.channels.values():
        if place and channel.id != place:
            continue
        found = channel.message(ts)
        if found and actor.may_see(channel):
            if channel.is_archived:
                raise NotPossible(f"{channel.name} is archived; nothing can be pressed there")
            return found
    raise NotPossible(f"{actor.handle} sees no message {ts} (any more)")


def _own_place(actor: Actor, name: str | Channel) -> Channel:
    need_active(actor)
    channel = actor.channel(name)
    if actor.id not in channel.members:
        raise NotPossible(f"{actor.handle} is not in {channel.name}")
    if channel.is_archived:
        raise NotPossible(f"{channel.name} is archived")
    return channel


def post(slack: Sandbox, actor: Actor, name: str | Channel, text: str, thread_ts: str | None) -> Message:
    """Write a message, with mentions of handles turned into Slack's form."""
    channel = _own_place(actor, name)
    if not text.strip():
        raise NotPossible("an empty message cannot be sent")
    if len(text) > TEXT_MAX:
        raise NotPossible(f"a message has at most {TEXT_MAX} characters")
    if thread_ts and channel.message(thread_ts) is None:
        raise NotPossible("the thread is gone")
    message = Message(
        ts=slack.workspace.next_ts(),
        channel=channel.id,
        user=actor.id,
        text=escaped(slack, text),
        thread_ts=thread_ts,
    )
    slack.workspace.post(message)
    slack.happenings.message(message)
    slack.changed()
    return message


def upload(slack: Sandbox, actor: Actor, name: str | Channel, filename: str, content: bytes, text: str) -> Message:
    """Share a file in a conversation."""
    channel = _own_place(actor, name)
    file = File(
        id=slack.workspace.next_id("F"),
        name=filename or "file",
        user=actor.id,
        size=len(content),
        created=int(slack.clock.seconds()),
        content=content,
        completed=True,
        secret=secrets.token_hex(8),
    )
    slack.workspace.files[file.id] = file
    message = Message(
        ts=slack.workspace.next_ts(),
        channel=channel.id,
        user=actor.id,
        text=text,
        files=[file_object(slack.page_url, file)],
        subtype="file_share",
    )
    slack.workspace.post(message)
    slack.happenings.share_file(file, message)
    slack.happenings.message(message)
    slack.changed()
    return message


def react(slack: Sandbox, actor: Actor, name: str | Channel, ts: str, reaction: str) -> None:
    """Add a reaction, or take the own one back."""
    message = _own_place(actor, name).message(ts)
    if message is None:
        raise NotPossible("the message is gone")
    users = message.reactions.setdefault(reaction, [])
    if actor.id in users:
        users.remove(actor.id)
    else:
        users.append(actor.id)
        item = {"type": "message", "channel": message.channel, "ts": ts}
        channel = slack.workspace.channels[message.channel]
        slack.emit("reaction_added", {"user": actor.id, "reaction": reaction, "item": item}, channel, actor.id)
    if not users:
        del message.reactions[reaction]
    slack.changed()


def create_channel(slack: Sandbox, actor: Actor, name: str, *, is_private: bool) -> Channel:
    """Make a channel."""
    need_active(actor)
    try:
        check_channel_name(name)
    except SlackError as error:
        raise NotPossible(f"a channel cannot be called {name!r}: {error.code}") from error
    if slack.workspace.named(name):
        raise NotPossible(f"the name {name!r} is taken")
    channel = slack.workspace.add_channel(name=name, creator=actor.id, is_private=is_private, members=[actor.id])
    if not is_private:
        fields = {"channel": {"id": channel.id, "name": name, "created": channel.created, "creator": actor.id}}
        slack.emit("channel_created", fields, channel, actor.id)
    slack.changed()
    return channel


def _who(slack: Sandbox, handle: str) -> str:
    if handle in (slack.workspace.bot.handle, slack.workspace.bot.id):
        return slack.workspace.bot.id
    person = slack.workspace.by_handle(handle)
    if person is None:
        raise NotPossible(f"nobody here is called {handle!r}")
    return person.id


def invite(slack: Sandbox, actor: Actor, name: str | Channel, handles: tuple[str, ...]) -> None:
    """Bring people into a channel."""
    channel = _own_place(actor, name)
    for handle in handles:
        user = _who(slack, handle)
        if user not in channel.members:
            slack.happenings.enter(channel, user, actor.id)


def join(slack: Sandbox, actor: Actor, name: str | Channel) -> None:
    """Come into a public channel."""
    channel = actor.channel(name)
    if channel.is_archived or actor.user.is_restricted:
        raise NotPossible(f"{actor.handle} cannot join {channel.name}")
    if actor.id not in channel.members:
        slack.happenings.enter(channel, actor.id)


def leave(slack: Sandbox, actor: Actor, name: str | Channel) -> None:
    """Leave a channel."""
    slack.happenings.exit(_own_place(actor, name), actor.id)


def kick(slack: Sandbox, actor: Actor, name: str | Channel, handle: str) -> None:
    """Take somebody out of a channel."""
    channel = _own_place(actor, name)
    user = _who(slack, handle)
    if user not in channel.members:
        raise NotPossible(f"{handle} is not in {channel.name}")
    slack.happenings.exit(channel, user)


def archive(slack: Sandbox, actor: Actor, name: str | Channel) -> None:
    """Archive a channel."""
    channel = _own_place(actor, name)
    channel.is_archived = True
    slack.workspace.notice(channel, "channel_archive", actor.id, f"<@{actor.id}> archived the channel")
    slack.emit("channel_archive", {"channel": channel.id, "user": actor.id}, channel, actor.id)


def delete(slack: Sandbox, actor: Actor, name: str | Channel, ts: str) -> None:
    """Delete an own message."""
    message = _own_place(actor, name).message(ts)
    if message is None or message.user != actor.id:
        raise NotPossible("only own messages can be deleted")
    slack.happenings.delete(message)


async def open_home(slack: Sandbox, actor: Actor) -> Answer:
    """Open the Home tab; the app hears app_home_opened (docs: "app_home_opened event")."""
    need_active(actor)
    if not slack.manifest.home_tab:
        raise NotPossible("the app has no Home tab")
    direct = slack.workspace.open_direct(slack.workspace.bot.id, actor.id)
    fields: Json = {"user": actor.id, "channel": direct.id, "tab": "home"}
    if actor.home:
        fields["view"] = actor.home
    return await slack.deliver_event("app_home_opened", fields, actor.id)
