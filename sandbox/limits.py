"""Rate tiers (docs: "Rate limits"), enforced only when asked."""

from __future__ import annotations

import math
from collections import deque

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}  # calls a minute
WINDOW = 60.0
POST_BURST = 5  # chat.postMessage: one a second in a channel, "short bursts" beyond
# docs: each method's own page, "Rate limits"
TIER_OF = {
    **dict.fromkeys(
        (
            "conversations.create",
            "conversations.list",
            "conversations.archive",
            "conversations.unarchive",
            "conversations.rename",
            "conversations.setTopic",
            "conversations.setPurpose",
            "users.list",
            "usergroups.list",
            "usergroups.users.list",
            "pins.add",
            "pins.list",
            "pins.remove",
            "bookmarks.add",
            "bookmarks.edit",
            "bookmarks.remove",
            "reactions.get",
        ),
        2,
    ),
    **dict.fromkeys(
        (
            "chat.update",
            "chat.delete",
            "conversations.invite",
            "conversations.kick",
            "conversations.join",
            "conversations.leave",
            "conversations.open",
            "conversations.info",
            "conversations.history",
            "conversations.replies",
            "users.lookupByEmail",
            "bookmarks.list",
            "bots.info",
            "team.info",
            "files.list",
            "files.delete",
            "reactions.add",
        ),
        3,
    ),
    **dict.fromkeys(
        (
            "views.open",
            "views.push",
            "views.update",
            "views.publish",
            "users.info",
            "conversations.members",
            "chat.postEphemeral",
            "chat.getPermalink",
            "files.info",
            "files.getUploadURLExternal",
            "files.completeUploadExternal",
        ),
        4,
    ),
    "apps.connections.open": 1,
}


class Rates:
    """Counts the calls of the last minute; `speed` says how many of Slack's seconds pass in one of ours."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._calls: dict[str, deque[float]] = {}
        self._posts: dict[str, tuple[float, float]] = {}

    def spend(self, method: str, channel: str, now: float) -> int:
        """0 when the call may go on, else the seconds to wait; whole ones, as Slack says them in Retry-After."""
        wait = self._wait(method, channel, now * self._speed)
        return math.ceil(wait / self._speed)

    def _wait(self, method: str, channel: str, now: float) -> float:
        """The same in Slack's seconds."""
        if method == "chat.postMessage":
            return self._post(channel, now)
        tier = TIER_OF.get(method)
        if tier is None:
            return 0
        allowed = 5 if method == "apps.connections.open" else TIERS[tier]
        recent = self._calls.setdefault(method, deque())
        while recent and recent[0] <= now - WINDOW:
            recent.popleft()
        if len(recent) >= allowed:
            return recent[0] + WINDOW - now
        recent.append(now)
        return 0

    def _post(self, channel: str, now: float) -> float:
        left, at = self._posts.get(channel, (float(POST_BURST), now))
        left = min(float(POST_BURST), left + max(0.0, now - at))
        if left < 1:
            self._posts[channel] = (left, now)
            return 1 - left
        self._posts[channel] = (left - 1, now)
        return 0
