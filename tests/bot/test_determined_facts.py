"""What is determined is not just said: no form records it; what the policy wants in words is not pressed away."""

from dataclasses import replace
from typing import Any

import pytest

from bot.commands import ActOnItem, RecordFacts
from bot.decision import Decision, Refusal, SetItem
from bot.rules.assessing import DETERMINED, record_facts
from bot.rules.checklist import LONGEST_STATEMENT, act_on_item
from bot.rules.items import policy_items
from bot.situation import assess_incident
from bot.vocabulary import FACTS as VOCABULARY
from handlers.views.facts import SECTIONS
from tests.given import AI_LEAD, FACTS, LAW, NOTICE_OWED, NOW, TEAM, having, knowing, situated

STATED = ("POL-4.1", "POL-4.3", "POL-6.1", "POL-6.2", "POL-7.2")
DELAY: dict[str, Any] = {
    "officer": "Sgt. Dale Dorn",
    "agency": "Highway Patrol",
    "reason": "national_security",
    "in_writing": True,
    "requested_at": NOW.isoformat(),
    "recorded_at": NOW.isoformat(),
    "lifted_at": None,
}


@pytest.mark.parametrize("name", DETERMINED)
def test_a_determination_cannot_be_recorded_as_a_plain_fact(name: str) -> None:
    command = RecordFacts(key="k", actor=AI_LEAD, incident=7, values={name: True, "encrypted": True}, seen=9)
    refusal = record_facts(command, situated(FACTS))
    assert isinstance(refusal, Refusal)
    assert (refusal.name, refusal.values["field"]) == ("fact_is_determined", name)


ON_THE_COMMAND_LINE = (
    *("licensee", "datasets", "parties", "no_third_parties", "otherwise_unreadable", "id_digits_are_last"),
    *("financial_access", "code_required", "compromised", "substitute_recipients", "all_told", "deceased"),
    *("financial_institution", "disrupted_or_misused", "returned_unused", "classification"),
)
"""Facts that no form asks for yet."""


def test_no_form_of_the_facts_asks_for_a_determination() -> None:
    asked = {path.partition(".")[0] for part in SECTIONS.values() for path in part.paths}
    assert asked.isdisjoint(DETERMINED)
    assert asked | {*DETERMINED, *ON_THE_COMMAND_LINE} == set(VOCABULARY)


def test_a_delay_holds_what_it_covers_and_nothing_when_its_paper_is_gone() -> None:
    owed = knowing(knowing(**NOTICE_OWED), delay=DELAY, notices_at_one_time=[1200])
    covered = having(owed, "delay", "holds", answers={"notices": ["us_mo_407_1500|consumer_notice"]})
    gone = having(owed, "delay", "holds", answers={}, expunged=True)

    def status(facts: Any, name: str) -> str:
        return next(one.status for one in assess_incident(facts, LAW, NOW).obligations if one.id == name)

    assert status(covered, "consumer_notice") == "delayed"
    assert status(gone, "consumer_notice") == "required"


def press(item: str, statement: str | None, role: str = "AI") -> Decision | Refusal:
    facts = replace(FACTS, items=policy_items(LAW.packs.policy, TEAM))
    command = ActOnItem(key="k", actor=AI_LEAD, incident=7, role=role, item=item, act="done", statement=statement)
    return act_on_item(command, situated(facts))


@pytest.mark.parametrize("item", STATED)
@pytest.mark.parametrize(
    ("statement", "name"),
    [
        (None, "statement_needed"),
        ("  ", "statement_needed"),
        ("SSN 536-22-8741", "personal_data"),
        ("x" * (LONGEST_STATEMENT + 1), "text_too_long"),
    ],
)
def test_what_the_policy_wants_in_words_is_not_done_without_good_ones(
    item: str, statement: str | None, name: str
) -> None:
    refusal = press(item, statement)
    assert isinstance(refusal, Refusal)
    assert (refusal.name, refusal.values["field"]) == (name, "reason")


def test_the_words_are_kept_once_and_referred_to() -> None:
    decision = press("POL-6.1", " none ")
    assert isinstance(decision, Decision)
    (change,) = decision.changes
    assert isinstance(change, SetItem)
    assert (change.state, decision.texts) == ("done", {"reason": "none"})


def test_another_line_is_done_with_one_press() -> None:
    assert isinstance(press("POL-10", None, role="IS"), Decision)
