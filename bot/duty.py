"""A duty that somebody owes in an incident, who holds a role, and when the next nudge is due."""

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


@dataclass(frozen=True, kw_only=True)
class Nudge:
    """The next reminder of an open duty. `sent` counts those before it."""

    id: int
    kind: str
    subject: str
    due_at: datetime
    sent: int = 0
    snoozed_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds a role in one incident, since when."""

    role: str
    user: str
    since: datetime
