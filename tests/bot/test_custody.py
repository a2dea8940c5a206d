"""Chain of custody: every ordered pair of events, who may say what, times, seals, hashes, holds (policy 11.C)."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

import pytest

from bot.custody_orders import ORDERS, following_events, why_not
from bot.decision import Decision, Refusal
from bot.evidence import EventKind, EvidenceItem, evidence_number
from bot.evidence_commands import RecordCustody, RegisterEvidence, SetHold
from bot.rules.custody import record_custody
from bot.rules.evidence import register_evidence
from bot.rules.holding import set_hold
from tests.bot.custody import SAID, WHEN, A, registered, said, tell, went, who_says
from tests.given import AI_LEAD, CCO, FACTS, IS_LEAD, IS_OTHER, NOW, STRANGER, situated

KINDS = tuple(SAID)
AFTER = {
    "identified": "photographed secured collected correction explained",
    "photographed": "=",
    "secured": "photographed sealed copied accessed imaged released moved handed_outside disposed collected",
    "collected": "photographed sealed copied accessed imaged verified released moved handed_outside disposed",
    "sealed": "photographed seal_broken released moved handed_outside disposed +",
    "seal_broken": "photographed sealed copied accessed imaged released moved handed_outside disposed +",
    "imaged": "photographed sealed copied accessed imaged verified released moved handed_outside disposed +",
    "copied": "=",
    "accessed": "=",
    "verified": "=",
    "released": "accepted refused",
    "accepted": "photographed sealed copied accessed imaged verified released moved handed_outside disposed",
    "refused": "photographed sealed copied accessed imaged verified released moved handed_outside disposed",
    "moved": "=",
    "handed_outside": "refused receipt",
    "receipt": "returned",
    "returned": "photographed sealed copied accessed imaged verified released moved handed_outside disposed",
    "disposed": "",
    "correction": "=",
    "explained": "=",
}
"""What may follow what, as a lawyer would say it: `=` what could follow before; a correction and an explanation always.
`+`: and comparing with a hash where one is on record, and collecting what is still where it was found."""
WAYS: Mapping[str, tuple[EventKind, ...]] = {
    "found": (),
    "secured": ("secured",),
    "held": ("collected",),
    "sealed": ("collected", "sealed"),
    "released": ("collected", "released"),
    "paper": ("collected", "handed_outside"),
    "outside": ("collected", "handed_outside", "receipt"),
    "disposed": ("collected", "disposed"),
}


def _expected(way: str, first: EventKind) -> set[str]:
    before = following_events(went(*WAYS[way]).evidence[1])
    rule = AFTER[first]
    if rule == "=":
        return set(before)
    wanted = {*rule.replace("+", "").split(), "correction", "explained"}
    hashed = went(*WAYS[way], first).evidence[1].custody.hashes
    if "+" in rule:
        wanted |= {"verified"} | ({"collected"} & set(before))
    return wanted - (set() if hashed else {"verified"})


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("way", WAYS)
def test_every_ordered_pair_passes_or_is_refused_by_name(way: str, first: EventKind) -> None:
    before = went(*WAYS[way])
    if why_not(first, before.evidence[1]):
        refused = tell(before, first)
        assert isinstance(refused, Refusal)
        assert refused.name.startswith("custody_")
        return
    facts = went(*WAYS[way], first)
    allowed = _expected(way, first)
    for second in KINDS:
        told = tell(facts, second, actor=who_says(second, facts))
        assert isinstance(told, Decision) == (second in allowed), (way, first, second, told)
        if isinstance(told, Refusal):
            assert told.name.startswith("custody_"), told


def test_each_kind_of_event_has_its_order_and_the_first_comes_with_the_item_alone() -> None:
    assert {*ORDERS, "identified"} == set(get_args(EventKind))
    assert [one.kind for one in registered().evidence[1].events] == ["identified"]
    refused = record_custody(
        RecordCustody(key="k", actor=IS_LEAD, incident=7, item=1, kind="identified", base=1, at=WHEN),
        situated(registered(), now=WHEN),
    )
    assert isinstance(refused, Refusal)
    assert refused.name == "custody_once"


@pytest.mark.parametrize(
    ("way", "kind", "actor", "name"),
    [
        ("held", "released", AI_LEAD, "custody_holder_only"),
        ("held", "moved", AI_LEAD, "custody_holder_only"),
        ("held", "disposed", CCO, "custody_holder_only"),
        ("released", "accepted", IS_LEAD, "custody_receiver_only"),
        ("released", "refused", AI_LEAD, "custody_receiver_only"),
        ("held", "photographed", STRANGER, "team_needed"),
    ],
)
def test_who_may_say_it_is_named(way: str, kind: EventKind, actor: str, name: str) -> None:
    refused = tell(went(*WAYS[way]), kind, actor=actor)
    assert isinstance(refused, Refusal)
    assert refused.name == name


def test_a_cabinet_is_secured_in_its_place_and_goes_nowhere() -> None:
    facts = went("secured", kind="room")
    for kind in ("released", "moved", "handed_outside", "collected"):
        refused = tell(facts, kind)
        assert isinstance(refused, Refusal)
        assert refused.name == "custody_fixed"


@pytest.mark.parametrize(
    "values", [{}, {"to": STRANGER, "purpose": "x"}, {"to": IS_LEAD, "purpose": "x"}, {"to": IS_OTHER}]
)
def test_a_release_names_a_receiver_of_the_incident_and_its_purpose(values: dict[str, str]) -> None:
    refused = tell(went("collected"), "released", values=values)
    assert isinstance(refused, Refusal)
    assert refused.values["field"] in ("to", "purpose")


@pytest.mark.parametrize(("seen", "takes"), [("4711", True), ("47-11", True), ("4712", False), ("none", False)])
def test_the_receiver_types_the_number_of_the_seal(seen: str, takes: bool) -> None:
    facts = went("collected", "sealed", "released")
    told = tell(facts, "accepted", actor=IS_OTHER, values={"seal_seen": seen, "condition": "Good"})
    assert isinstance(told, Decision) == takes
    if isinstance(told, Refusal):
        assert told.name == "seal_differs"
        assert told.values["field"] == "seal_seen"


def test_what_is_accepted_is_held_by_the_receiver_and_what_is_refused_stays_with_the_giver() -> None:
    assert went("collected", "released", "accepted").evidence[1].custody.holder == IS_OTHER
    assert went("collected", "released", "refused").evidence[1].custody.holder == IS_LEAD
    assert went("collected", "handed_outside", "receipt").evidence[1].custody.holder == "Highway Patrol"
    assert went("collected", "handed_outside", "receipt", "returned").evidence[1].custody.holder == IS_LEAD


@pytest.mark.parametrize(
    ("kind", "at", "name"),
    [
        ("photographed", NOW - timedelta(minutes=1), "custody_before_found"),
        ("moved", NOW + timedelta(minutes=30), "custody_before_moved"),
        ("photographed", WHEN + timedelta(hours=1), "custody_future"),
    ],
)
def test_a_time_before_the_item_was_found_or_still_to_come_is_refused(kind: EventKind, at: datetime, name: str) -> None:
    refused = tell(went("collected"), kind, at=at)
    assert isinstance(refused, Refusal)
    assert (refused.name, refused.values["field"]) == (name, "at")


def test_a_late_entry_keeps_both_times() -> None:
    facts = registered()
    facts = said(facts, tell(facts, "photographed", at=NOW + timedelta(minutes=5)))
    event = facts.evidence[1].events[-1]
    assert (event.at, event.recorded_at) == (NOW + timedelta(minutes=5), WHEN)


def test_nothing_is_disposed_of_under_a_hold_and_a_hold_is_counsels() -> None:
    facts = went("collected")
    hold = SetHold(key="k", actor=CCO, incident=7, stands=True, reason="Claim announced")
    refused = set_hold(replace(hold, actor=IS_LEAD), situated(facts))
    assert isinstance(refused, Refusal)
    held = said(facts, set_hold(hold, situated(facts)))
    refused = tell(held, "disposed")
    assert isinstance(refused, Refusal)
    assert refused.name == "custody_hold"
    ended = said(held, set_hold(replace(hold, stands=False), situated(held)))
    assert isinstance(tell(ended, "disposed"), Decision)


def test_what_goes_back_to_its_owner_needs_identity_and_receipt() -> None:
    facts = went("collected")
    values = {**SAID["disposed"], "way": "owner", "owner": "A contractor"}
    for missing in ("owner_id", "receipt"):
        refused = tell(facts, "disposed", values=values)
        assert isinstance(refused, Refusal)
        assert refused.values["field"] == missing
        values[missing] = "12"
    assert isinstance(tell(facts, "disposed", values=values), Decision)


def test_somebody_who_saw_an_older_list_says_nothing_about_the_newer_one() -> None:
    refused = tell(went("collected"), "moved", base=1)
    assert isinstance(refused, Refusal)
    assert refused.name == "custody_moved_on"


@pytest.mark.parametrize(
    ("typed", "kept"), [("AB" * 32, "ab" * 32), (" ".join(["ab"] * 32), "ab" * 32), ("ab:" * 31 + "ab", "ab" * 32)]
)
def test_a_hash_is_kept_in_one_form(typed: str, kept: str) -> None:
    facts = registered()
    facts = said(facts, tell(facts, "collected", values={**SAID["collected"], "sha256": typed}))
    assert facts.evidence[1].custody.hashes == {"sha256": kept}


@pytest.mark.parametrize("typed", ["ab", "g" * 64, "a" * 63])
def test_what_is_no_hash_is_refused_under_its_field(typed: str) -> None:
    refused = tell(registered(), "collected", values={**SAID["collected"], "sha256": typed})
    assert isinstance(refused, Refusal)
    assert (refused.name, refused.values["field"]) == ("no_hash", "sha256")


@pytest.mark.parametrize(
    ("words", "field"),
    [({"description": ""}, "description"), ({"place": "SSN 123-45-6789"}, "place"), ({"sha512": A}, "sha512")],
)
def test_an_item_without_description_or_with_personal_data_is_refused(words: dict[str, str], field: str) -> None:
    command = RegisterEvidence(
        key="k", actor=IS_LEAD, incident=7, kind="device", at=NOW, words={"description": "A laptop", **words}
    )
    refused = register_evidence(command, situated(FACTS, now=WHEN))
    assert isinstance(refused, Refusal)
    assert refused.values["field"] == field


def test_a_serial_number_that_looks_like_an_account_is_a_serial_number() -> None:
    facts = registered(serial="123-45-6789")
    assert facts.evidence[1].words["serial"] == "123-45-6789"


def test_an_item_is_called_by_its_incident() -> None:
    assert evidence_number("BR-2026-0001", 3) == "EV-2026-0001-03"
    decision = register_evidence(
        RegisterEvidence(key="k", actor=IS_LEAD, incident=7, kind="device", at=NOW, words={"description": "x"}),
        situated(FACTS, now=WHEN),
    )
    assert isinstance(decision, Decision)
    assert decision.answer.values["number"] == "EV-2026-0007-01"
    assert json.loads(decision.texts["evidence:1"]) == {"description": "x"}


def test_an_item_has_what_was_said_of_it() -> None:
    assert isinstance(registered().evidence[1], EvidenceItem)
