"""A debatable reading of a law: the careful one holds until counsel sets it aside."""

from typing import Any

from bot.incident import IncidentFacts
from bot.question import Question
from bot.rules.conduct import Conduct, Judged
from bot.rules.questions import READING as PREFIX

_FACT = "readings"


def _facts_of(judged: Judged) -> dict[str, Any]:
    rule = judged.question.id.removeprefix(PREFIX)
    answered = {"rule": rule, "holds": judged.outcome == "holds", "reason": judged.reason.strip()}
    return {_FACT: [*_others(rule, judged.facts), answered]}


def _forgotten(question: Question, facts: IncidentFacts) -> dict[str, Any]:
    return {_FACT: _others(question.id.removeprefix(PREFIX), facts) or None}


def _others(rule: str, facts: IncidentFacts) -> list[dict[str, Any]]:
    return [one for one in facts.plain.get(_FACT) or () if one["rule"] != rule]


READING = Conduct(posts_record=True, facts_of=_facts_of, forgotten=_forgotten)
