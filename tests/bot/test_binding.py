"""What CCO determined binds the assessment; a duty that it ends is settled, and keeps what the rules alone say."""

from typing import Any

import pytest

from bot.incident import IncidentFacts
from bot.rules.binding import changed_by, determination_behind
from bot.rules.closing import find_blockers
from bot.situation import assess_incident
from tests.given import CCO, LAW, NOTICE_OWED, NOW, having, knowing, situated

OWED = knowing(**NOTICE_OWED)
INVESTIGATED = knowing(OWED, investigated=True, harm_unlikely=True)


def consumer(facts: IncidentFacts) -> Any:
    answer = assess_incident(facts, LAW, NOW)
    return next(one for one in answer.obligations if one.id == "consumer_notice")


@pytest.mark.parametrize(
    ("facts", "question", "outcome", "determined"),
    [
        (OWED, "breach", "no_breach", ("breach", False)),
        (knowing(OWED, good_faith=True), "good_faith", "yes", ("good_faith", True)),
        (INVESTIGATED, "harm", "unlikely", ("harm_unlikely", True)),
        (OWED, "MO-PI-12", "yes", ("own_procedures", True)),
        (OWED, "MO-PI-13", "yes", ("regulator_procedures", True)),
        (OWED, "MO-PI-14", "yes", ("financial_institution", True)),
    ],
)
def test_what_counsel_determined_settles_the_duty(
    facts: IncidentFacts, question: str, outcome: str, determined: tuple[str, bool]
) -> None:
    owed = consumer(having(facts, question, outcome))
    assert (owed.status, owed.rule_status) == ("settled", "required")
    assert (owed.settled_by.question, owed.settled_by.outcome) == determined
    assert (owed.settled_by.by, owed.settled_by.at) == (CCO, NOW)


@pytest.mark.parametrize(
    ("question", "outcome"), [("breach", "breach"), ("harm", "likely"), ("MO-PI-12", "no"), ("POL-4.2", "no")]
)
def test_what_ends_nothing_leaves_the_duty_standing(question: str, outcome: str) -> None:
    owed = consumer(having(OWED, question, outcome))
    assert (owed.status, owed.settled_by) == ("required", None)


def test_counsels_breach_makes_a_duty_appear_that_the_rules_deny() -> None:
    denied = knowing(OWED, encrypted=True, key_taken=False)
    assert consumer(denied).status == "not_required"
    owed = consumer(having(denied, "breach", "breach"))
    assert (owed.status, owed.rule_status) == ("required", "not_required")


def test_after_no_breach_closing_asks_for_no_notice() -> None:
    asked = [
        blocker.what
        for blocker in find_blockers(situated(having(OWED, "breach", "no_breach")))
        if blocker.name.startswith("owed")
    ]
    assert "consumer_notice" not in asked
    assert "consumer_notice" in [blocker.what for blocker in find_blockers(situated(OWED))]


def test_an_exemption_that_is_open_again_settles_nothing() -> None:
    assert consumer(OWED).status == "required"
    assert consumer(INVESTIGATED).status == "not_required"


def test_the_form_of_a_determination_says_what_each_outcome_changes() -> None:
    question = LAW.packs.questions.named["breach"]
    assert "us_mo_407_1500|consumer_notice" in (changed_by(question, "no_breach", situated(OWED)) or ())
    assert changed_by(question, "breach", situated(OWED)) == (), "the rules say so already: it has no effect"
    assert changed_by(LAW.packs.questions.named["POL-4.2"], "no", situated(OWED)) is None


def test_the_paper_behind_a_settled_duty_is_found() -> None:
    facts = having(INVESTIGATED, "harm", "unlikely", reason="The disk came back sealed")
    made = determination_behind(consumer(facts).settled_by, situated(facts))
    assert made is not None
    assert made.reason == "The disk came back sealed"
