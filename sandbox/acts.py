"""What people do in Slack by themselves: writing, sharing files, reacting, deleting, opening Home."""

from __future__ import annotations

import secrets

from sandbox.channel import Channel
from sandbox.deliveries import Answer
from sandbox.errors import NotPossible
from sandbox.happenings import Happenings
from sandbox.message import Message
from sandbox.payloads import escaped
from sandbox.people import Person
from sandbox.row import Json
from sandbox.rules.blocks import named
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


def own_place(slack: Happenings, person: Person, name: str | Channel) -> Channel:
    """A living conversation that the person is in; else NotPossible."""
    need_active(person)
    channel = place_of(slack, person, name)
    if person.id not in channel.members:
        raise NotPossible(f"{person.handle} is not in {channel.name}")
    if channel.is_archived:
        raise NotPossible(f"{channel.name} is archived")
    return channel


def _place_to_write(slack: Happenings, person: Person, name: str | Channel) -> Channel:
    channel, manifest = own_place(slack, person, name), slack.world.manifest
    with_app = channel.is_im and slack.workspace.bot.id in channel.members
    if with_app and (manifest.messages_tab_read_only or not manifest.messages_tab):
        raise NotPossible("sending messages to this app has been turned off")
    return channel


def post(slack: Happenings, person: Person, name: str | Channel, text: str, thread_ts: str | None) -> Message:
    """Write a message, with mentions of handles turned into Slack's form."""
    channel = _place_to_write(slack, person, name)
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


def post_parts(
    slack: Happenings,
    person: Person,
    name: str | Channel,
    *,
    text: str,
    blocks: list[Json],
    attachments: list[Json],
    files: list[tuple[str, bytes]],
) -> Message:
    """Write what Slack's composer makes of links, quotes and files: `text` is mrkdwn already, such as <https://…|here>."""
    channel = _place_to_write(slack, person, name)
    if not (text.strip() or blocks or attachments or files):
        raise NotPossible("an empty message cannot be sent")
    kept = [_new_file(slack, person, filename, content) for filename, content in files]
    message = Message(
        ts=slack.workspace.next_ts(),
        channel=channel.id,
        user=person.id,
        text=text,
        blocks=named(blocks),
        attachments=attachments,
        files=[file_object(slack.world.page_url, file) for file in kept],
        subtype="file_share" if kept else None,
    )
    slack.workspace.post(message)
    for file in kept:
        slack.share_file(file, message)
    slack.message(message)
    return message


def _new_file(slack: Happenings, person: Person, filename: str, content: bytes) -> File:
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
    return file


def upload(slack: Happenings, person: Person, name: str | Channel, filename: str, content: bytes, text: str) -> Message:
    """Share a file in a conversation."""
    return post_parts(slack, person, name, text=text, blocks=[], attachments=[], files=[(filename, content)])


def react(slack: Happenings, person: Person, name: str | Channel, ts: str, reaction: str) -> None:
    """Add a reaction, or take the own one back."""
    message = own_place(slack, person, name).message(ts)
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


def delete(slack: Happenings, person: Person, name: str | Channel, ts: str) -> None:
    """Delete an own message."""
    message = own_place(slack, person, name).message(ts)
    if message is None or message.user != person.id:
        raise NotPossible("only own messages can be deleted")
    slack.delete(message)


async def open_home(slack: Happenings, person: Person) -> Answer:
    """Open the Home tab; the app hears app_home_opened (docs: "app_home_opened event")."""
    need_active(person)
    if not slack.world.manifest.home_tab:
        raise NotPossible("the app has no Home tab")
    return await _open_tab(slack, person, "home")


async def open_messages(slack: Happenings, person: Person) -> Answer:
    """Open the Messages tab, which is the direct message with the app; the app hears app_home_opened of it too."""
    need_active(person)
    if not slack.world.manifest.messages_tab:
        raise NotPossible("the app has no Messages tab")
    return await _open_tab(slack, person, "messages")


async def _open_tab(slack: Happenings, person: Person, tab: str) -> Answer:
    direct = slack.workspace.open_direct(slack.workspace.bot.id, person.id)
    slack.world.changed()
    fields: Json = {"user": person.id, "channel": direct.id, "tab": tab}
    home = slack.workspace.homes.get(person.id)
    if home and tab == "home":
        fields["view"] = home.json()
    return await slack.deliver_event("app_home_opened", fields, person.id)
