"""A notice that was drafted in an incident: its text and versions, approval, release, and the proof that it went.

Nothing is sent from here: the bot prepares and records, people send (policy 8, RSMo 407.1500.2).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Approval:
    """Counsel's approval of exactly one text. `hashes`: SHA-256 in hexadecimal by format, `text` always among them."""

    by: str
    at: datetime
    hashes: Mapping[str, str]
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """One mailing, call round or posting: how, when (UTC), by whom, how many people by state.

    `counts_as_notice`: whether the law takes the method. `roster`: SHA-256 of the list of names.
    """

    at: datetime
    by: str
    method: str
    people: Mapping[str, int]
    who: str
    roster: str = ""
    receipt: str = ""
    counts_as_notice: bool = True


@dataclass(frozen=True, kw_only=True)
class NoticeDraft:
    """A notice of one kind, for one recipient or place. `values`: what its fields held when this text was made.

    `authors` are all who wrote a version: none of them approves it.
    """

    id: str
    kind: str
    each: str | None
    recipient: str | None
    version: int
    text: str
    author: str
    at: datetime
    authors: tuple[str, ...]
    values: Mapping[str, str | None] = field(default_factory=dict)
    asked_by: str | None = None
    asked_at: datetime | None = None
    approval: Approval | None = None
    released_by: str | None = None
    released_at: datetime | None = None
    batches: tuple[Batch, ...] = ()

    @property
    def sent(self) -> int:
        """How many people were told in ways that the law takes."""
        return sum(sum(batch.people.values()) for batch in self.batches if batch.counts_as_notice)


def batch_of(paper: Mapping[str, Any], by: str, at: datetime) -> Batch:
    """A batch from what was recorded of it."""
    return Batch(
        at=at,
        by=by,
        method=str(paper["method"]),
        people={str(state): int(count) for state, count in paper["people"].items()},
        who=str(paper.get("who") or ""),
        roster=str(paper.get("roster") or ""),
        receipt=str(paper.get("receipt") or ""),
        counts_as_notice=bool(paper.get("counts_as_notice")),
    )
