"""What is news for everybody in the channel: the law's answer, what is owed, the severity; and the line that says it.

What people did themselves stands in the log already; what only follows from it gets an entry of its own here.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.assessment.facts import FactErrors
from bot.decision import Change, EndDetermination, Entry, SetDetermination, SetFact, Step, Value
from bot.rules.severity import vote_result
from bot.situation import Situation

COLLECTED = timedelta(minutes=1)
"""What happens within so much time is one message."""

NEWS = frozenset(
    {
        *("verdict_changed", "duties_changed", "severity_changed"),
        *("role_taken", "role_handed_over", "role_assigned", "role_lost"),
        *("decided", "decision_reopened"),
        *("approval_asked", "notice_approved", "approval_voided", "notice_released", "notice_sent"),
    }
)
"""The kinds of entries that the channel is told of."""
_TOUCH = (SetFact, SetDetermination, EndDetermination)
_OWED = ("required", "delayed")


def follow_news(before: Situation, after: Situation, changes: Iterable[Change]) -> tuple[Entry, ...]:
    """What the changes make of the law's answer, of the duties and of the severity, an entry each."""
    if not any(isinstance(change, _TOUCH) for change in changes):
        return ()
    number = after.facts.incident.number
    found = []
    try:
        was, now = before.assessment, after.assessment
    except FactErrors:  # facts that an older version took; the assessment card says so
        return ()
    if was.statutory_breach.status != now.statutory_breach.status:
        found.append(
            _entry("verdict_changed", number, was=was.statutory_breach.status, now=now.statutory_breach.status)
        )
    owed_before = {(one.law, one.id) for one in was.obligations if one.status in _OWED}
    owed_now = {(one.law, one.id) for one in now.obligations if one.status in _OWED}
    if owed_before != owed_now:
        found.append(
            _entry(
                "duties_changed",
                number,
                more=tuple(sorted({duty for _, duty in owed_now - owed_before})),
                fewer=tuple(sorted({duty for _, duty in owed_before - owed_now})),
            )
        )
    band_before, band = vote_result(before.facts, before.law).band, vote_result(after.facts, after.law).band
    if band_before != band:
        found.append(_entry("severity_changed", number, was=band_before, now=band))
    return tuple(found)


def tell_news(situation: Situation, entries: Iterable[Entry]) -> tuple[Step, ...]:
    """The message that says it, once for all that happens within a minute; nothing before the card stands."""
    if "card" not in situation.facts.messages or not any(entry.kind in NEWS for entry in entries):
        return ()
    begun = minute_of(situation.now)
    key = f"news:{situation.facts.incident.number}:{int(begun.timestamp())}"
    payload: dict[str, Value] = {"from": int(begun.timestamp())}
    return (Step(name="news", key=key, payload=payload, wait=begun + COLLECTED - situation.now),)


def minute_of(moment: datetime) -> datetime:
    """When the minute began in which it happens (UTC)."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def _entry(kind: str, number: str, **body: Value) -> Entry:
    return Entry(kind=kind, actor="bot", body={"number": number, **body})
