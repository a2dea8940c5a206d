"""Keeping under Slack's limits without waiting for a 429: tokens by method and workspace, and by channel for posts.

Slack: rate limits. chat.postMessage: one a second and channel with short bursts; tiers 2, 3, 4: 20, 50, 100 a minute.
"""

from dataclasses import dataclass, field

PER_MINUTE = {
    "conversations.create": 20,
    "conversations.list": 20,
    "conversations.archive": 20,
    "conversations.setTopic": 20,
    "conversations.kick": 20,
    "conversations.rename": 20,
    "pins.add": 20,
    "bookmarks.add": 20,
    "bookmarks.list": 20,
    "chat.update": 50,
    "conversations.invite": 50,
    "conversations.history": 50,
    "conversations.replies": 50,
    "conversations.open": 50,
    "chat.getPermalink": 600,
    "users.lookupByEmail": 50,
    "users.info": 100,
    "views.publish": 100,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
    "views.open": 100,
}
POST_BURST = 7
"""The posts of one opening: the card, a checklist a role, the assessment and its reasons."""

LONGEST_TURN = 60.0
"""Seconds after which somebody who waits asks again, however many wait before."""
_LATE = 0.01
"""Seconds: who comes a moment early would lose the turn."""


@dataclass
class _Bucket:
    size: float
    per_second: float
    tokens: float
    at: float
    last_turn: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until there is a token (0: there is one)."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.per_second

    def turn(self, wait: float, now: float) -> float:
        """Seconds until it is this caller's turn: one after the other, so that a thousand do not ask all the time."""
        turn = max(self.last_turn + 1 / self.per_second, now + wait + _LATE)
        self.last_turn = min(turn, now + max(wait, LONGEST_TURN))
        return self.last_turn - now


@dataclass
class Pace:
    """The tokens of this process."""

    _buckets: dict[tuple[str, str], _Bucket] = field(default_factory=dict)

    def wait(self, method: str, channel: str | None, now: float) -> float:
        """Take a token, or say for how many seconds there is none. `now` is a monotonic reading."""
        bucket = self._bucket(method, channel, now)
        if bucket is None:
            return 0.0
        waiting = bucket.wait(now)
        if waiting:
            return bucket.turn(waiting, now)
        bucket.tokens -= 1
        return 0.0

    def spare(self, method: str, now: float) -> bool:
        """Whether more than half of a method's tokens are left: for what may wait, so that it delays nothing else."""
        bucket = self._bucket(method, None, now)
        return bucket is None or (not bucket.wait(now) and bucket.tokens > bucket.size / 2)

    def hold(self, method: str, channel: str | None, seconds: float, now: float) -> None:
        """Slack said 429: no token before `seconds` have passed."""
        bucket = self._bucket(method, channel, now)
        if bucket is not None:
            bucket.wait(now)
            bucket.tokens = min(bucket.tokens, 1 - seconds * bucket.per_second)

    def _bucket(self, method: str, channel: str | None, now: float) -> _Bucket | None:
        if method == "chat.postMessage":
            return self._buckets.setdefault((method, channel or ""), _Bucket(POST_BURST, 1.0, POST_BURST, now))
        minute = PER_MINUTE.get(method)
        if minute is None:
            return None
        return self._buckets.setdefault((method, ""), _Bucket(minute, minute / 60, minute, now))
