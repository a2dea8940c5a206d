"""Recording what is known, and asking the law about it. The old facts stay when anything in what was said is wrong."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.assessment.assess import future_faults
from bot.assessment.facts import FactErrors, FactFault, read_facts, readable_facts
from bot.commands import RecordFacts
from bot.decision import Answer, Decision, Entry, Refresh, Refusal, SetFact, Text
from bot.incident import IncidentFacts
from bot.policy.load import load_fact_words
from bot.rules.refusals import not_working_here
from bot.screening import personal_data_within
from bot.situation import Situation

LONGEST_SUBJECT = 80
"""Characters of a place or a contractor that a task is for: it stands in a button's value."""

DETERMINED = load_fact_words().determined
"""Facts that nobody just says: they come from a determination on record."""


def record_facts(command: RecordFacts, situation: Situation) -> Decision | Refusal:
    """Record what is known now."""
    facts, team, now = situation.facts, situation.team, situation.now
    if refusal := not_working_here(command.actor, facts, team):
        return refusal
    if determined := next((name for name in command.values if name in DETERMINED), None):
        return Refusal(name="fact_is_determined", values={"field": determined})
    stale = [name for name in command.values if name in facts.known and facts.known[name].version > command.seen]
    changed = {name: value for name, value in command.values.items() if _value(facts, name) != value}
    if stale and any(name in changed for name in stale):
        return Refusal(name="facts_moved", values={"fact": stale[0], "by": facts.known[stale[0]].by})
    if not changed:
        return Decision(answer=Answer(name="nothing_new"))
    if refusal := _refuse(changed, readable_facts(facts.plain), now):
        return refusal
    return write_facts(changed, situation, actor=command.actor, kind="facts_recorded")


def write_rows(
    changed: Mapping[str, Any], situation: Situation, actor: str, *, kind: str, reason: str = ""
) -> Decision | Refusal:
    """Data sets or third parties that change, checked like every fact, with an entry of that kind and its reason."""
    facts = situation.facts
    moved = {name: value for name, value in changed.items() if _value(facts, name) != value}
    if not moved:
        return Decision(answer=Answer(name="nothing_new"))
    if refusal := _refuse(moved, readable_facts(facts.plain), situation.now):
        return refusal
    written = write_facts(moved, situation, actor=actor, kind=kind)
    if isinstance(written, Refusal) or not reason:
        return written
    (entry,) = written.entries
    entries = (replace(entry, body={**entry.body, "reason": Text(name="reason")}),)
    return replace(written, entries=entries, texts={**written.texts, "reason": reason})


def first_facts(situation: Situation) -> Decision:
    """What the report itself says, as facts of the reporter; nothing that was not said."""
    facts = situation.facts
    incident = facts.incident
    said: dict[str, Any] = {
        "incident_kinds": list(incident.kinds) or None,
        "location": incident.office,
        "discovered_at": incident.noticed_at.isoformat() if incident.noticed_at else None,
    }
    said = {name: value for name, value in said.items() if value is not None}
    decision = write_facts(said, situation, actor=incident.reporter, kind="facts_reported") if said else None
    return decision if isinstance(decision, Decision) else Decision(answer=Answer(name="noted"))


def _refuse(changed: Mapping[str, Any], known: Mapping[str, Any], now: datetime) -> Refusal | None:
    for name, value in changed.items():
        if found := personal_data_within(value):
            return Refusal(name="personal_data", values={"field": name, "kind": found[0].kind})
    together = {**known, **changed}
    if any(len(str(place)) > LONGEST_SUBJECT for place in together.get("infrastructure_locations") or ()):
        return Refusal(name="text_too_long", values={"field": "infrastructure_locations", "longest": LONGEST_SUBJECT})
    try:
        read = read_facts(together)
    except FactErrors as error:
        return _fault(error.faults[0])
    if ahead := future_faults(read, now):
        return _fault(ahead[0])
    return None


def _fault(fault: FactFault) -> Refusal:
    return Refusal(name="fact_refused", values={"field": fault.fact, "fault": fault.name, **dict(fault.values)})


def write_facts(changed: Mapping[str, Any], situation: Situation, *, actor: str, kind: str) -> Decision | Refusal:
    """The facts that change, each with its new version, and their entry; refused when the law cannot read them."""
    facts, law, now = situation.facts, situation.law, situation.now
    version = facts.next_version
    known = {**readable_facts(facts.plain), **changed}
    try:
        law.assess(known, now)
    except FactErrors as error:
        return _fault(error.faults[0])
    texts = {name: json.dumps(value, sort_keys=True) for name, value in changed.items() if value is not None}
    body: dict[str, str | int | bool | Text | None] = {"number": facts.incident.number, "version": version}
    body |= {f"fact:{name}": Text(name=name) if name in texts else None for name in changed}
    return Decision(
        answer=Answer(name="facts_recorded"),
        changes=tuple(
            SetFact(name=name, value=Text(name=name) if name in texts else None, by=actor, at=now, version=version)
            for name in changed
        ),
        entries=(Entry(kind=kind, actor=actor, body=body),),
        sends=(Refresh(surface="assessment"), Refresh(surface="details"), Refresh(surface="card")),
        texts=texts,
    )


def _value(facts: IncidentFacts, name: str) -> Any:
    fact = facts.known.get(name)
    return fact.value if fact else None
