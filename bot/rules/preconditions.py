"""What the law asks of a determination before it may stand, as the packs say it, and the facts that it becomes."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.assessment.duties import PolicyKnowledge
from bot.assessment.facts import FactErrors, read_stored_facts
from bot.assessment.nodes import ready
from bot.decision import Refusal
from bot.determination import Determination
from bot.question import Question, Requirement
from bot.rules.conduct import Answers, Judged
from bot.situation import Situation
from bot.vocabulary import CHOSEN_METHODS


def refuse_precondition(question: Question, outcome: str, answers: Answers, situation: Situation) -> Refusal | None:
    """Why the law does not let this be recorded, if so: the first requirement of the outcome that is not met."""
    chosen = question.outcome(outcome)
    unmet = (one for one in (chosen.requires if chosen else ()) if not _met(one, answers, situation))
    return next((Refusal(name=one.refuses, values={"field": one.field}) for one in unmet), None)


def _met(required: Requirement, answers: Answers, situation: Situation) -> bool:
    given, zone = answers.get(required.answer or ""), ZoneInfo(situation.law.department.timezone)
    if required.when is not None:
        try:
            known = PolicyKnowledge(read_stored_facts(situation.facts.plain).known, ())
        except FactErrors:  # facts that an older version took: what cannot be read is no ground
            return False
        return ready(required.when, {}, zone).value(known) is True
    if required.not_before is not None:
        earliest = answers.get(required.not_before)
        return not earliest or datetime.fromisoformat(str(given)) >= datetime.fromisoformat(earliest)
    if required.given:
        return given not in (None, "", []) or (required.unless is not None and answers.get(required.unless) is True)
    if required.must_be is not None and given != required.must_be:
        return _same_day(required, answers, situation.now, zone)
    return required.must_not_be is None or given != required.must_not_be


def _same_day(required: Requirement, answers: Answers, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the first moment is of the day of the second, and not before it; now stands for a first that is empty."""
    if not required.or_same_day:
        return False
    first, second = (answers.get(name) for name in required.or_same_day)
    if not second:
        return False
    later, earlier = datetime.fromisoformat(str(first)) if first else now, datetime.fromisoformat(str(second))
    return later >= earlier and _day(later, zone) == _day(earlier, zone)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def facts_of_outcome(judged: Judged) -> dict[str, Any]:
    """The facts of the vocabulary that an outcome and its answers become: plain JSON by name."""
    chosen = judged.question.outcome(judged.outcome)
    found: dict[str, Any] = dict(chosen.sets) if chosen else {}
    for field in judged.question.fields:
        if field.sets == "planned_methods" and judged.outcome in field.required_for and judged.answers.get(field.id):
            found[field.sets] = [dict(CHOSEN_METHODS[one]) for one in judged.answers[field.id]]
    return found


def facts_forgotten(question: Question, made: Determination) -> dict[str, Any]:
    """The facts as they are without a determination that is opened again: not known, so that nothing rests on it."""
    chosen = question.outcome(made.outcome)
    found: dict[str, Any] = dict.fromkeys(chosen.sets) if chosen else {}
    return found | {field.sets: None for field in question.fields if field.sets and made.outcome in field.required_for}
