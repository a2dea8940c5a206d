"""One outbox row under way: its facts, and Slack calls that check the lease and the pace first."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.department import Team
from bot.incident import IncidentFacts
from handlers.desk import Desk
from handlers.pace import Pace
from handlers.slack_api import SlackRefusedError
from handlers.slack_errors import sort_of
from storage.outbox import Row

WRITES = {
    "conversations.create",
    "conversations.invite",
    "conversations.archive",
    "conversations.setTopic",
    "conversations.kick",
    "conversations.rename",
    "chat.postMessage",
    "chat.update",
    "pins.add",
    "bookmarks.add",
    "bookmarks.edit",
    "files.completeUploadExternal",
}


class LeaseLostError(Exception):
    """The lease ran out (this process was frozen, or Slack slow): somebody else has the row now."""


class NoChannelError(Exception):
    """The incident has no channel yet: the row waits until it has, and Slack was not asked."""


class NotYetError(Exception):
    """Slack's limit is reached: come back in `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not for {seconds:.1f} s")
        self.seconds = seconds


@dataclass(frozen=True, kw_only=True)
class Job:
    """What a step works with. `until` is a monotonic reading: after it the row may be somebody else's."""

    desk: Desk
    pace: Pace
    row: Row
    facts: IncidentFacts
    team: Team
    until: float

    @property
    def repeated(self) -> bool:
        """Whether somebody may have done this already: then look before doing it."""
        return self.row.attempts > 1

    async def call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call Slack. Raises LeaseLostError, NotYetError, SlackRefusedError."""
        channel = arguments.get("channel")
        while wait := self.pace.wait(method, channel, time.monotonic()):
            if time.monotonic() + wait > self.until:
                raise NotYetError(wait)
            await asyncio.sleep(wait)
        if method in WRITES and time.monotonic() > self.until:
            raise LeaseLostError
        try:
            return await self.desk.slack.call(method, **arguments)
        except SlackRefusedError as refused:
            if refused.error == "ratelimited" and refused.after:
                self.pace.hold(method, channel, refused.after, time.monotonic())
            if sort_of(refused.error) == "channel":
                about = channel or arguments.get("channel_id")
                refused.in_channel = about in (self.facts.incident.channel, self.facts.incident.counsel_channel)
                refused.room = "counsel" if about == self.facts.incident.counsel_channel else "incident"
                refused.permanent = not refused.in_channel  # a person's account that is gone, and the like
            raise
