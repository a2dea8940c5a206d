"""A fact that an older version took, and this one cannot read, stops no message, no assessment and no recording."""

from dataclasses import replace
from typing import Any

import pytest

from bot.commands import RecordFacts
from bot.decide import decide
from bot.decision import Decision, Refusal
from bot.incident import IncidentFacts
from bot.rules.approving import findings
from bot.rules.questions import raised_questions
from bot.situation import assess_incident
from handlers.render import Words
from handlers.views.card import card
from handlers.views.facts import SECTIONS, section_form
from handlers.views.notice_list import notice_list
from handlers.views.severity import terms_form
from tests.bot.noticing import DRAFT, KIND, KNOWN, PEOPLE, RULES, holding
from tests.given import AI_LEAD, CCO, DEPARTMENT, LAW, NOW, TEAM, knowing, situated

OLDER: dict[str, Any] = {
    "a name that is gone": {"colour": "red"},
    "a word that is gone": {"federal_data": ["shoe_size"]},
    "a number below zero": {"unidentifiable": -1},
    "two that cannot both be true": {"no_third_parties": True, "parties": [{"id": "p1"}]},
}


@pytest.fixture(params=OLDER)
def older(request: pytest.FixtureRequest) -> IncidentFacts:
    """A whole incident with such a fact."""
    return knowing(KNOWN, **OLDER[request.param])


def test_it_stops_no_assessment_no_question_and_no_card(older: IncidentFacts) -> None:
    answer = assess_incident(older, LAW, NOW)
    assert answer.statutory_breach.status == "yes"
    assert "severity" in raised_questions(older, LAW, answer)
    words = Words(DEPARTMENT)
    assert card(words, older, TEAM, answer, LAW)[1]
    assert terms_form(words, older, TEAM, LAW, CCO)["blocks"]


def test_it_stops_no_notice(older: IncidentFacts) -> None:
    assert notice_list(Words(DEPARTMENT), older, RULES, NOW)["blocks"]
    assert findings(DRAFT, KIND, situated(holding(DRAFT, older), team=PEOPLE, law=RULES)) == findings(
        DRAFT, KIND, situated(holding(DRAFT), team=PEOPLE, law=RULES)
    )


def test_another_fact_is_recorded_beside_it(older: IncidentFacts) -> None:
    command = RecordFacts(key="k", actor=AI_LEAD, incident=7, values={"reachable": 100}, seen=99)
    assert isinstance(decide(command, situated(older)), Decision)


def test_a_wrong_fact_is_refused_beside_it_all_the_same(older: IncidentFacts) -> None:
    command = RecordFacts(key="k", actor=AI_LEAD, incident=7, values={"reachable": -1}, seen=99)
    refused = decide(command, situated(older))
    assert isinstance(refused, Refusal)
    assert (refused.name, refused.values["field"]) == ("fact_refused", "reachable")


def test_the_forms_of_the_facts_open_with_it(older: IncidentFacts) -> None:
    for name in SECTIONS:
        assert section_form(Words(DEPARTMENT), replace(older), TEAM, name)["blocks"]
