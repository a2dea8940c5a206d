"""The card says for each duty what makes it, who settled it, which methods do not count, what would settle the rest."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.incident import IncidentFacts
from bot.situation import assess_incident
from handlers.render import Words
from handlers.views.assessment import assessment_card
from handlers.views.binding import effects_note
from handlers.views.card import card
from tests.given import CCO, DEPARTMENT, FACTS, LAW, NOTICE_OWED, NOW, TEAM, having, knowing, situated

WORDS = Words(DEPARTMENT)
OWED = knowing(**NOTICE_OWED)
GIVEN = "given:us_mo_407_1500:consumer_notice"


def drawn(facts: IncidentFacts) -> str:
    _, blocks = assessment_card(WORDS, situated(facts), assess_incident(facts, LAW, NOW))
    return json.dumps(blocks, ensure_ascii=False)


def summary(facts: IncidentFacts) -> str:
    _, blocks = card(WORDS, facts, TEAM, assess_incident(facts, LAW, NOW), LAW)
    return json.dumps(blocks, ensure_ascii=False)


def test_a_duty_cites_the_subsection_that_makes_it_and_not_the_definition() -> None:
    told = drawn(OWED)
    assert "407.1500.2(1)" in told
    assert "407.1500.1(1)" not in told.partition("What would settle")[0]


def test_what_counsel_settled_says_who_and_what_the_rules_say_and_leaves_the_reason_to_counsel() -> None:
    told = drawn(having(OWED, "breach", "no_breach", reason="The disk was blank"))
    assert "settled" in told
    assert f"Determined by <@{CCO}> (Counsel), <!date^{int(NOW.timestamp())}^" in told
    assert "The rules alone say: required" in told
    assert "The disk was blank" not in told
    assert "has changed" not in told


def test_a_reason_stands_where_the_determination_is_not_counsels_alone() -> None:
    team = replace(TEAM, department=replace(DEPARTMENT, owners={"breach": "AI"}))
    facts = having(OWED, "breach", "no_breach", reason="The disk was blank")
    _, blocks = assessment_card(WORDS, situated(facts, team=team), assess_incident(facts, LAW, NOW))
    assert "“The disk was blank”" in json.dumps(blocks, ensure_ascii=False)


def test_a_determination_on_facts_that_changed_is_shown_as_such() -> None:
    told = drawn(having(OWED, "breach", "no_breach", relied_on={"accessed": 1}))
    assert "A fact behind it has changed: Counsel confirms it" in told


def test_a_method_that_the_law_refuses_stands_there_with_its_reason() -> None:
    told = drawn(knowing(OWED, planned_methods=[{"kind": "voicemail"}]))
    assert "Not a way to give this notice: voicemail" in told


def test_people_of_a_state_without_rules_are_a_gap_that_counts() -> None:
    gap = knowing(OWED, residents={"MO": 200, "KS": 13})
    assert "13 people, no rules loaded; counsel decides" in drawn(gap)
    assert "Open 4" in summary(gap)
    assert "Open 3" in summary(OWED)


def test_a_required_notice_is_counted_and_comes_next() -> None:
    assert (
        "Next: Communications · Tell affected Missouri consumers · without unreasonable delay · 407.1500.2(1)"
        in summary(OWED)
    )


def test_once_everybody_was_told_no_time_passes_and_no_substitute_is_asked() -> None:
    told = drawn(having(OWED, GIVEN, "given"))
    assert "✓ given" in told
    assert "Time passes" not in told
    assert "Substitute notice" not in told.partition("Not required as far as is known")[0]


def test_a_notice_without_an_approved_text_says_so() -> None:
    told = drawn(having(OWED, GIVEN, "given", answers={"unproved": "The sheriff read it out"}))
    assert "without an approved text and its proof: “The sheriff read it out”" in told


def test_what_would_settle_the_rest_has_a_button_to_its_form() -> None:
    told = drawn(knowing(**{**NOTICE_OWED, "residents": None}))
    assert "What would settle the rest" in told
    assert "facts_people" in told
    assert "Facts that decide" in drawn(FACTS)


@pytest.mark.parametrize(
    ("question", "outcome", "says"),
    [("breach", "no_breach", "“It is none” changes what is owed now"), ("breach", "breach", "has no effect")],
)
def test_the_form_says_what_an_outcome_changes(question: str, outcome: str, says: str) -> None:
    told: Any = effects_note(WORDS, LAW.packs.questions.named[question], situated(OWED))
    assert says in told
    assert LAW.packs.questions.named[question].outcome(outcome) is not None
