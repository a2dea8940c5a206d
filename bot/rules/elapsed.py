"""A clock without a number of days ("without unreasonable delay"): since when time passes, and what it is spent on.

The law names the only measures that the time may be spent on; a target date is counsel's own, never the law's.
"""

import json
from datetime import date, datetime
from typing import Any

from bot.assessment.elapsed import elapsed
from bot.assessment.facts import read_stored_facts
from bot.commands import RecordElapsed
from bot.decision import Answer, Decision, Entry, Refresh, Refusal, SetFact, Text
from bot.incident import IncidentFacts
from bot.note import note_name
from bot.policy.law import Clock
from bot.rulebook import Rulebook
from bot.rules.refusals import not_working_here, only
from bot.situation import Situation


def clock_of(law: Rulebook, pack: str, obligation: str) -> Clock | None:
    """The clock of an obligation, when the law lets its time be spent on named measures only."""
    found = law.packs.laws.get(pack)
    rules = found.obligations if found else ()
    clock = next((rule.clock for rule in rules if rule.id == obligation), None)
    return clock if clock and clock.spent_on else None


def name_of(pack: str, obligation: str) -> str:
    """Under which name what is recorded about a clock stands among the facts."""
    return note_name("elapsed", f"{pack}:{obligation}")


def recorded_elapsed(facts: IncidentFacts, pack: str, obligation: str) -> dict[str, Any]:
    """What is recorded: `spent_on` ids of measures, `target` an ISO day or None."""
    fact = facts.known.get(name_of(pack, obligation))
    return fact.value if fact and fact.value else {"spent_on": [], "target": None}


def since(clock: Clock, facts: IncidentFacts, now: datetime) -> datetime | None:
    """Since when time passes: the earliest known start."""
    passed = elapsed(clock, read_stored_facts(facts.plain).known, now)
    return passed.since if passed else None


def record_elapsed(command: RecordElapsed, situation: Situation) -> Decision | Refusal:
    """Record what the time is spent on; only CCO sets a target."""
    facts, team, law, now = situation.facts, situation.team, situation.law, situation.now
    if refusal := not_working_here(command.actor, facts, team):
        return refusal
    clock = clock_of(law, command.pack, command.obligation)
    if clock is None or not set(command.spent_on) <= {measure.id for measure in clock.spent_on}:
        return Refusal(name="no_such_item")
    before = recorded_elapsed(facts, command.pack, command.obligation)
    if command.target != before["target"]:
        if refusal := only(command.actor, "CCO", team, field="target"):
            return refusal
        if command.target and date.fromisoformat(command.target) < now.date():
            return Refusal(name="target_past", values={"field": "target"})
    name = name_of(command.pack, command.obligation)
    value = {"spent_on": list(command.spent_on), "target": command.target}
    version = facts.next_version
    return Decision(
        answer=Answer(name="facts_recorded"),
        changes=(SetFact(name=name, value=Text(name=name), by=command.actor, at=now, version=version),),
        entries=(
            Entry(
                kind="elapsed_recorded",
                actor=command.actor,
                body={
                    "number": facts.incident.number,
                    "obligation": f"{command.pack}:{command.obligation}",
                    "spent_on": command.spent_on,
                    "target": command.target,
                    "relied_on": facts.version,
                },
            ),
        ),
        sends=(Refresh(surface="assessment"),),
        texts={name: json.dumps(value, sort_keys=True)},
    )
