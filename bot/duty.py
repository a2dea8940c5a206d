"""A duty that somebody owes in an incident, who holds a role, and when the next reminder is due."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Something open. `subject` tells it from others of its kind; `arose` and `limit` are UTC.

    `limit` is a limit that a source lets one count; most duties have none.
    """

    kind: str
    subject: str
    role: str
    arose: datetime
    limit: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other duty of its incident."""
        return self.kind, self.subject


@dataclass(frozen=True, kw_only=True)
class Told:
    """How many reminder messages one person had in one incident on the day of the last one.

    `day` is ISO, on the department's clocks; `at` is when anything at all was last told (UTC).
    """

    user: str
    day: str
    count: int
    at: datetime

    def on(self, day: str) -> int:
        """How many on that day."""
        return self.count if self.day == day else 0


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The newest message that reminds one person of a duty. `over`: it has no buttons, or is about to lose them."""

    user: str
    channel: str
    ts: str
    over: bool = False


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """The next reminder of an open duty. `sent` counts those before it since the duty is open.

    `before` counts those of earlier times that it was open, so that no message has another's key. `seen_by`: who of
    those who are asked first opened the thing itself, since it is open.
    """

    id: int
    kind: str
    subject: str
    due_at: datetime
    sent: int = 0
    snoozed_until: datetime | None = None
    before: int = 0
    shown: tuple[Shown, ...] = ()
    seen_by: str | None = None
    seen_at: datetime | None = None

    @property
    def key(self) -> str:
        """What names this reminder among all that ever were."""
        return f"{self.id}.{self.before + self.sent}"

    def shown_to(self, user: str) -> Shown | None:
        """The newest message that reminds this person of it."""
        return next((one for one in self.shown if one.user == user), None)


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds a role in one incident, since when."""

    role: str
    user: str
    since: datetime
