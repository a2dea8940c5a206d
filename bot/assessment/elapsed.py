"""A qualitative clock told honestly: how long time has passed, never how long it may."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.policy.law import Clock


@dataclass(frozen=True, kw_only=True)
class Elapsed:
    """Since when, by which fact, and how long until `now`. `late`: a soft target of CCO has passed."""

    fact: str
    since: datetime
    time: timedelta
    late: bool


def elapsed(clock: Clock, known: Mapping[str, Any], now: datetime, target: timedelta | None = None) -> Elapsed | None:
    """The time that has passed on a clock; None while none of its starts is known, or before it.

    `target` is a setting of CCO, not of the law, and must be shown as such (407.1500.2(1) has no number of days).
    """
    found = [(known[fact], fact) for start in clock.starts for fact in start.facts if fact in known]
    if not found:
        return None
    since, fact = min(found)
    if since > now:
        return None
    return Elapsed(fact=fact, since=since, time=now - since, late=target is not None and now - since > target)
