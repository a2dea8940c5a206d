"""What is wrong with the custody of an item, read off its events each time; each is a duty until somebody explains it.

Policy 11.C names no hours: how long an item may wait is this program's suggestion.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from bot.department import Team
from bot.evidence import Custody, CustodyEvent, EventKind, EvidenceItem, after
from bot.incident import IncidentFacts
from bot.rules.preservation import needs_formal_custody

AlarmKind: TypeAlias = Literal[
    "not_accepted", "no_custodian", "two_custodians", "seal_differs", "hash_differs", "stranger"
]

PATIENCE = timedelta(hours=4)
"""How long an item may be on its way, or be found and held by nobody: this program's suggestion, not policy."""
_WAITING: Mapping[str, AlarmKind] = {"released": "not_accepted", "found": "no_custodian"}
_BEGINS: Mapping[AlarmKind, tuple[EventKind, ...]] = {
    "not_accepted": ("released", "handed_outside"),
    "no_custodian": ("identified",),
}
"""Since which event an item waits."""


@dataclass(frozen=True, kw_only=True)
class CustodyAlarm:
    """Something about an item's custody that a named person has to explain. `event`: the number of the event it is
    about; `since` is UTC."""

    item: int
    kind: AlarmKind
    event: int
    since: datetime


def custody_alarms(facts: IncidentFacts, team: Team, now: datetime, patience: timedelta) -> tuple[CustodyAlarm, ...]:
    """All that nobody has explained, of the items that need formal custody. `patience`: how long an item may be on its
    way, or be found and held by nobody."""
    found = []
    for item in facts.evidence.values():
        if needs_formal_custody(item.number, facts):
            explained = {event.word("event") for event in item.events if event.kind == "explained"}
            found += [one for one in _of_item(item, team, now, patience) if str(one.event) not in explained]
    return tuple(found)


def _of_item(item: EvidenceItem, team: Team, now: datetime, patience: timedelta) -> Iterator[CustodyAlarm]:
    stands = Custody()
    for event in item.events:
        if kind := _told_by(event, stands, team):
            yield CustodyAlarm(item=item.number, kind=kind, event=event.number, since=event.recorded_at)
        stands = after(stands, event)
    waits = _WAITING.get(stands.stage)
    if waits and not item.words.get("held_elsewhere"):
        begun = next(one for one in reversed(item.events) if one.kind in _BEGINS[waits])
        if now - begun.recorded_at > patience:
            since = begun.recorded_at + patience
            yield CustodyAlarm(item=item.number, kind=waits, event=begun.number, since=since)


def _told_by(event: CustodyEvent, stands: Custody, team: Team) -> AlarmKind | None:
    """What an event itself tells, before it took effect."""
    if event.kind == "refused" and event.word("seal_seen") and event.word("seal_seen") != stands.seal:
        return "seal_differs"
    if event.kind in ("verified", "imaged") and _differs(event, stands):
        return "hash_differs"
    if event.kind == "accessed" and event.word("who") and not team.roles_of(event.word("who")):
        return "stranger"
    if event.kind == "correction" and event.word("holder") not in ("", stands.holder):
        return "two_custodians"
    return None


def _differs(event: CustodyEvent, stands: Custody) -> bool:
    return any(
        event.word(name) and stands.hashes.get(name, event.word(name)) != event.word(name)
        for name in ("sha256", "sha512")
    )
