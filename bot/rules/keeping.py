"""What the register of evidence settles on the lists (policy 11.C), and what of it keeps an incident open."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.decision import Change, Decision, Text
from bot.duty import Duty
from bot.evidence import EvidenceItem, evidence_number
from bot.incident import IncidentFacts
from bot.question import ClosingTest
from bot.rules.alarms import PATIENCE, custody_alarms
from bot.rules.items import set_item
from bot.rules.preservation import (
    GUIDING_ROLES,
    PARTNER,
    READING_ROLE,
    guidance_of,
    needs_formal_custody,
    readers_of,
)
from bot.situation import Situation

GUIDANCE_LINE, REQUIREMENTS_LINE, CUSTODY_LINE = "POL-11.C1", "POL-11.C3", "POL-11.C4"
"""Guidance by AI and CCO; what CCO requires, acknowledged by IS and OCS; the chain of custody."""
_UNFINISHED = ("found", "released")
_BEGAN = ("identified", "released", "handed_outside")
"""Events since which an item waits for somebody."""


def settling(written: Decision, line: str, role: str, said: str, actor: str, situation: Situation) -> Decision:
    """The decision with that line of the role done by it, in these words; a line that is settled already stays."""
    item = situation.facts.item(role, line)
    if item is None or item.state != "open":
        return written
    change: Change = set_item(item, "done", by=actor, at=situation.now, reason=Text(name=line))
    return replace(
        written,
        changes=(*written.changes, change),
        texts={**written.texts, line: said},
    )


def everybody_read(role: str, reader: str, facts: IncidentFacts) -> bool:
    """Whether IS and OCS have read that guidance, once this reader has."""
    return {READING_ROLE, PARTNER} <= {*readers_of(role, facts), reader}


def custody_gaps(situation: Situation) -> Iterator[tuple[str, str]]:
    """What keeps an incident open: the item's number, and the name of what is wrong with its custody."""
    facts = situation.facts
    number = facts.incident.number
    for alarm in custody_alarms(facts, situation.team, situation.now, PATIENCE):
        if alarm.kind not in ("not_accepted", "no_custodian"):
            yield evidence_number(number, alarm.item), alarm.kind
    for item in facts.evidence.values():
        if item.custody.stage in _UNFINISHED and needs_formal_custody(item.number, facts):
            yield evidence_number(number, item.number), item.custody.stage


def duties_of_evidence(situation: Situation) -> Iterator[Duty]:
    """What somebody owes to the evidence: to accept it, to hold it, to explain a gap, to read what is required."""
    facts = situation.facts
    for item in facts.evidence.values():
        if not needs_formal_custody(item.number, facts):
            continue
        stands, subject = item.custody, str(item.number)
        if stands.stage == "released":
            yield Duty(
                kind="custody_accept", subject=subject, role=_role_of_receiver(item, situation), arose=_since(item)
            )
        elif stands.stage == "found" and not item.words.get("held_elsewhere"):
            yield Duty(kind="custody_open", subject=subject, role=READING_ROLE, arose=_since(item))
    for alarm in custody_alarms(facts, situation.team, situation.now, PATIENCE):
        if alarm.kind not in ("not_accepted", "no_custodian"):
            subject = f"{alarm.item}|{alarm.kind}|{alarm.event}"
            yield Duty(kind="custody_gap", subject=subject, role=READING_ROLE, arose=alarm.since)
    for role in GUIDING_ROLES:
        stands_since = guidance_of(role, facts)
        if stands_since and READING_ROLE not in readers_of(role, facts):
            subject = f"{role}|{stands_since.version}"
            yield Duty(kind="guidance", subject=subject, role=READING_ROLE, arose=stands_since.at)


def receiver_of(duty: Duty, situation: Situation) -> str | None:
    """Who is to accept an item: a receiver who is here; else whoever handed it over sees to the receipt."""
    item = situation.facts.evidence.get(int(duty.subject)) if duty.kind == "custody_accept" else None
    if item is None:
        return None
    stands = item.custody
    return stands.holder if stands.to_outside else stands.receiver


def _role_of_receiver(item: EvidenceItem, situation: Situation) -> str:
    stands = item.custody
    person = stands.holder if stands.to_outside else stands.receiver
    return next(iter(situation.team.roles_of(person or "")), READING_ROLE)


def _since(item: EvidenceItem) -> datetime:
    return max(event.recorded_at for event in item.events if event.kind in _BEGAN)


def answered_by_register(test: ClosingTest, situation: Situation) -> frozenset[str]:
    """The chain of custody is settled by a register whose events leave no gap: a tick is not asked for then."""
    if CUSTODY_LINE not in test.items or not situation.facts.evidence or any(custody_gaps(situation)):
        return frozenset()
    return frozenset({CUSTODY_LINE})
