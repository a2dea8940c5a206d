"""Whose channel opens when: at once, unless its reporter or everybody together sent too many reports within an hour.

Every report is recorded at once. What waits is the opening of its channel, which calls four offices in.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

WINDOW = timedelta(hours=1)
Wait: TypeAlias = Literal["own", "all"]
"""Why an opening waits: because of the same person's other reports, or of everybody's."""


@dataclass(frozen=True, kw_only=True)
class OpeningLimits:
    """How many channels the bot opens by itself within an hour: configuration, which no policy or law sets."""

    of_one_person: int = 5
    of_all: int = 30


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A report that waits for its channel (`opens_at` is None), or whose opening began within the last hour."""

    id: int
    number: str
    reporter: str
    opens_at: datetime | None = None
    channel_name: str = ""


@dataclass(frozen=True, kw_only=True)
class SetOpening:
    """The channel is called for from `at` on (UTC); the report waits no longer."""

    at: datetime


def waiting(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Those that wait, in the order in which they came."""
    return tuple(turn for turn in turns if turn.opens_at is None)


def why_waits(own: int, of_all: int, limits: OpeningLimits) -> Wait | None:
    """Why a new report waits; None: its channel opens at once.

    `own`: the same person's reports that wait or were opened within the hour; `of_all`: the channels opened within it.
    """
    if own >= limits.of_one_person:
        return "own"
    return "all" if of_all >= limits.of_all else None


def opens_about(turns: Sequence[Turn], reporter: str, why: Wait, limits: OpeningLimits, now: datetime) -> datetime:
    """When a report that waits now would open by itself, if nothing else came: an hour after one that went before."""
    counted = [turn for turn in turns if why == "all" or turn.reporter == reporter]
    most = limits.of_one_person if why == "own" else limits.of_all
    begun = sorted(turn.opens_at for turn in counted if turn.opens_at)[-most:]
    ahead = len(waiting(counted))
    places = [now - WINDOW] * (most - len(begun)) + begun
    return max(now, places[ahead % most] + WINDOW * (1 + ahead // most))


def next_in_turn(turns: Sequence[Turn], limits: OpeningLimits, takes_calls: frozenset[str]) -> tuple[int, ...]:
    """The ids of those that may open now: first whoever has had the fewest, then whoever came first."""
    begun = Counter(turn.reporter for turn in turns if turn.opens_at)
    free, left, found = limits.of_all - begun.total(), list(waiting(turns)), []
    while free > 0:
        able = [one for one in left if one.reporter in takes_calls or begun[one.reporter] < limits.of_one_person]
        if not able:
            break
        first = min(able, key=lambda one: (begun[one.reporter], one.id))
        left.remove(first)
        begun[first.reporter] += 1
        free -= 1
        found.append(first.id)
    return tuple(found)
