"""The severity of an incident: its terms on record, three votes, and what stands (policy 7.A and 7.B).

It sets how often people are reminded and opens questions; it never answers what a statute asks.
"""

import json
from collections.abc import Mapping
from typing import Any

from bot.assessment.facts import read_stored_facts
from bot.decision import Answer, Decision, Entry, Refresh, Refusal, SetFact, Text
from bot.incident import IncidentFacts
from bot.involved import classes_of
from bot.note import note_name
from bot.question_commands import RecordSeverityTerms
from bot.rulebook import Rulebook
from bot.rules.refusals import closed, role_needed
from bot.severity import Floor, Impact, Proposal, Terms, fits, floors, propose, proposed_band
from bot.severity_method import BANDS, IMPACTS, LEVELLED, Band, Method
from bot.severity_votes import VOTERS, VoteResult, count_votes
from bot.situation import Situation

TERMS = note_name("severity", "terms")
"""Under which name the recorded terms stand among the facts."""
_CLASS = "restricted_class"


def vote_result(facts: IncidentFacts, law: Rulebook) -> VoteResult:
    """What stands after the votes so far: the highest of votes and least bands, until AI, CCO and IS agree."""
    cast = {made.role: band for made in facts.determinations if (band := _band(made.outcome)) and made.role in VOTERS}
    return count_votes(cast, least_bands(facts, law))


def least_bands(facts: IncidentFacts, law: Rulebook) -> tuple[Floor, ...]:
    """The bands below which nobody may stay, as far as the facts tell."""
    return floors(law.packs.severity, read_stored_facts(facts.plain).known, restricted(facts, law))


def restricted(facts: IncidentFacts, law: Rulebook) -> bool | None:
    """Whether some data is of the most restricted class: as people said, else by the department's own scheme.

    The scheme is configuration, its first class the most restricted; a class outside it tells nothing.
    """
    said, scheme = recorded_terms(facts).get(_CLASS), law.department.classes
    known = classes_of(facts.plain, scheme)
    if said is not None or not known or not scheme:
        return said
    if known[0] == scheme[0]:
        return True
    return False if all(one in scheme for one in known) else None


def recorded_terms(facts: IncidentFacts) -> Mapping[str, Any]:
    """The terms that people recorded, as plain JSON; empty before that."""
    fact = facts.known.get(TERMS)
    return fact.value if fact and fact.value else {}


def propose_terms(facts: IncidentFacts, law: Rulebook) -> Proposal:
    """What the facts propose for each term."""
    return propose(law.packs.severity, read_stored_facts(facts.plain).known)


def counted_terms(facts: IncidentFacts, law: Rulebook) -> Terms:
    """The terms that count: what people recorded, else what the facts propose."""
    told, proposed = recorded_terms(facts), propose_terms(facts, law).terms
    names = ("category", "dpc", *LEVELLED)
    return Terms(**{name: told.get(name) or getattr(proposed, name) for name in names})


def recorded_impact(facts: IncidentFacts) -> Impact:
    """What IS recorded of operations."""
    told = recorded_terms(facts)
    information = told.get("information")
    return Impact(
        functional=told.get("functional"),
        information=tuple(information) if information else None,
        recoverability=told.get("recoverability"),
    )


def propose_band(facts: IncidentFacts, law: Rulebook) -> Band | None:
    """The band that the terms, the impact and the least bands propose; people decide."""
    return proposed_band(law.packs.severity, counted_terms(facts, law), recorded_impact(facts), least_bands(facts, law))


def record_terms(command: RecordSeverityTerms, situation: Situation) -> Decision | Refusal:
    """Record terms: AI, CCO and IS may; the impact on operations is IS's to fill."""
    facts, team, law, now = situation.facts, situation.team, situation.law, situation.now
    if refusal := closed(facts):
        return refusal
    roles = [role for role in VOTERS if command.actor in team.users(role)]
    if not roles:
        return role_needed(VOTERS, team)
    if facts.version_of(TERMS) > command.seen:
        return Refusal(name="facts_newer", values={"facts": (TERMS,), "seen": facts.version})
    before = recorded_terms(facts)
    told = {name: one for name, one in command.terms.items() if one is not None}
    value = {**before, **_beyond(told, before, propose_terms(facts, law).terms)}
    if refusal := _refuse_terms(value, law.packs.severity):
        return refusal
    if "IS" not in roles and any(value.get(name) != before.get(name) for name in IMPACTS):
        return role_needed(("IS",), team, field="functional")
    if value == before:
        return Decision(answer=Answer(name="nothing_new"))
    version = facts.next_version
    return Decision(
        answer=Answer(name="facts_recorded"),
        changes=(SetFact(name=TERMS, value=Text(name=TERMS), by=command.actor, at=now, version=version),),
        entries=(
            Entry(
                kind="severity_terms_recorded",
                actor=command.actor,
                body={"number": facts.incident.number, "version": version, "terms": Text(name=TERMS)},
            ),
        ),
        sends=(Refresh(surface="card"), Refresh(surface="decision:severity")),
        texts={TERMS: json.dumps(value, sort_keys=True)},
    )


def _beyond(told: Mapping[str, Any], before: Mapping[str, Any], proposed_: Terms) -> dict[str, Any]:
    """What people said beyond the proposal: what they left as proposed goes on following the facts."""
    kept = {name: one for name, one in told.items() if name in before or one != getattr(proposed_, name, None)}
    if "category" in kept or "dpc" in kept:
        kept |= {name: told[name] for name in ("category", "dpc") if name in told}
    return kept


def _refuse_terms(value: Mapping[str, Any], method: Method) -> Refusal | None:
    """Only what the method knows may be recorded."""
    for name in LEVELLED:
        if value.get(name) is not None and value[name] not in {level.id for level in method.terms[name].levels}:
            return Refusal(name="choose_again", values={"field": name})
    if (value.get("category") is None) != (value.get("dpc") is None):
        return Refusal(name="choose_again", values={"field": "category"})
    category = method.categories.get(value["category"]) if value.get("category") else None
    if value.get("category") and (category is None or value["dpc"] not in category.levels):
        return Refusal(name="choose_again", values={"field": "category"})
    information = tuple(value.get("information") or ())
    if not fits(method, Impact(information=information)):
        return Refusal(name="none_stands_alone", values={"field": "information"})
    return None


def _band(outcome: str) -> Band | None:
    return next((band for band in BANDS if band == outcome), None)
