"""What the law asks of a determination before it may stand, and the facts that it becomes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.assessment.vocabulary import CHOSEN_METHODS
from bot.decision import Refusal
from bot.determination import Determination, Question
from bot.incident import IncidentFacts
from bot.rulebook import Rulebook
from bot.situation import Situation

_READING = "reading:"


def refuse_ground(question: Question, outcome: str, answers: Mapping[str, Any], situation: Situation) -> Refusal | None:
    """Why the law does not let this be recorded, if so."""
    facts, law, now = situation.facts, situation.law, situation.now
    match question.id, outcome:
        case "harm", "unlikely":
            return _refuse_harm(answers, facts)
        case "good_faith", "yes" if answers.get("misused"):
            return Refusal(name="good_faith_misused", values={"field": "misused"})
        case "delay", "holds":
            return _refuse_delay(answers, law, now)
        case "delay", "released":
            held = facts.in_force("delay")
            asked = held.answers.get("requested_at") if held else None
            if asked and datetime.fromisoformat(answers["released_at"]) < datetime.fromisoformat(asked):
                return Refusal(name="released_too_early", values={"field": "released_at"})
    return None


def facts_of(
    question: Question,
    outcome: str,
    answers: Mapping[str, Any],
    reason: str,
    facts: IncidentFacts,
    now: datetime,
) -> dict[str, Any]:
    """The facts of the vocabulary that a determination becomes: plain JSON by name."""
    chosen = question.outcome(outcome)
    found: dict[str, Any] = dict(chosen.sets) if chosen else {}
    for field in question.fields:
        if field.sets == "planned_methods" and outcome in field.required_for and answers.get(field.id):
            found[field.sets] = [dict(CHOSEN_METHODS[one]) for one in answers[field.id]]
    if question.kind == "reading":
        rule = question.id.removeprefix(_READING)
        others = [one for one in facts.plain.get("readings") or () if one["rule"] != rule]
        found["readings"] = [*others, {"rule": rule, "holds": outcome == "holds", "reason": reason.strip()}]
    if question.kind == "delay":
        found["delay"] = _delay(outcome, answers, facts, now)
    return found


def forgotten(question: Question, made: Determination, facts: IncidentFacts) -> dict[str, Any]:
    """The facts as they are without a determination that is opened again: not known, so that nothing rests on it."""
    chosen = question.outcome(made.outcome)
    found: dict[str, Any] = dict.fromkeys(chosen.sets) if chosen else {}
    found |= {field.sets: None for field in question.fields if field.sets and made.outcome in field.required_for}
    if question.kind == "delay":
        found["delay"] = None
    if question.kind == "reading":
        rule = question.id.removeprefix(_READING)
        found["readings"] = [one for one in facts.plain.get("readings") or () if one["rule"] != rule] or None
    return found


def _refuse_harm(answers: Mapping[str, Any], facts: IncidentFacts) -> Refusal | None:
    """RSMo 407.1500.2(5): after an investigation or a consultation, and for any consumer."""
    known = facts.plain
    if known.get("investigated") is not True and known.get("law_enforcement_consulted") is not True:
        return Refusal(name="determination_unfounded", values={"field": "outcome"})
    if answers.get("covers_all") is not True:
        return Refusal(name="harm_covers_some", values={"field": "covers_all"})
    return None


def _refuse_delay(answers: Mapping[str, Any], law: Rulebook, now: datetime) -> Refusal | None:
    """RSMo 407.1500.2(3): for its reasons only, in writing, or written down at once."""
    if answers.get("ground") == "other":
        return Refusal(name="delay_ground", values={"field": "ground"})
    zone = ZoneInfo(law.department.timezone)
    asked = datetime.fromisoformat(answers["requested_at"]).astimezone(zone).date()
    if answers.get("in_writing") is not True and asked != now.astimezone(zone).date():
        return Refusal(name="delay_not_at_once", values={"field": "in_writing"})
    return None


def _delay(outcome: str, answers: Mapping[str, Any], facts: IncidentFacts, now: datetime) -> dict[str, Any]:
    if outcome == "released":
        return {**(facts.plain.get("delay") or {}), "lifted_at": answers["released_at"]}
    return {
        "officer": answers["officer"],
        "agency": answers["agency"],
        "reason": answers["ground"],
        "in_writing": answers["in_writing"],
        "requested_at": answers["requested_at"],
        "recorded_at": now.isoformat(),
        "lifted_at": None,
    }
