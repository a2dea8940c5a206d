"""A chosen method that the law does not take as notice stands on the decision, with its reason and citation."""

import json

from bot.situation import assess_incident
from handlers.render import Words
from handlers.views.question_message import question_message
from tests.given import DEPARTMENT, LAW, NOTICE_OWED, NOW, TEAM, having, knowing

WORDS = Words(DEPARTMENT)
VOICEMAIL = knowing(**{**NOTICE_OWED, "planned_methods": [{"kind": "voicemail"}, {"kind": "written"}]})


def test_the_decision_on_methods_names_the_one_that_does_not_count() -> None:
    facts = having(VOICEMAIL, "POL-8.1", "yes", answers={"methods": ["voicemail", "written"]})
    question = LAW.packs.questions.named["POL-8.1"]
    told = json.dumps(question_message(WORDS, facts, TEAM, LAW, question, assess_incident(facts, LAW, NOW))[1])
    assert "Does not count as notice: voicemail." in told
    assert "407.1500.2(6)" in told
    assert "Does not count as notice: letter" not in told
