"""Keeping under Slack's limits without waiting for a 429: tokens by method and workspace, and by channel for posts.

Slack: rate limits. chat.postMessage: one a second and channel with short bursts; tiers 2, 3, 4: 20, 50, 100 a minute.
"""

from collections import deque
from dataclasses import dataclass, field

PER_MINUTE = {
    "conversations.create": 20,
    "conversations.list": 20,
    "conversations.archive": 20,
    "conversations.setTopic": 20,
    "conversations.kick": 50,
    "conversations.rename": 20,
    "pins.add": 20,
    "bookmarks.add": 20,
    "bookmarks.edit": 20,
    "bookmarks.list": 50,
    "chat.update": 50,
    "users.list": 20,
    "usergroups.users.list": 20,
    "conversations.invite": 50,
    "conversations.history": 50,
    "conversations.replies": 50,
    "conversations.open": 50,
    "chat.getPermalink": 100,
    "users.lookupByEmail": 50,
    "users.info": 100,
    "views.publish": 100,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
    "views.open": 100,
}
POST_BURST = 5
"""Posts in one channel before Slack wants one a second."""
OWN_BURST = POST_BURST - 1
"""Ours: one stays in hand, because a late first post and a punctual last one stand closer together at Slack."""
_WINDOW = 61.0
"""Slack's seconds in which no method goes beyond its tier: a minute, and a second for the same reason."""

LONGEST_TURN = 60.0
"""Slack's seconds after which somebody who waits asks again, however many wait before."""
_LATE = 0.01
"""Seconds: who comes a moment early would lose the turn."""


@dataclass
class _Bucket:
    size: float
    per_second: float
    tokens: float
    at: float
    most: int | None = None
    """In any one window; a full bucket that fills up again would let twice as many through."""
    last_turn: float = 0.0
    sent: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until there is a token (0: there is one)."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        while self.sent and self.sent[0] <= now - _WINDOW:
            self.sent.popleft()
        full = self.most is not None and len(self.sent) >= self.most
        return max(
            0.0 if self.tokens >= 1 else (1 - self.tokens) / self.per_second,
            self.sent[0] + _WINDOW - now if full else 0.0,
        )

    def take(self, now: float) -> None:
        """Take a token that is there."""
        self.tokens -= 1
        if self.most is not None:
            self.sent.append(now)

    def turn(self, wait: float, now: float) -> float:
        """Seconds until it is this caller's turn: one after the other, so that a thousand do not ask all the time."""
        turn = max(self.last_turn + 1 / self.per_second, now + wait + _LATE)
        self.last_turn = min(turn, now + max(wait, LONGEST_TURN))
        return self.last_turn - now


@dataclass
class Pace:
    """The tokens of this process.

    `speed` says how many of Slack's seconds pass in one of ours: 1, but for tests beside a sandbox of the same speed.
    """

    speed: float = 1.0

    _buckets: dict[tuple[str, str], _Bucket] = field(default_factory=dict)

    def wait(self, method: str, channel: str | None, now: float) -> float:
        """Take a token, or say for how many of our seconds there is none. `now` is a monotonic reading."""
        now *= self.speed
        bucket = self._bucket(method, channel, now)
        if bucket is None:
            return 0.0
        waiting = bucket.wait(now)
        if waiting:
            return bucket.turn(waiting, now) / self.speed
        bucket.take(now)
        return 0.0

    def spare(self, method: str, now: float) -> bool:
        """Whether more than half of a method's tokens are left: for what may wait, so that it delays nothing else."""
        now *= self.speed
        bucket = self._bucket(method, None, now)
        return bucket is None or (not bucket.wait(now) and bucket.tokens > bucket.size / 2)

    def calm(self, method: str, now: float) -> bool:
        """Whether less than half of what a window lets through was used: for long work that nobody waits for."""
        bucket = self._bucket(method, None, now * self.speed)
        return bucket is None or (not bucket.wait(now * self.speed) and len(bucket.sent) < bucket.size / 2)

    def hold(self, method: str, channel: str | None, seconds: float, now: float) -> None:
        """Slack said 429: no token before `seconds` of ours have passed."""
        now, seconds = now * self.speed, seconds * self.speed
        bucket = self._bucket(method, channel, now)
        if bucket is not None:
            bucket.wait(now)
            bucket.tokens = min(bucket.tokens, 1 - seconds * bucket.per_second)

    def seconds(self, seconds: float) -> float:
        """So many of Slack's seconds in ours."""
        return seconds / self.speed

    def _bucket(self, method: str, channel: str | None, now: float) -> _Bucket | None:
        if method == "chat.postMessage":
            return self._buckets.setdefault((method, channel or ""), _Bucket(OWN_BURST, 1.0, OWN_BURST, now))
        minute = PER_MINUTE.get(method)
        if minute is None:
            return None
        return self._buckets.setdefault((method, ""), _Bucket(minute, minute / 60, minute, now, minute))
