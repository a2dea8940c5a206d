"""Three votes on the severity: the highest stands until all agree; a change is a new vote."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.severity import Floor
from bot.severity_method import Band, highest

VOTERS = ("AI", "CCO", "IS")
"""Who determines the severity, together (Policy 7.A and 7.B)."""


@dataclass(frozen=True, kw_only=True)
class VoteResult:
    """What stands after the votes so far.

    `band` is the highest of votes and floors, None before the first of either. `agreed`: AI, CCO and IS voted the
    same. `missing`: who has not voted. `lifted_by`: the floors above every vote, which hold the band up.
    """

    band: Band | None
    agreed: bool
    missing: tuple[str, ...]
    lifted_by: tuple[Floor, ...]


def count_votes(votes: Mapping[str, Band], held: Iterable[Floor]) -> VoteResult:
    """What stands, by role of each voter. The highest stands until all agree. Raises ValueError for another role."""
    if others := set(votes) - set(VOTERS):
        raise ValueError(f"no voters: {', '.join(sorted(others))}")
    held = tuple(held)
    top = highest(votes.values())
    missing = tuple(role for role in VOTERS if role not in votes)
    return VoteResult(
        band=highest([*votes.values(), *(floor.band for floor in held)]),
        agreed=not missing and len(set(votes.values())) == 1,
        missing=missing,
        lifted_by=tuple(floor for floor in held if top is None or highest([top, floor.band]) != top),
    )
