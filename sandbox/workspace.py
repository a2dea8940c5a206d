"""The state of the workspace: people, conversations, views, files, triggers."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from sandbox.channel import Channel
from sandbox.clock import Clock
from sandbox.message import Message
from sandbox.people import Person, Population, Usergroup
from sandbox.row import Json, Row
from sandbox.view import View

TALK_SECONDS = 11 * 60  # between two lines of the talk that the workspace starts with


@dataclass(kw_only=True)
class File(Row):
    """A file: first only reserved, then uploaded, then shared in conversations."""

    id: str
    name: str
    user: str
    size: int = 0
    title: str = ""
    created: int = 0
    content: bytes | None = None
    channels: list[str] = field(default_factory=list)
    shares: list[Json] = field(default_factory=list)
    completed: bool = False
    secret: str = ""


def file_object(page_url: str, file: File) -> Json:
    """The file as Slack shows it (docs: "File object")."""
    kind = file.name.rpartition(".")[2].lower() if "." in file.name else "binary"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "filetype": kind,
        "mimetype": "text/plain" if kind in ("txt", "log", "md") else "application/octet-stream",
        "size": file.size,
        "user": file.user,
        "created": file.created,
        "timestamp": file.created,
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "channels": list(file.channels),
        "groups": [],
        "ims": [],
        "url_private": f"{page_url}files-pri/{file.id}/{file.secret}",
        "url_private_download": f"{page_url}files-pri/{file.id}/download/{file.secret}",
        "permalink": f"{page_url}files/{file.id}",
    }


@dataclass(kw_only=True)
class Trigger:
    """A trigger_id: lives three seconds, works once (docs: "Handling user interaction")."""

    id: str
    user_id: str
    at: float
    view_id: str | None = None
    used: bool = False


@dataclass(kw_only=True)
class ResponseUrl:
    """A response_url: five uses within thirty minutes (docs: "Handling user interaction")."""

    path: str
    user_id: str
    channel_id: str
    at: float
    message: Message | None = None
    uses: int = 0


class Workspace:
    """Everything that this Slack remembers; plain data, changed only by methods and by people's acts."""

    def __init__(self, population: Population, clock: Clock, *, bot_name: str) -> None:
        self.clock = clock
        self.team_id = "T0SANDBOX"
        self.app_id = "A0SANDBOX"
        self.bot_id = "B0SANDBOX"
        self.team_name = population.team
        self.domain = population.domain
        self.bot = Person(
            id="U0BOT", handle=bot_name, name=bot_name, is_bot=True, team_id=self.team_id, bot_id=self.bot_id
        )
        self.people: dict[str, Person] = {}
        for person in population.people:
            person.team_id = self.team_id
            self.people[person.id] = person
        self.usergroups: dict[str, Usergroup] = {group.id: group for group in population.usergroups}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.ephemerals: dict[str, list[Message]] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self._last_ts = 0
        self._count = int(clock.seconds()) * 20  # an id is not given again, even by another run on the same data
        for item in population.channels:
            self._add_channel(item)

    def next_id(self, prefix: str) -> str:
        """A fresh id such as C0000000G."""
        self._count += 1
        digits, number = "", self._count
        while number or len(digits) < 7:
            number, rest = divmod(number, 36)
            digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + digits
        return f"{prefix}0{digits}"

    def next_ts(self) -> str:
        """A timestamp that is later than every other one."""
        micros = max(int(self.clock.seconds() * 1_000_000), self._last_ts + 1)
        self._last_ts = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def next_hash(self) -> str:
        """A fresh hash of a view."""
        return f"{int(self.clock.seconds())}.{secrets.token_hex(4)}"

    def user(self, user_id: str) -> Person | None:
        """Somebody by id, the bot included."""
        return self.bot if user_id == self.bot.id else self.people.get(user_id)

    def by_handle(self, handle: str) -> Person | None:
        """Somebody by handle or id."""
        if handle in self.people:
            return self.people[handle]
        return next((person for person in self.people.values() if person.handle == handle.lstrip("@")), None)

    def named(self, name: str) -> Channel | None:
        """The channel with that name (or id); archived ones keep their names."""
        if name in self.channels:
            return self.channels[name]
        wanted = name.removeprefix("#")
        return next((item for item in self.channels.values() if item.name == wanted and not item.is_im), None)

    def may_see(self, person: Person, channel: Channel) -> bool:
        """Can this person look into the conversation? A guest sees only the own ones."""
        if person.deleted:
            return False
        return person.id in channel.members or (channel.kind == "channels" and not person.is_restricted)

    def add_channel(self, *, name: str, creator: str, is_private: bool, members: list[str]) -> Channel:
        """A new channel."""
        channel = Channel(
            id=self.next_id("C"),
            name=name,
            creator=creator,
            created=int(self.clock.seconds()),
            is_private=is_private,
            members=members,
        )
        self.channels[channel.id] = channel
        return channel

    def remove_channel(self, channel: Channel) -> None:
        """A channel goes, with what was shown in it."""
        del self.channels[channel.id]
        for shown in self.ephemerals.values():
            shown[:] = [message for message in shown if message.channel != channel.id]
        for file in self.files.values():
            file.channels = [name for name in file.channels if name != channel.id]
        self.response_urls = {path: url for path, url in self.response_urls.items() if url.channel_id != channel.id}

    def direct(self, *users: str) -> Channel | None:
        """The direct message of exactly these users."""
        return next(
            (
                item
                for item in self.channels.values()
                if (item.is_im or item.is_mpim) and set(item.members) == set(users)
            ),
            None,
        )

    def open_direct(self, *users: str) -> Channel:
        """The direct message of exactly these users, opened when there is none yet."""
        found = self.direct(*users)
        if found:
            return found
        several = len(users) > 2
        channel = Channel(
            id=self.next_id("G" if several else "D"),
            name="mpdm-" + "-".join(sorted(users)).lower() if several else "",
            created=int(self.clock.seconds()),
            creator=users[0],
            is_im=not several,
            is_mpim=several,
            is_private=several,
            members=list(users),
        )
        self.channels[channel.id] = channel
        return channel

    def view(self, view_id: str) -> View | None:
        """An open view by id or by the app's external_id."""
        open_views = [view for stack in self.modals.values() for view in stack] + list(self.homes.values())
        return next((view for view in open_views if view_id and view_id in (view.id, view.external_id)), None)

    def post(self, message: Message) -> Message:
        """Put a message into its conversation."""
        channel = self.channels[message.channel]
        channel.messages.append(message)
        if message.is_reply and message.thread_ts and (parent := channel.message(message.thread_ts)):
            parent.replies.append(message.ts)
            parent.thread_ts = parent.ts
            if message.user not in parent.reply_users:
                parent.reply_users.append(message.user)
        return message

    def notice(self, channel: Channel, subtype: str, user: str, text: str) -> Message:
        """A line that Slack itself writes into a channel, such as a join."""
        return self.post(Message(ts=self.next_ts(), channel=channel.id, user=user, text=text, subtype=subtype))

    def _add_channel(self, item: Json) -> None:
        everybody = [p.id for p in self.people.values() if not p.deleted and not p.is_restricted]
        members = [p.id for who in item.get("members") or [] if (p := self.by_handle(who))] or everybody
        channel = self.add_channel(
            name=item["name"],
            creator=members[0] if members else "",
            is_private=bool(item.get("private")),
            members=members,
        )
        channel.is_general = item["name"] == "general"
        channel.topic = item.get("topic", "")
        lines = [(who, line["text"]) for line in item.get("messages") or [] if (who := self.by_handle(line["by"]))]
        started = int(self.clock.seconds()) - len(lines) * TALK_SECONDS
        for number, (person, text) in enumerate(lines):
            ts = f"{started + number * TALK_SECONDS}.{len(self.channels):06d}"
            self.post(Message(ts=ts, channel=channel.id, user=person.id, text=text))
