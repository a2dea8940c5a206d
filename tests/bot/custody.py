"""An item of evidence that goes from hand to hand, for tests."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.applying import facts_after
from bot.decision import Decision, Refusal
from bot.evidence import EventKind
from bot.evidence_commands import RecordCustody, RegisterEvidence
from bot.incident import IncidentFacts
from bot.rules.custody import record_custody
from bot.rules.evidence import register_evidence
from tests.given import FACTS, IS_LEAD, IS_OTHER, NOW, situated

A, B = "a" * 64, "b" * 64
WHEN = NOW + timedelta(hours=1)
SAID: Mapping[EventKind, dict[str, str]] = {
    "photographed": {},
    "secured": {"place": "Room 12", "key": "Guard office"},
    "collected": {"method": "By hand", "place": "Locker 3", "sha256": A},
    "sealed": {"seal": "4711"},
    "seal_broken": {"reason": "To image it"},
    "imaged": {"tool": "dd 9.1", "sha256": A},
    "copied": {"purpose": "Analysis"},
    "accessed": {"purpose": "Analysis"},
    "verified": {"sha256": A},
    "released": {"to": IS_OTHER, "purpose": "Imaging"},
    "accepted": {"seal_seen": "none", "condition": "As described"},
    "refused": {"reason": "Box is open"},
    "moved": {"place": "Vault"},
    "handed_outside": {"agency": "Highway Patrol", "person": "Sgt. Doe", "purpose": "Investigation"},
    "receipt": {"receipt": "R-1"},
    "returned": {"person": "Sgt. Doe", "condition": "As handed over"},
    "disposed": {"way": "destroyed", "authority": "CCO letter", "witness": "Ivy"},
    "correction": {"event": "1", "text": "The lobby, not the garage"},
    "explained": {"event": "1", "text": "It lay in the safe"},
}


def said(facts: IncidentFacts, decision: Decision | Refusal) -> IncidentFacts:
    assert isinstance(decision, Decision), decision
    return facts_after(facts, decision.changes, decision.texts)


def registered(kind: str = "device", at: datetime = NOW, **words: str) -> IncidentFacts:
    command = RegisterEvidence(
        key="k", actor=IS_LEAD, incident=7, kind=kind, at=at, words={"description": "A laptop", **words}
    )
    return said(FACTS, register_evidence(command, situated(FACTS, now=WHEN)))


def tell(facts: IncidentFacts, kind: EventKind, *, actor: str = IS_LEAD, **more: Any) -> Decision | Refusal:
    values = dict(SAID[kind])
    if kind == "accepted":
        values["seal_seen"] = facts.evidence[1].custody.seal or "none"
    if kind == "released" and actor == IS_OTHER:
        values["to"] = IS_LEAD
    given = {"at": WHEN, "base": len(facts.evidence[1].events), "values": values, **more}
    command = RecordCustody(key="k", actor=actor, incident=7, item=1, kind=kind, **given)
    return record_custody(command, situated(facts, now=WHEN))


def went(*kinds: EventKind, kind: str = "device") -> IncidentFacts:
    facts = registered(kind)
    for one in kinds:
        facts = said(facts, tell(facts, one, actor=who_says(one, facts)))
    return facts


def who_says(kind: EventKind, facts: IncidentFacts) -> str:
    stands = facts.evidence[1].custody
    asked = stands.receiver if kind in ("accepted", "refused") else stands.holder
    return asked if asked in (IS_LEAD, IS_OTHER) else IS_LEAD
