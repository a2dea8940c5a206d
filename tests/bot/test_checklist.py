"""Acting on a checklist: who may, what it changes, and that a second press changes nothing."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import ActOnItem
from bot.decision import Decision, Refresh, Refusal, SetItem, Text
from bot.incident import IncidentFacts, Message
from bot.rules.checklist import LONGEST_REASON, act_on_item, may_act
from tests.given import (
    AI_LEAD,
    AI_OTHER,
    CCO,
    FACTS,
    IS_LEAD,
    IS_OTHER,
    NOW,
    REPORTER,
    STRANGER,
    TEAM,
    situated,
    with_incident,
)

OPEN, SETTLED = "POL-8.1", "POL-11.A"


def press(facts: IncidentFacts = FACTS, **more: Any) -> Decision | Refusal:
    fields: dict[str, Any] = {
        "key": "trigger:9",
        "actor": IS_LEAD,
        "incident": 7,
        "role": "IS",
        "item": OPEN,
        "act": "done",
    }
    return act_on_item(ActOnItem(**(fields | more)), situated(facts))


def done(**more: Any) -> Decision:
    decision = press(**more)
    assert isinstance(decision, Decision), decision
    return decision


def refused(**more: Any) -> Refusal:
    refusal = press(**more)
    assert isinstance(refusal, Refusal), refusal
    return refusal


def change_of(decision: Decision) -> SetItem:
    (change,) = [one for one in decision.changes if isinstance(one, SetItem)]
    return change


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"item": "POL-99"}, "no_such_item"),
        ({"role": "CR"}, "no_such_item"),
        ({"actor": STRANGER}, "role_needed"),
        ({"actor": REPORTER}, "role_needed"),
        ({"actor": CCO}, "role_needed"),
        ({"actor": AI_OTHER}, "role_needed"),
        ({"item": SETTLED}, "item_already"),
        ({"item": SETTLED, "act": "not_applicable", "reason": "none here"}, "item_already"),
        ({"item": SETTLED, "act": "assign", "assignee": IS_OTHER}, "item_already"),
        ({"act": "undo"}, "nothing_to_undo"),
        ({"act": "not_applicable"}, "reason_needed"),
        ({"act": "not_applicable", "reason": "  "}, "reason_needed"),
        ({"act": "not_applicable", "reason": "x" * (LONGEST_REASON + 1)}, "text_too_long"),
        ({"act": "not_applicable", "reason": "SSN 536-22-8741"}, "personal_data"),
        ({"act": "assign"}, "not_of_the_role"),
        ({"act": "assign", "assignee": CCO}, "not_of_the_role"),
        ({"facts": with_incident(state="closed")}, "incident_closed"),
        ({"facts": with_incident(state="closed"), "actor": STRANGER}, "incident_closed"),
    ],
)
def test_a_press_that_cannot_be_done_is_refused_by_name(more: dict[str, Any], name: str) -> None:
    assert refused(**more).name == name


def test_a_refusal_for_want_of_a_role_says_who_can() -> None:
    assert refused(actor=STRANGER).values == {"role": "IS", "people": (IS_LEAD, IS_OTHER)}


def test_a_second_press_says_who_was_first_and_shows_the_present_list() -> None:
    stands = {"phase:assess": Message(surface="phase:assess", channel="C0INCIDENT", ts="1.1")}
    refusal = refused(item=SETTLED, facts=replace(FACTS, messages=stands))
    assert refusal.values == {"state": "done", "by": IS_OTHER, "at": int(NOW.timestamp())}
    assert refusal.refresh == (Refresh(surface="phase:assess"),)


@given(st.text(max_size=60))
def test_no_reason_that_was_typed_is_in_a_refusal(words: str) -> None:
    assert "zebra" not in repr(refused(act="not_applicable", reason=f"zebra {words} 536-22-8741"))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"act": "done"}, {"state": "done", "by": IS_LEAD, "at": NOW}),
        (
            {"act": "not_applicable", "reason": "no hosts"},
            {"state": "not_applicable", "by": IS_LEAD, "at": NOW, "reason": Text(name="reason")},
        ),
        ({"act": "assign", "assignee": IS_OTHER}, {"state": "open", "assignee": IS_OTHER, "by": None, "at": None}),
        ({"act": "undo", "item": SETTLED}, {"state": "open", "by": None, "at": None}),
    ],
)
def test_each_act_changes_its_item(more: dict[str, Any], expected: dict[str, Any]) -> None:
    change = change_of(done(**more))
    assert {name: getattr(change, name) for name in expected} == expected


@pytest.mark.parametrize("what", ["done", "not_applicable", "undo"])
def test_an_item_stays_with_the_person_it_was_given_to(what: str) -> None:
    item = SETTLED if what == "undo" else OPEN
    items = tuple(replace(one, assignee=IS_OTHER) for one in FACTS.items)
    change = change_of(done(act=what, item=item, reason="no hosts", facts=replace(FACTS, items=items)))
    assert change.assignee == IS_OTHER


def test_a_joint_duty_is_settled_on_one_list_only() -> None:
    change = change_of(done())
    assert (change.role, change.item) == ("IS", OPEN)


def test_the_card_shows_it() -> None:
    assert done().sends == (Refresh(surface="card"),)


@pytest.mark.parametrize(
    "more",
    [
        {"act": "done"},
        {"act": "not_applicable", "reason": "no hosts"},
        {"act": "assign", "assignee": IS_OTHER},
        {"act": "undo", "item": SETTLED},
    ],
)
def test_every_act_leaves_one_entry_by_who_did_it(more: dict[str, Any]) -> None:
    (entry,) = done(**more).entries
    assert (entry.kind, entry.actor, entry.body["number"]) == (f"item_{more['act']}", IS_LEAD, "BR-2026-0007")


def test_an_entry_tells_what_the_item_was_and_is() -> None:
    (entry,) = done(act="undo", item=SETTLED).entries
    assert (entry.body["was"], entry.body["now"]) == ("done", "open")


def test_a_reason_is_kept_once_and_referred_to() -> None:
    decision = done(act="not_applicable", reason=" no zebra hosts ")
    assert decision.texts == {"reason": "no zebra hosts"}
    assert "zebra" not in repr((decision.changes, decision.entries, decision.answer))


@pytest.mark.parametrize(
    ("actor", "role", "allowed"),
    [
        (IS_LEAD, "IS", True),
        (IS_OTHER, "IS", True),
        (AI_LEAD, "IS", True),
        (AI_LEAD, "CR", True),
        (AI_OTHER, "AI", True),
        (AI_OTHER, "IS", False),
        (IS_LEAD, "AI", False),
        (REPORTER, "IS", False),
        ("", "CR", False),
    ],
)
def test_only_the_roles_people_and_ais_lead_may_act(actor: str, role: str, allowed: bool) -> None:
    assert may_act(actor, role, TEAM) is allowed


def test_undo_and_done_again_are_the_same_as_done() -> None:
    opened = change_of(done(act="undo", item=SETTLED))
    items = tuple(
        replace(one, state=opened.state, by=opened.by, at=opened.at) if one.id == SETTLED else one
        for one in FACTS.items
    )
    assert change_of(done(item=SETTLED, facts=replace(FACTS, items=items))).state == "done"
