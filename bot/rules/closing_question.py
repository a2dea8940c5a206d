"""The closing as a question: it stands when nothing is missing, keeps what the law keeps, and can be opened again."""

from bot.decision import Change, Refresh, SetState
from bot.rules.closing import lesson_items, refuse_closing, retention
from bot.rules.conduct import Answers, Conduct
from bot.situation import Situation


def _recorded_answers(answers: Answers, situation: Situation) -> Answers:
    return {**answers, "retention": retention(situation)}


def _changes(_outcome: str, answers: Answers, situation: Situation) -> tuple[Change, ...]:
    return (SetState(state="closed"), *lesson_items(answers, situation.facts, situation.law))


CLOSING = Conduct(
    asks_reason=False,
    posts_record=True,
    after_closing=True,
    refuse=refuse_closing,
    recorded_answers=_recorded_answers,
    changes=_changes,
    undoes=(SetState(state="investigating"),),
    shown_on=(Refresh(surface="reporter"),),
)
