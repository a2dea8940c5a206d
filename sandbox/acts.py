"""What people do in Slack by themselves: writing, sharing, reacting, joining, inviting."""

from __future__ import annotations

import secrets

from sandbox.channel import Channel
from sandbox.deliveries import Answer
from sandbox.errors import NotPossible, SlackError
from sandbox.happenings import Happenings
from sandbox.message import Message
from sandbox.payloads import escaped
from sandbox.people import Person
from sandbox.row import Json
from sandbox.rules.channels import check_channel_name
from sandbox.workspace import File, file_object

TEXT_MAX = 12_000  # what Slack's own composer takes before it offers a snippet


def need_active(person: Person) -> None:
    """Somebody deactivated can do nothing."""
    if person.deleted:
        raise NotPossible(f"{person.handle} is deactivated")


def place_of(slack: Happenings, person: Person, name: str | Channel) -> Channel:
    """A conversation by name or id; LookupError when there is none, NotPossible when it is hidden from the person."""
    if isinstance(name, Channel):
        name = name.id
    found = slack.workspace.named(name)
    if found is None:
        raise LookupError(f"there is no conversation {name!r}")
    if not slack.workspace.may_see(person, found):
        raise NotPossible(f"{person.handle} cannot see {name!r}")
    return found


def current(slack: Happenings, person: Person, message: Message | Json | str) -> Message:
    """The message as it is now; NotPossible when it is gone or hidden."""
    ts = message if isinstance(message, str) else str(message["ts"])
    place = "" if isinstance(message, str) else message.get("channel") or getattr(message, "channel", "")
    workspace = slack.workspace
    for shown in slack.workspace.ephemerals.get(person.id, []):
        if shown.ts == ts:
            return shown
    for channel in workspace.channels.values():
        if place and channel.id != place:
            continue
        found = channel.message(ts)
        if found and workspace.may_see(person, channel):
            if channel.is_archived:
                raise NotPossible(f"{channel.name} is archived; nothing can be pressed there")
            return found
    raise NotPossible(f"{person.handle} sees no message {ts} (any more)")


def _own_place(slack: Happenings, person: Person, name: str | Channel) -> Channel:
    need_active(person)
    channel = place_of(slack, person, name)
    if person.id not in channel.members:
        raise NotPossible(f"{person.handle} is not in {channel.name}")
    if channel.is_archived:
        raise NotPossible(f"{channel.name} is archived")
    return channel


def post(slack: Happenings, person: Person, name: str | Channel, text: str, thread_ts: str | None) -> Message:
    """Write a message, with mentions of handles turned into Slack's form."""
    channel = _own_place(slack, person, name)
    if not text.strip():
        raise NotPossible("an empty message cannot be sent")
    if len(text) > TEXT_MAX:
        raise NotPossible(f"a message has at most {TEXT_MAX} characters")
    if thread_ts and channel.message(thread_ts) is None:
        raise NotPossible("the thread is gone")
    message = Message(
        ts=slack.workspace.next_ts(),
        channel=channel.id,
        user=person.id,
        text=escaped(slack, text),
        thread_ts=thread_ts,
    )
    slack.workspace.post(message)
    slack.message(message)
    slack.world.changed()
    return message


def upload(slack: Happenings, person: Person, name: str | Channel, filename: str, content: bytes, text: str) -> Message:
    """Share a file in a conversation."""
    channel = _own_place(slack, person, name)
    file = File(
        id=slack.workspace.next_id("F"),
        name=filename or "file",
        user=person.id,
        size=len(content),
        created=int(slack.world.clock.seconds()),
        content=content,
        completed=True,
        secret=secrets.token_hex(8),
    )
    slack.workspace.files[file.id] = file
    message = Message(
        ts=slack.workspace.next_ts(),
        channel=channel.id,
        user=person.id,
        text=text,
        files=[file_object(slack.world.page_url, file)],
        subtype="file_share",
    )
    slack.workspace.post(message)
    slack.share_file(file, message)
    slack.message(message)
    slack.world.changed()
    return message


