"""What a decision remembers of telling people: how often somebody was told, and who has opened what is asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.duty import Told


@dataclass(frozen=True, kw_only=True)
class SetTold:
    """What one person was told of this incident, and how often on that day."""

    told: Told


@dataclass(frozen=True, kw_only=True)
class MarkSeen:
    """Somebody who is asked opened the thing itself that an open duty is about. `at` is UTC."""

    kind: str
    subject: str
    user: str
    at: datetime


ReminderChange: TypeAlias = SetTold | MarkSeen
