"""When something is due: a date only where a source sets a countable limit, and what others would give."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from bot.assessment.combinations import Knowledge, Node
from bot.assessment.nodes import local_day
from bot.assessment.prepared import Amounts
from bot.assessment.result import Alternative, Reason
from bot.calendars import Calendar, add_business_days, closures
from bot.policy.law import QUALITATIVE_CLOCKS, Clock, Start

Due = date | datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """A due date with the others; `reading` is the calendar's reading when it makes a difference."""

    due: Due | None
    alternatives: tuple[Alternative, ...]
    reading: str | None
    reasons: tuple[Reason, ...]


NO_DEADLINE = Deadline(due=None, alternatives=(), reading=None, reasons=())


@dataclass(frozen=True, kw_only=True, slots=True)
class Clockwork:
    """What every clock of an assessment shares."""

    calendars: Mapping[str, Calendar]
    zone: tzinfo
    holds: Mapping[str, bool]
    closed_days: frozenset[date] = frozenset()
    """Days on which the department's file says that state offices are closed; the facts may add others."""


def deadline(
    clock: Clock,
    starts: tuple[tuple[Start, Node | None], ...],
    amounts: Amounts,
    knowledge: Knowledge,
    work: Clockwork,
) -> Deadline:
    """The deadline of a clock. Qualitative clocks have none; a counted one without its start says so."""
    if clock.kind in QUALITATIVE_CLOCKS:
        return NO_DEADLINE
    amount = clock.amount if clock.value is None else amounts[clock.value]
    if amount is None:
        return NO_DEADLINE
    chosen: tuple[Start, datetime] | None = None
    others: list[tuple[Start, datetime]] = []
    for start, node in starts:
        value = True if node is None else node.value(knowledge)
        begin = min((knowledge.known[fact] for fact in start.facts if fact in knowledge.known), default=None)
        if value is False or begin is None:
            continue
        if value is True and chosen is None:
            chosen = (start, begin)
        elif value is None:
            others.append((start, begin))
    if chosen is None:
        reason = Reason(cite=clock.cite, text=clock.no_start or "")
        return Deadline(due=None, alternatives=(), reading=None, reasons=(reason,))
    found = _count(clock, int(amount), chosen[1], knowledge.known, work)
    more = [
        Alternative(due=_count(clock, int(amount), begin, {}, work).due or begin, reason=start.text, cite=clock.cite)
        for start, begin in others
    ]
    alternatives = (*found.alternatives, *(other for other in more if other.due != found.due))
    reason = Reason(cite=clock.cite, text=chosen[0].text)
    return Deadline(due=found.due, alternatives=alternatives, reading=found.reading, reasons=(reason,))


def _count(clock: Clock, amount: int, begin: datetime, known: Mapping[str, Any], work: Clockwork) -> Deadline:
    if clock.kind == "hours":
        # Elapsed hours: counted in universal time, so that a change of the clocks adds or takes none.
        due = (begin.astimezone(UTC) + timedelta(hours=amount)).astimezone(work.zone)
        return Deadline(due=due, alternatives=(), reading=None, reasons=())
    first = local_day(begin, work.zone)
    if clock.kind == "calendar_days":
        return Deadline(due=first + timedelta(days=amount), alternatives=(), reading=None, reasons=())
    return _business(clock, amount, first, known, work)


def _business(clock: Clock, amount: int, first: date, known: Mapping[str, Any], work: Clockwork) -> Deadline:
    calendar = work.calendars[clock.calendar or ""]
    strict = closures(calendar, first, "conservative")
    state = closures(calendar, first, "state")
    closed = work.closed_days.union(known.get("closed_days") or ())
    conservative = add_business_days(first, amount, strict)
    practice = add_business_days(first, amount, state)
    follows = work.holds.get(clock.reading or "", True)
    due = conservative if follows else practice
    candidates = [
        (practice, "state"),
        (conservative, "conservative"),
        (add_business_days(first, amount, strict | closed), "closed"),
        (add_business_days(first, amount, state | closed), "state_closed"),
    ]
    seen = {due}
    alternatives: list[Alternative] = []
    for day, name in candidates:
        if day not in seen:
            seen.add(day)
            alternatives.append(Alternative(due=day, reason=calendar.texts[name], cite=calendar.cite))
    differs = clock.reading if practice != conservative else None
    return Deadline(due=due, alternatives=tuple(alternatives), reading=differs, reasons=())
