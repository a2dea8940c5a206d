"""What stands before any incident: whom to call outside the team, and the plans to work by. Configuration, not law."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Partner:
    """A body outside the department whose help the policy names or that the department calls; no Slack account needed.

    `code`: the policy's own for one that it names (OCS), and then it is shown wherever the policy names it.
    `provisions`: further provisions at which it is shown.
    """

    code: str
    name: str
    phone: str | None = None
    email: str | None = None
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan or procedure that the policy presumes (policy 8.B, 10): where it is, which version, and who keeps it.

    `owner`: the role that keeps it. `reviewed_on`: the day of its last review.
    """

    id: str
    title: str
    link: str
    version: str
    owner: str
    reviewed_on: date
    provisions: tuple[str, ...]


def stands_at(provisions: Collection[str], wanted: str) -> bool:
    """Whether something is shown there: at its provisions, and at what follows from them (`POL-10.backup`)."""
    return any(wanted == one or wanted.startswith(f"{one}.") for one in provisions)
