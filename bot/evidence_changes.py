"""What deciding about evidence changes: an item that is registered, and what happened to it. Both are only added to."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.evidence import EventKind
from bot.text import Text


@dataclass(frozen=True, kw_only=True)
class AddEvidence:
    """An item of evidence. `words` is JSON: what is known of it, by name."""

    item: int
    kind: str
    by: str
    at: datetime
    recorded_at: datetime
    words: Text
    copy_of: int | None = None


@dataclass(frozen=True, kw_only=True)
class AddCustodyEvent:
    """Something that happened to an item. `values` is JSON: what was said of it, by name."""

    item: int
    event: int
    kind: EventKind
    by: str
    at: datetime
    recorded_at: datetime
    values: Text


EvidenceChange: TypeAlias = AddEvidence | AddCustodyEvent