def react(slack: Happenings, person: Person, name: str | Channel, ts: str, reaction: str) -> None:
    """Add a reaction, or take the own one back."""
    message = _own_place(slack, person, name).message(ts)
    if message is None:
        raise NotPossible("the message is gone")
    users = message.reactions.setdefault(reaction, [])
    if person.id in users:
        users.remove(person.id)
    else:
        users.append(person.id)
        item = {"type": "message", "channel": message.channel, "ts": ts}
        channel = slack.workspace.channels[message.channel]
        slack.emit("reaction_added", {"user": person.id, "reaction": reaction, "item": item}, channel, person.id)
    if not users:
        del message.reactions[reaction]
    slack.world.changed()


def create_channel(slack: Happenings, person: Person, name: str, *, is_private: bool) -> Channel:
    """Make a channel."""
    need_active(person)
    try:
        check_channel_name(name)
    except SlackError as error:
        raise NotPossible(f"a channel cannot be called {name!r}: {error.code}") from error
    if slack.workspace.named(name):
        raise NotPossible(f"the name {name!r} is taken")
    channel = slack.workspace.add_channel(name=name, creator=person.id, is_private=is_private, members=[person.id])
    if not is_private:
        fields = {"channel": {"id": channel.id, "name": name, "created": channel.created, "creator": person.id}}
        slack.emit("channel_created", fields, channel, person.id)
    slack.world.changed()
    return channel


def _who(slack: Happenings, handle: str) -> str:
    if handle in (slack.workspace.bot.handle, slack.workspace.bot.id):
        return slack.workspace.bot.id
    found = slack.workspace.by_handle(handle)
    if found is None:
        raise NotPossible(f"nobody here is called {handle!r}")
    return found.id


def invite(slack: Happenings, person: Person, name: str | Channel, handles: tuple[str, ...]) -> None:
    """Bring people into a channel."""
    channel = _own_place(slack, person, name)
    for handle in handles:
        user = _who(slack, handle)
        if user not in channel.members:
            slack.enter(channel, user, person.id)


def join(slack: Happenings, person: Person, name: str | Channel) -> None:
    """Come into a public channel."""
    channel = place_of(slack, person, name)
    if channel.is_archived or person.is_restricted:
        raise NotPossible(f"{person.handle} cannot join {channel.name}")
    if person.id not in channel.members:
        slack.enter(channel, person.id)


def leave(slack: Happenings, person: Person, name: str | Channel) -> None:
    """Leave a channel."""
    slack.exit(_own_place(slack, person, name), person.id)


def kick(slack: Happenings, person: Person, name: str | Channel, handle: str) -> None:
    """Take somebody out of a channel."""
    channel = _own_place(slack, person, name)
    user = _who(slack, handle)
    if user not in channel.members:
        raise NotPossible(f"{handle} is not in {channel.name}")
    slack.exit(channel, user)


def archive(slack: Happenings, person: Person, name: str | Channel) -> None:
    """Archive a channel."""
    channel = _own_place(slack, person, name)
    channel.is_archived = True
    slack.workspace.notice(channel, "channel_archive", person.id, f"<@{person.id}> archived the channel")
    slack.emit("channel_archive", {"channel": channel.id, "user": person.id}, channel, person.id)


def delete(slack: Happenings, person: Person, name: str | Channel, ts: str) -> None:
    """Delete an own message."""
    message = _own_place(slack, person, name).message(ts)
    if message is None or message.user != person.id:
        raise NotPossible("only own messages can be deleted")
    slack.delete(message)


async def open_home(slack: Happenings, person: Person) -> Answer:
    """Open the Home tab; the app hears app_home_opened (docs: "app_home_opened event")."""
    need_active(person)
    if not slack.world.manifest.home_tab:
        raise NotPossible("the app has no Home tab")
    direct = slack.workspace.open_direct(slack.workspace.bot.id, person.id)
    fields: Json = {"user": person.id, "channel": direct.id, "tab": "home"}
    home = slack.workspace.homes.get(person.id)
    if home:
        fields["view"] = home.json()
    return await slack.deliver_event("app_home_opened", fields, person.id)
