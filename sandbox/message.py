"""A message in a conversation (docs: "Message event", "conversations.history")."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.row import Json, Row

# Lines that Slack itself writes into a conversation.
NOTICES = (
    "channel_join",
    "channel_leave",
    "channel_topic",
    "channel_archive",
    "channel_unarchive",
    "channel_name",
    "channel_convert_to_public",
    "channel_convert_to_private",
)


@dataclass(kw_only=True)
class Message(Row):
    """One message; reads by attribute and by Slack's keys, and changes in place when it is updated."""

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    bot_id: str | None = None
    app_id: str | None = None
    subtype: str | None = None
    files: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: Json | None = None
    replies: list[str] = field(default_factory=list)
    reply_users: list[str] = field(default_factory=list)
    is_ephemeral: bool = False
    response_type: str | None = None
    state: dict[str, dict[str, Json]] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Is it inside a thread rather than in the channel?"""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def json(self) -> Json:
        return self.answer(with_metadata=True)

    def answer(self, *, with_metadata: bool = False) -> Json:
        """The message as Slack sends it; metadata only when it was asked for."""
        found: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        optional: dict[str, Any] = {
            "subtype": self.subtype,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "files": self.files,
            "edited": self.edited,
            "thread_ts": self.thread_ts,
        }
        found |= {key: value for key, value in optional.items() if value}
        if self.replies:
            found |= {
                "thread_ts": self.ts,
                "reply_count": len(self.replies),
                "reply_users": list(self.reply_users),
                "reply_users_count": len(self.reply_users),
                "latest_reply": self.replies[-1],
            }
        if self.reactions:
            found["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)} for name, users in self.reactions.items()
            ]
        if with_metadata and self.metadata:
            found["metadata"] = self.metadata
        if self.is_ephemeral:
            found["is_ephemeral"] = True
        return found
