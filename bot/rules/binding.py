"""What a determination of CCO does to the duties: which one stands behind a settled duty, and what one would change."""

from dataclasses import replace

from bot.assessment.facts import FactErrors
from bot.assessment.result import Assessment, SettledBy
from bot.determination import Determination
from bot.question import Question
from bot.rulebook import Rulebook
from bot.situation import Situation, assess_incident


def determination_behind(settled: SettledBy, situation: Situation) -> Determination | None:
    """The determination on record that settles a duty or the law's question."""
    named = situation.law.packs.questions.named
    for made in situation.facts.determinations:
        question = named.get(made.question)
        outcome = question.outcome(made.outcome) if question else None
        if outcome and settled.question in outcome.binds:
            return made
    return None


def changed_by(question: Question, outcome: str, situation: Situation) -> tuple[str, ...] | None:
    """The duties (law|id) that this outcome would settle or bring about now; None: it determines nothing by itself."""
    chosen = question.outcome(outcome)
    if chosen is None or not chosen.binds:
        return None
    facts = situation.facts
    others = tuple(one for one in facts.determinations if one.question != question.id)
    made = Determination(question=question.id, role="", outcome=outcome, by="", at=situation.now, relied_on={})
    try:
        before = _standing(assess_incident(replace(facts, determinations=others), situation.law, situation.now))
        after = assess_incident(replace(facts, determinations=(*others, made)), situation.law, situation.now)
    except FactErrors:  # facts that an older version took; the assessment card says so
        return None
    return tuple(dict.fromkeys(key[0] for key, status in _standing(after).items() if before.get(key) != status))


def binds(question_id: str, law: Rulebook) -> bool:
    """Whether some outcome of a question determines something for the assessment."""
    question = law.packs.questions.named.get(question_id)
    return question is not None and any(outcome.binds for outcome in question.outcomes)


def _standing(answer: Assessment) -> dict[tuple[str, str | None], str]:
    return {(f"{one.law}|{one.id}", one.subject): one.status for one in answer.obligations}
