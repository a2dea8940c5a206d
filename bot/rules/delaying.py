"""A delay that law enforcement asks for: it holds from the day it is on record until the agency releases it.

RSMo 407.1500.2(3); what the request must be is in the pack of the questions.
"""

from typing import Any

from bot.decision import Refresh, Refusal
from bot.determination import Determination
from bot.incident import IncidentFacts
from bot.question import Question
from bot.question_commands import Determine
from bot.rules.conduct import Answers, Conduct, Judged, decided_already

_FACT, _RELEASED = "delay", "released"


def _answers(command: Determine, made: Determination | None) -> Answers:
    """A release keeps what the request said."""
    return {**made.answers, **command.answers} if made and command.outcome == _RELEASED else dict(command.answers)


def _refuse_first(command: Determine) -> Refusal | None:
    if command.outcome != _RELEASED:
        return None
    return Refusal(name="nothing_held", refresh=(Refresh(surface=f"decision:{command.question}"),))


def _refuse_again(command: Determine, made: Determination, _facts: IncidentFacts) -> Refusal | None:
    return decided_already(made, "delay_already") if made.outcome == command.outcome else None


def _facts_of(judged: Judged) -> dict[str, Any]:
    answers = judged.answers
    if judged.outcome == _RELEASED:
        return {_FACT: {**(judged.facts.plain.get(_FACT) or {}), "lifted_at": answers["released_at"]}}
    return {
        _FACT: {
            "officer": answers.get("officer"),
            "agency": answers.get("agency"),
            "reason": answers["ground"],
            "in_writing": answers["in_writing"],
            "requested_at": answers["requested_at"],
            "documented_at": answers.get("documented_at"),
            "recorded_at": judged.now.isoformat(),
            "lifted_at": None,
        }
    }


def _forgotten(_question: Question, _facts: IncidentFacts) -> dict[str, Any]:
    return {_FACT: None}


DELAY = Conduct(
    posts_record=True,
    rechecks=False,  # a delay on record only goes on: when it was asked for and written down stays as it was
    answers=_answers,
    refuse_first=_refuse_first,
    refuse_again=_refuse_again,
    facts_of=_facts_of,
    forgotten=_forgotten,
)
