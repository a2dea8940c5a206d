"""A notice recorded as given: it is when an approved text was released and its proof is on record, else with a reason.

The bot sends nothing outside (policy 8, RSMo 407.1500.2); a press alone is no proof.
"""

from bot.decision import Refresh, Refusal
from bot.question import Question
from bot.rules.conduct import Answers, Conduct
from bot.rules.owing import proved
from bot.rules.questions import given_id
from bot.situation import Situation

UNPROVED = "unproved"
"""The field that says why no approved text with its proof stands behind it."""


def _refuse_unproved(question: Question, answers: Answers, situation: Situation) -> Refusal | None:
    obligations = situation.assessment.obligations
    owed = next((one for one in obligations if given_id(one.law, one.id, one.subject) == question.id), None)
    if owed is None or proved(owed, situation.facts, situation.law) or str(answers.get(UNPROVED) or "").strip():
        return None
    return Refusal(name="notice_unproved", values={"field": UNPROVED})


GIVEN = Conduct(
    asks_reason=False,
    refuse_question=_refuse_unproved,
    shown_on=(Refresh(surface="assessment"),),
)
