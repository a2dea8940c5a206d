"""What happens to an item of evidence: each event in its order, by whoever may say it, and never changed afterwards."""

import json
import re
from collections.abc import Mapping
from datetime import datetime

from bot.custody_orders import ORDERS, may_record, why_not
from bot.decision import Answer, Decision, Entry, Refresh, Refusal, Text, Value
from bot.evidence import CustodyEvent, EventKind, EvidenceItem, evidence_number
from bot.evidence_changes import AddCustodyEvent
from bot.evidence_commands import RecordCustody
from bot.incident import IncidentFacts
from bot.rules.preservation import hold_of
from bot.rules.refusals import not_future, refuse_words, team_only
from bot.situation import Situation

LONGEST_WORDS = 500
"""Characters of one thing that is said of an item or an event."""
HASH_DIGITS: Mapping[str, int] = {"sha256": 64, "sha512": 128}
"""Hexadecimal digits of each hash."""


def record_custody(command: RecordCustody, situation: Situation) -> Decision | Refusal:
    """Something happened to an item; a closed incident's evidence is still moved, returned and disposed of."""
    facts, team, now = situation.facts, situation.team, situation.now
    item = facts.evidence.get(command.item)
    if item is None:
        return Refusal(name="no_such_evidence")
    if refusal := team_only(command.actor, team):
        return refusal
    if command.base != len(item.events):
        return Refusal(name="custody_moved_on", values={"number": _number(item, facts)})
    if refusal := _refuse_order(command, item, situation) or _refuse_values(command, item, situation):
        return refusal
    if refusal := _refuse_time(command.kind, item, command.at, now):
        return refusal
    values = kept_words(command.values)
    event = CustodyEvent(
        number=item.next_event, kind=command.kind, by=command.actor, at=command.at, recorded_at=now, values=values
    )
    return _written(event, item, facts)


def kept_words(values: Mapping[str, str]) -> dict[str, str]:
    """What was said, without what is empty; a hash in small letters with nothing between its digits."""
    said = {name: _hash_words(words) if name in HASH_DIGITS else words.strip() for name, words in values.items()}
    return {name: words for name, words in said.items() if words}


def refuse_hashes(values: Mapping[str, str]) -> Refusal | None:
    """A hash that has not its number of hexadecimal digits."""
    for name, digits in HASH_DIGITS.items():
        typed = _hash_words(values.get(name, ""))
        if typed and not re.fullmatch(f"[0-9a-f]{{{digits}}}", typed):
            return Refusal(name="no_hash", values={"field": name, "digits": digits})
    return None


def _refuse_order(command: RecordCustody, item: EvidenceItem, situation: Situation) -> Refusal | None:
    facts, stands = situation.facts, item.custody
    values: dict[str, Value] = {"number": _number(item, facts), "event": command.kind}
    if reason := why_not(command.kind, item):
        return Refusal(name=reason, values={**values, **_whose(stands.receiver or stands.holder, situation)})
    if not may_record(command.kind, item, command.actor):
        who = ORDERS[command.kind].who
        person = stands.receiver if who == "receiver" else stands.holder
        return Refusal(name=f"custody_{who}_only", values={**values, **_whose(person, situation)})
    if command.kind == "disposed" and hold_of(facts):
        return Refusal(name="custody_hold", values={**values, "field": "authority"})
    if command.kind == "released" and not situation.team.roles_of(command.values.get("to", "")):
        return Refusal(name="receiver_outside", values={**values, "field": "to"})
    if command.kind == "released" and command.values.get("to") == command.actor:
        return Refusal(name="receiver_yourself", values={**values, "field": "to"})
    return None


def _whose(person: str | None, situation: Situation) -> dict[str, Value]:
    """Somebody of the incident by id, or somebody outside by name."""
    inside = person is not None and bool(situation.team.roles_of(person) or person == situation.facts.incident.reporter)
    return {"by": person if inside else None, "outsider": None if inside else person}


def _refuse_values(command: RecordCustody, item: EvidenceItem, situation: Situation) -> Refusal | None:
    order, stands = ORDERS[command.kind], item.custody
    for name in order.needs:
        if not command.values.get(name, "").strip():
            return Refusal(name="custody_needs", values={"field": name, "event": command.kind})
    for name, words in command.values.items():
        if name not in (*order.needs, *order.may):
            return Refusal(name="custody_needs", values={"field": name, "event": command.kind})
        if name not in HASH_DIGITS and (refusal := refuse_words(name, words, LONGEST_WORDS)):
            return refusal
    if refusal := refuse_hashes(command.values):
        return refusal
    if command.kind == "accepted" and not _same_seal(command.values["seal_seen"], stands.seal):
        return Refusal(name="seal_differs", values={"field": "seal_seen", "seal": stands.seal})
    if command.kind == "correction" and not _has_event(item, command.values["event"]):
        return Refusal(name="no_such_event", values={"field": "event", "most": len(item.events)})
    if command.values.get("way") == "owner" and not (command.values.get("owner_id") and command.values.get("receipt")):
        missing = "owner_id" if not command.values.get("owner_id") else "receipt"
        return Refusal(name="custody_needs", values={"field": missing, "event": command.kind})
    return None


def _refuse_time(kind: EventKind, item: EvidenceItem, at: datetime, now: datetime) -> Refusal | None:
    """A time before the item was found, before it last changed hands where that matters, or still to come."""
    if at < item.at:
        return Refusal(name="custody_before_found", values={"field": "at", "found": int(item.at.timestamp())})
    moved = item.custody.moved_at
    if ORDERS[kind].changes_hands and moved and at < moved:
        return Refusal(name="custody_before_moved", values={"field": "at", "moved": int(moved.timestamp())})
    return not_future(at, now, name="custody_future", field="at")


def _written(event: CustodyEvent, item: EvidenceItem, facts: IncidentFacts) -> Decision:
    name = f"custody:{item.number}:{event.number}"
    number = _number(item, facts)
    change = AddCustodyEvent(
        item=item.number,
        event=event.number,
        kind=event.kind,
        by=event.by,
        at=event.at,
        recorded_at=event.recorded_at,
        values=Text(name=name),
    )
    body: dict[str, Value | Text] = {
        "number": facts.incident.number,
        "item": number,
        "event": event.kind,
        "happened_at": int(event.at.timestamp()),
        "said": Text(name=name),
    }
    return Decision(
        answer=Answer(name="custody_recorded", values={"number": number, "event": event.kind}),
        changes=(change,),
        entries=(Entry(kind="custody", actor=event.by, body=body),),
        sends=(Refresh(surface="card"),),
        texts={name: json.dumps(dict(event.values), sort_keys=True)},
    )


def _hash_words(words: str) -> str:
    return re.sub(r"[\s:-]+", "", words).lower()


def _same_seal(seen: str, seal: str) -> bool:
    typed = re.sub(r"\W+", "", seen).lower()
    return typed == re.sub(r"\W+", "", seal).lower() if seal else typed == "none"


def _has_event(item: EvidenceItem, typed: str) -> bool:
    return typed.strip().isdecimal() and 1 <= int(typed) <= len(item.events)


def _number(item: EvidenceItem, facts: IncidentFacts) -> str:
    return evidence_number(facts.incident.number, item.number)
