"""Recording what is known, and asking the law about it. The old facts stay when anything in what was said is wrong."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.assessment.answer import Assessment
from bot.assessment.assess import future_faults
from bot.assessment.facts import FactErrors, FactFault, read_facts
from bot.assessment.vocabulary import FACTS
from bot.commands import RecordFacts
from bot.decision import Answer, Decision, Entry, Refresh, Refusal, SetFact, Text
from bot.department import Team
from bot.incident import IncidentFacts
from bot.rulebook import Rulebook
from bot.screening import personal_data

LONGEST_SUBJECT = 80
"""Characters of a place or a contractor that a task is for: it stands in a button's value."""

DETERMINED = ("good_faith", "harm_unlikely", "delay", "readings", "determinations")
"""Facts that nobody just says: they come from a determination on record."""


def record_facts(
    command: RecordFacts, facts: IncidentFacts, team: Team, law: Rulebook, now: datetime
) -> Decision | Refusal:
    """Record what is known now."""
    if facts.incident.state == "closed":
        return Refusal(name="incident_closed", values={"number": facts.incident.number})
    if not team.roles_of(command.actor):
        return Refusal(name="team_needed")
    if determined := next((name for name in command.values if name in DETERMINED), None):
        return Refusal(name="fact_is_determined", values={"field": determined})
    stale = [name for name in command.values if name in facts.known and facts.known[name].version > command.seen]
    changed = {name: value for name, value in command.values.items() if _value(facts, name) != value}
    if stale and any(name in changed for name in stale):
        return Refusal(name="facts_moved", values={"fact": stale[0], "by": facts.known[stale[0]].by})
    if not changed:
        return Decision(answer=Answer(name="nothing_new"))
    if refusal := _refuse(changed, {**plain(facts), **changed}, now):
        return refusal
    return write_facts(changed, facts, law, now, actor=command.actor, kind="facts_recorded")


def first_facts(facts: IncidentFacts, law: Rulebook, now: datetime) -> Decision:
    """What the report itself says, as facts of the reporter; nothing that was not said."""
    incident = facts.incident
    said: dict[str, Any] = {
        "incident_kinds": list(incident.kinds) or None,
        "location": incident.office,
        "discovered_at": incident.noticed_at.isoformat() if incident.noticed_at else None,
    }
    said = {name: value for name, value in said.items() if value is not None}
    decision = write_facts(said, facts, law, now, actor=incident.reporter, kind="facts_reported") if said else None
    return decision if isinstance(decision, Decision) else Decision(answer=Answer(name="noted"))


def assess_incident(facts: IncidentFacts, law: Rulebook, now: datetime) -> Assessment:
    """What is asked for in this incident. A delay holds exactly the notices that it covers."""
    answer = law.assess_stored(plain(facts), now)
    delay = facts.in_force("delay")
    if delay is None or all(one.status != "delayed" for one in answer.obligations):
        return answer
    covered = tuple(delay.answers.get("notices") or ())
    without = law.assess_stored({**plain(facts), "delay": None}, now)
    free = {(one.law, one.id, one.recipient, one.subject): one for one in without.obligations}
    held = tuple(
        one if f"{one.law}|{one.id}" in covered else free.get((one.law, one.id, one.recipient, one.subject), one)
        for one in answer.obligations
    )
    return replace(answer, obligations=held)


def plain(facts: IncidentFacts) -> dict[str, Any]:
    """The facts as the assessment takes them."""
    return {name: fact.value for name, fact in facts.known.items() if name in FACTS}


def _refuse(changed: Mapping[str, Any], all_facts: Mapping[str, Any], now: datetime) -> Refusal | None:
    for name, value in changed.items():
        if found := personal_data(json.dumps(value, ensure_ascii=False)):
            return Refusal(name="personal_data", values={"field": name, "kind": found[0].kind})
    if any(len(str(place)) > LONGEST_SUBJECT for place in all_facts.get("infrastructure_locations") or ()):
        return Refusal(name="text_too_long", values={"field": "infrastructure_locations", "longest": LONGEST_SUBJECT})
    try:
        read = read_facts(all_facts)
    except FactErrors as error:
        return _fault(error.faults[0])
    if ahead := future_faults(read, now):
        return _fault(ahead[0])
    return None


def _fault(fault: FactFault) -> Refusal:
    return Refusal(name="fact_refused", values={"field": fault.fact, "fault": fault.name, **dict(fault.values)})


def write_facts(
    changed: Mapping[str, Any],
    facts: IncidentFacts,
    law: Rulebook,
    now: datetime,
    *,
    actor: str,
    kind: str,
) -> Decision | Refusal:
    """The facts that change, each with its new version, and their entry; refused when the law cannot read them."""
    version = facts.version + 1
    known = {**plain(facts), **changed}
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
