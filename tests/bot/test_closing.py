"""Closing: what is missing is named with its owner; lessons become tasks; until when the record is kept."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.decision import AddItems
from bot.department import PracticeItem
from bot.duty import Duty
from bot.incident import IncidentFacts, Item
from bot.question import OpenQuestion
from bot.rules.closing import find_blockers, lesson_items, refuse_closing, retention
from bot.rules.duties import list_duties
from bot.rules.items import CALL_ITEM, LESSON, policy_items, reconcile_items
from bot.rules.questions import raised_questions
from bot.situation import assess_incident
from tests.given import CCO, DEPARTMENT, FACTS, LAW, NOTICE_OWED, NOW, TEAM, having, knowing, situated, with_incident

VOTED = FACTS
for voter in ("AI", "CCO", "IS"):
    VOTED = having(VOTED, "severity", "low", role=voter)

NOT_SO = dict.fromkeys(
    ("contractor_data_exposed", "infrastructure_data", "attack_enabling", "message_board_control"), False
)
"""Everything on which a provision of the policy hangs is asked, and none of it is so."""
NO_BREACH: Mapping[str, Any] = {**NOTICE_OWED, **NOT_SO, "encrypted": True, "key_taken": False, "residents": {"MO": 0}}
SETTLED = replace(
    knowing(VOTED, **NO_BREACH),
    incident=replace(FACTS.incident, called_at=NOW),
    items=tuple(
        replace(item, state="done", by=CCO, at=NOW, reason="It was found out")
        for item in policy_items(LAW.packs.policy, TEAM)
    ),
)
"""Everything is settled: nobody in Missouri is affected, the data was encrypted, every line is done."""
SUNSHINE = "left_open:us_mo_sunshine:sunshine_response"
DECIDED = {
    "POL-4.2": "no",
    "POL-7.A": "no",
    "POL-7.B": "no",
    "breach": "no_breach",
    "elect": "none",
    SUNSHINE: "not_owed",
}
for question, outcome in {**DECIDED, SUNSHINE: "not_owed"}.items():
    SETTLED = having(SETTLED, question, outcome)


def missing(facts: IncidentFacts) -> list[tuple[str, str, str]]:
    return [(blocker.name, blocker.role, blocker.what) for blocker in find_blockers(situated(facts))]


def with_items(facts: IncidentFacts, *ids: str, **more: Any) -> IncidentFacts:
    """The facts with those lines changed."""
    return replace(facts, items=tuple(replace(one, **more) if one.id in ids else one for one in facts.items))


def test_an_incident_in_which_everything_is_settled_can_be_closed() -> None:
    assert missing(SETTLED) == []
    assert refuse_closing({"lessons": "none"}, situated(SETTLED)) is None


@pytest.mark.parametrize(
    ("facts", "blocker"),
    [
        (replace(SETTLED, incident=FACTS.incident), ("call", "AI", "")),
        (with_items(SETTLED, "POL-4.1", state="open"), ("test", "AI", "finding")),
        (with_items(SETTLED, "POL-4.1", state="not_applicable"), ("test", "AI", "finding")),
        (with_items(SETTLED, "POL-4.3", state="open"), ("test", "AI, CCO, IS", "scope")),
        (with_items(SETTLED, "POL-7.1", state="not_applicable"), ("test", "AI", "leader")),
        (with_items(SETTLED, "POL-7.3", state="open"), ("test", "AI", "owner")),
        (with_items(SETTLED, "POL-6.1", state="not_applicable"), ("test", "AI", "third_parties")),
        (with_items(SETTLED, "POL-11.C4", state="open"), ("test", "IS", "custody")),
        (with_items(SETTLED, "POL-11.B2", state="open"), ("test", "IS", "ocs")),
        (with_items(SETTLED, "POL-10", state="open"), ("tasks", "IS", "1")),
        (having(SETTLED, "severity", "high", role="IS"), ("severity", "CCO, AI, IS", "")),
        (knowing(SETTLED, message_board_control=True), ("decision", "AI", "POL-11.D")),
        (
            having(SETTLED, "POL-4.2", "no", relied_on={"accessed": 1}),
            ("stale", "AI", "POL-4.2"),
        ),
        (knowing(SETTLED, contractor_data_exposed=True), ("decision", "CR", "POL-8.1")),
    ],
)
def test_one_thing_that_is_missing_keeps_it_open_and_names_its_owner(
    facts: IncidentFacts, blocker: tuple[str, str, str]
) -> None:
    assert blocker in missing(facts)


@pytest.mark.parametrize("item", ["POL-7.3", "POL-11.C4"])
def test_what_does_not_apply_is_settled_where_the_policy_leaves_room(item: str) -> None:
    assert missing(with_items(SETTLED, item, state="not_applicable")) == []


@pytest.mark.parametrize("item", ["POL-11.B1", CALL_ITEM, LESSON])
def test_what_ends_with_the_incident_or_outlives_it_keeps_nothing_open(item: str) -> None:
    line = Item(id=item, title="t", cite="c", role="AI", position=99, subject="x", time_word="throughout the lifecycle")
    assert missing(replace(SETTLED, items=(*SETTLED.items, line))) == []


def test_the_call_may_also_be_settled_on_ais_list() -> None:
    call = Item(id=CALL_ITEM, title="Call", cite="Policy 3", role="AI", position=99, state="done", by=CCO, at=NOW)
    facts = replace(SETTLED, incident=FACTS.incident, items=(*SETTLED.items, call))
    assert missing(facts) == []


GIVEN = "given:us_mo_407_1500:consumer_notice"
OWED = knowing(having(SETTLED, "breach", "breach"), encrypted=False, residents={"MO": 200})


def test_a_notice_that_is_owed_keeps_it_open_until_it_is_given() -> None:
    assert ("owed_required", "CCO", "consumer_notice") in missing(OWED)
    assert ("owed_required", "CCO", "consumer_notice") not in missing(having(OWED, GIVEN, "given"))


def test_a_delayed_notice_keeps_it_open() -> None:
    delay = {
        "officer": "Sgt. Dale Dorn",
        "agency": "Highway Patrol",
        "reason": "national_security",
        "in_writing": True,
        "requested_at": NOW.isoformat(),
        "recorded_at": NOW.isoformat(),
        "lifted_at": None,
    }
    held = having(knowing(OWED, delay=delay), "delay", "holds", answers={"notices": ["us_mo_407_1500|consumer_notice"]})
    assert ("owed_delayed", "CCO", "consumer_notice") in missing(held)


def test_an_open_question_of_the_law_keeps_it_open_until_cco_says_that_it_is_no_breach() -> None:
    unknown = knowing(SETTLED, encrypted=None, key_taken=None, residents=None)
    undecided = replace(unknown, determinations=tuple(d for d in unknown.determinations if d.question != "breach"))
    assert ("verdict", "CCO", "") in missing(undecided)
    assert ("owed_unresolved", "CCO", "consumer_notice") in missing(undecided)
    assert missing(unknown) == []


def test_what_another_law_leaves_open_is_not_settled_by_it() -> None:
    without = tuple(one for one in SETTLED.determinations if one.question != SUNSHINE)
    assert missing(replace(SETTLED, determinations=without)) == [("owed_unresolved", "CCO", "sunshine_response")]


def test_people_of_a_state_without_rules_keep_it_open_until_cco_settles_that() -> None:
    elsewhere = knowing(SETTLED, residents={"MO": 0, "KS": 41})
    ((_, _, owed),) = missing(elsewhere)
    raised = raised_questions(elsewhere, LAW, assess_incident(elsewhere, LAW, NOW))
    (question,) = (one for one in raised if one.startswith("left_open:") and one.endswith(owed))
    assert missing(having(elsewhere, question, "met")) == []


def closing_items(text: str, facts: IncidentFacts = SETTLED) -> list[tuple[str, str, str]]:
    return [
        (item.id, item.role, item.subject)
        for change in lesson_items({"lessons": text}, facts, LAW)
        if isinstance(change, AddItems)
        for item in change.items
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("none", []),
        ("None.", []),
        ("  \n\n", []),
        ("Lock the lobby", [(LESSON, "AI", "Lock the lobby")]),
        ("IS: Encrypt laptops\ncr :  Keep a list", [(LESSON, "IS", "Encrypt laptops"), (LESSON, "CR", "Keep a list")]),
        ("Note: lock the lobby", [(LESSON, "AI", "Note: lock the lobby")]),
        ("IS: Twice\nIS:  Twice", [(LESSON, "IS", "Twice")]),
    ],
)
def test_a_lesson_becomes_a_task_of_the_role_that_begins_it(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert closing_items(text) == expected


def test_a_lesson_of_an_earlier_closing_is_not_asked_for_twice() -> None:
    line = Item(id=LESSON, title="Lesson", cite="c", role="AI", position=99, subject="Lock the lobby", state="done")
    assert closing_items("Lock the lobby", replace(SETTLED, items=(*SETTLED.items, line))) == []


def test_a_lesson_that_is_too_long_for_a_line_is_refused_under_its_field() -> None:
    found = refuse_closing({"lessons": "x" * 81}, situated(SETTLED))
    assert found is not None
    assert (found.name, found.values["field"]) == ("text_too_long", "lessons")


def test_new_facts_withdraw_neither_a_lesson_nor_the_reporters_call() -> None:
    more = tuple(
        Item(id=one, title="t", cite="c", role="AI", position=90, subject="x" if one == LESSON else "")
        for one in (LESSON, CALL_ITEM)
    )
    facts = replace(SETTLED, items=(*SETTLED.items, *more))
    changes = reconcile_items(assess_incident(facts, LAW, NOW), situated(facts))
    assert changes == []


HARMLESS = knowing(OWED, investigated=True, harm_unlikely=True)


@pytest.mark.parametrize(
    ("made", "until"),
    [(NOW - timedelta(days=400), date(2031, 11, 20)), (NOW, date(2031, 11, 20))],
)
def test_a_determination_of_harm_is_kept_five_years_from_the_later_of_it_and_closing(made: Any, until: date) -> None:
    kept = retention(situated(having(HARMLESS, "harm", "unlikely", at=made)))
    assert [(one["record"], one["until"]) for one in kept] == [("harm_determination", until.isoformat())]
    assert "407.1500.2(5)" in kept[0]["cite"]


def test_without_such_a_determination_no_day_is_invented() -> None:
    assert retention(situated(SETTLED)) == []


def open_duties(facts: IncidentFacts) -> list[Duty]:
    return list(list_duties(situated(facts)))


def test_a_closed_incident_reminds_of_lessons_only() -> None:
    lesson = Item(id=LESSON, title="Lesson", cite="c", role="IS", position=99, subject="Encrypt laptops")
    closed = replace(OWED, incident=replace(with_incident(state="closed").incident), items=(*FACTS.items, lesson))
    assert [(duty.kind, duty.role) for duty in open_duties(closed)] == [("task", "IS")]


def test_an_open_question_is_a_duty_of_the_first_who_decides_it_and_a_vote_of_each_role() -> None:
    standing = {one: OpenQuestion(question=one, at=NOW) for one in ("severity", "POL-4.2", "closing")}
    facts = replace(having(knowing(encrypted=True), "severity", "low", role="AI"), asked=standing)
    found = {(duty.subject, duty.role) for duty in open_duties(facts) if duty.kind == "decision"}
    assert found == {("severity|CCO", "CCO"), ("severity|IS", "IS"), ("POL-4.2", "AI")}


def test_an_answer_that_a_new_fact_called_in_is_a_duty_to_confirm() -> None:
    facts = having(knowing(encrypted=True), "breach", "no_breach", relied_on={"encrypted": 1})
    assert [(d.subject, d.role) for d in open_duties(facts) if d.kind == "confirm"] == [("breach|", "CCO")]


def test_the_severity_that_stands_sets_how_often_an_update_is_asked_for() -> None:
    kinds = [duty.kind for duty in open_duties(having(FACTS, "severity", "very_high", role="CCO"))]
    assert [kind for kind in kinds if kind.startswith("status_")] == ["status_very_high"]
    assert not [duty for duty in open_duties(FACTS) if duty.kind.startswith("status_")]


def test_a_delay_is_looked_at_again_while_it_holds_only() -> None:
    held = having(FACTS, "delay", "holds", answers={"notices": []})
    assert "delay_review" in [duty.kind for duty in open_duties(knowing(held, encrypted=True))]
    released = having(knowing(held, encrypted=True), "delay", "released")
    assert "delay_review" not in [duty.kind for duty in open_duties(released)]


@pytest.mark.parametrize(("needed", "lacking"), [(True, [("tasks", "CCO", "1")]), (False, [])])
def test_only_what_the_department_needs_of_its_own_practice_keeps_an_incident_open(needed: bool, lacking: Any) -> None:
    own = PracticeItem(id="OWN-INSURER", role="CCO", title="Tell the insurer", needed=needed)
    team = replace(TEAM, department=replace(DEPARTMENT, items=(own,)))
    (item,) = [one for one in policy_items(LAW.packs.policy, team) if one.id == own.id]
    assert item.cite == "Department practice"
    facts = replace(SETTLED, items=(*SETTLED.items, item))
    assert [
        (blocker.name, blocker.role, blocker.what) for blocker in find_blockers(situated(facts, team=team))
    ] == lacking
    changes = reconcile_items(situated(facts, team=team).assessment, situated(facts, team=team))
    assert all(getattr(change, "item", "") != own.id for change in changes), "it comes and goes with no condition"
