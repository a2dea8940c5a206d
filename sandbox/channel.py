"""A conversation: public or private channel, or a direct message (docs: "Conversation object")."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.message import Message
from sandbox.row import Json, Row


@dataclass(kw_only=True)
class Bookmark(Row):
    """A link at the top of a channel (docs: "bookmarks.add")."""

    id: str
    channel_id: str
    title: str
    link: str
    emoji: str | None = None
    type: str = "link"
    date_created: int = 0
    date_updated: int = 0
    last_updated_by_user_id: str = ""


@dataclass(kw_only=True)
class Channel(Row):
    """A conversation with its members, messages, pins (their ts) and bookmarks."""

    id: str
    name: str
    creator: str = ""
    created: int = 0
    is_private: bool = False
    is_archived: bool = False
    is_im: bool = False
    is_mpim: bool = False
    is_general: bool = False
    topic: str = ""
    purpose: str = ""
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    previous_names: list[str] = field(default_factory=list)
    connected_teams: list[str] = field(default_factory=list)  # other organizations that it is shared with

    @property
    def kind(self) -> str:
        """The word that scopes and events use: channels, groups, im or mpim."""
        if self.is_im:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "groups" if self.is_private else "channels"

    def message(self, ts: str) -> Message | None:
        """The message with that timestamp."""
        return next((item for item in self.messages if item.ts == ts), None)

    def thread(self, ts: str) -> list[Message]:
        """A message and its replies, oldest first."""
        return [item for item in self.messages if item.ts == ts or item.thread_ts == ts]

    def json(self) -> Json:
        return self.answer(viewer="")

    def answer(self, *, viewer: str) -> Json:
        """The conversation object as the viewer gets it."""
        if self.is_im:
            other = next((user for user in self.members if user != viewer), viewer)
            return {
                "id": self.id,
                "created": self.created,
                "is_im": True,
                "is_archived": False,
                "is_org_shared": False,
                "user": other,
                "is_user_deleted": False,
                "priority": 0,
            }
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "created": self.created,
            "creator": self.creator,
            "is_channel": not self.is_private and not self.is_mpim,
            "is_group": self.is_private and not self.is_mpim,
            "is_im": False,
            "is_mpim": self.is_mpim,
            "is_private": self.is_private or self.is_mpim,
            "is_archived": self.is_archived,
            "is_general": self.is_general,
            "is_shared": bool(self.connected_teams),
            "is_org_shared": False,
            "is_ext_shared": bool(self.connected_teams),
            "is_pending_ext_shared": False,
            "connected_team_ids": list(self.connected_teams),
            "is_member": viewer in self.members,
            "topic": {"value": self.topic, "creator": self.creator, "last_set": self.created},
            "purpose": {"value": self.purpose, "creator": self.creator, "last_set": self.created},
            "previous_names": list(self.previous_names),
            "num_members": len(self.members),
            "unlinked": 0,
        }
