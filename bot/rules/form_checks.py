"""What a form says, checked before it is recorded: nothing needed is missing, no personal data, no time to come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.decision import Refusal
from bot.question import FormField, Question
from bot.rules.refusals import not_future, refuse_words

LONGEST_LINE = 200
"""Characters of a field of one line."""
LONGEST_TEXT = 2000
"""Characters of a field of several lines."""


def refuse_answers(question: Question, outcome: str, answers: Mapping[str, Any], now: datetime) -> Refusal | None:
    """The first fault of what was filled in, with its field; None when all of it can stand."""
    if question.outcome(outcome) is None:
        return Refusal(name="choose_outcome", values={"field": "outcome"})
    for field in question.fields:
        value = answers.get(field.id)
        if value in (None, "", [], ()):
            if outcome in field.required_for:
                return _missing(question, outcome, field)
            continue
        if refusal := _refuse_value(field, value, now):
            return refusal
    unknown = set(answers) - {field.id for field in question.fields}
    return Refusal(name="no_such_question") if unknown else None


def _missing(question: Question, outcome: str, field: FormField) -> Refusal:
    name = "answer_needed"
    if question.kind == "delay":
        name = "release_incomplete" if outcome == "released" else "delay_incomplete"
    return Refusal(name=name, values={"field": field.id, "part": field.label})


def _refuse_value(field: FormField, value: Any, now: datetime) -> Refusal | None:
    match field.kind:
        case "line":
            return refuse_words(field.id, str(value), LONGEST_LINE)
        case "text":
            return refuse_words(field.id, str(value), LONGEST_TEXT)
        case "moment":
            return not_future(datetime.fromisoformat(value), now, name="moment_in_future", field=field.id)
        case "choice":
            if value not in field.choices:
                return Refusal(name="choose_again", values={"field": field.id})
        case "choices":
            if any(one not in field.choices for one in value):
                return Refusal(name="choose_again", values={"field": field.id})
        case "count":
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                return Refusal(name="count_needed", values={"field": field.id})
        case "yes_no":
            if not isinstance(value, bool):
                return Refusal(name="choose_again", values={"field": field.id})
    return None
