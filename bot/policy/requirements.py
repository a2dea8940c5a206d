"""Reading what a law asks of an outcome before it may be recorded: the `requires` of `questions.yaml`."""

from bot.policy.conditions import read_condition
from bot.policy.fields import Fields
from bot.policy.rows import row_condition
from bot.question import Question, Requirement

_OUTCOME = "outcome"
_TWO = 2
"""How many moments are compared."""


def read_requirement(item: Fields) -> Requirement:
    """One requirement: a condition on the facts (`when`), or one way to test an answer."""
    node = item.node("when")
    when = row_condition(item, read_condition(node, item.path("when"), item.faults)) if node is not None else None
    required = Requirement(
        refuses=item.text("refuses"),
        field=item.text("at"),
        cite=item.text("cite"),
        when=when,
        answer=item.maybe_text("answer"),
        must_be=_value(item, "must_be"),
        or_same_day=item.words("or_same_day"),
        given=item.flag("given"),
        unless=item.maybe_text("unless"),
        must_not_be=_value(item, "must_not_be"),
        not_before=item.maybe_text("not_before"),
    )
    ways = (when, required.must_be, required.must_not_be, required.not_before, required.given or None)
    if sum(way is not None for way in ways) != 1:
        item.fault("refuses", "needs exactly one of when, must_be, must_not_be, given and not_before")
    if (required.answer is None) != (required.when is not None or node is not None):
        item.fault("answer", "stands with must_be, must_not_be, given and not_before, and only there")
    if required.or_same_day and (required.must_be is None or len(required.or_same_day) != _TWO):
        item.fault("or_same_day", "stands with must_be only, and names two fields")
    if required.unless is not None and not required.given:
        item.fault("unless", "stands with given only")
    item.close()
    return required


def check_requirements(item: Fields, question: Question) -> None:
    """What a requirement names must be a field of its question."""
    kinds = {field.id: field.kind for field in question.fields}
    for required in (one for outcome in question.outcomes for one in outcome.requires):
        for name in (required.answer, *required.or_same_day, required.unless, required.not_before):
            if name is not None and name not in kinds:
                item.fault("outcomes", f"{question.id} requires an answer to {name}, which is no field of it")
        moments = (*required.or_same_day, required.not_before, required.answer if required.not_before else None)
        for name in moments:
            if name is not None and kinds.get(name, "moment") != "moment":
                item.fault("outcomes", f"{question.id} compares {name}, which is no moment")
        if required.field not in (*kinds, _OUTCOME):
            item.fault("outcomes", f"{question.id} refuses at {required.field}, which is no field of it")


def _value(item: Fields, key: str) -> str | bool | None:
    node = item.node(key)
    if node is None:
        return None
    if isinstance(node.value, bool):
        return node.value
    if isinstance(node.value, str):
        return node.value
    item.fault(key, "must be true, false or a word")
    return None
