"""Facts that are wrong are refused by name; nothing is repaired or defaulted."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.assessment.assess import future_faults
from bot.assessment.facts import LARGEST_COUNT, FactErrors, read_facts
from bot.vocabulary import FACTS


@pytest.mark.parametrize(
    ("given", "fact", "name"),
    [
        ({"encryptd": True}, "encryptd", "unknown_fact"),
        ({"encrypted": "true"}, "encrypted", "not_a_flag"),
        ({"encrypted": 1}, "encrypted", "not_a_flag"),
        ({"location": 7}, "location", "not_a_text"),
        ({"location": "  "}, "location", "not_a_text"),
        ({"reachable": "5"}, "reachable", "not_a_count"),
        ({"reachable": True}, "reachable", "not_a_count"),
        ({"reachable": Decimal("5.5")}, "reachable", "not_a_count"),
        ({"reachable": -1}, "reachable", "negative"),
        ({"reachable": LARGEST_COUNT + 1}, "reachable", "absurd"),
        ({"residents": {"MO": -1}}, "residents.MO", "negative"),
        ({"residents": {"mo": 1}}, "residents.mo", "not_a_state"),
        ({"residents": {"XX": 1}}, "residents.XX", "not_a_state"),
        ({"residents": 5}, "residents", "not_a_map_of_states"),
        ({"notices_at_one_time": 600}, "notices_at_one_time", "not_a_list"),
        ({"notices_at_one_time": [600, -1]}, "notices_at_one_time[1]", "negative"),
        ({"occurred_at": "2026-11-21"}, "occurred_at", "not_an_instant"),
        ({"occurred_at": "yesterday at noon"}, "occurred_at", "not_an_instant"),
        ({"occurred_at": "2026-11-21T09:00:00"}, "occurred_at", "no_offset"),
        ({"closed_days": ["2026-11-27T00:00:00Z"]}, "closed_days[0]", "not_a_day"),
        ({"closed_days": ["2026-13-01"]}, "closed_days[0]", "not_a_day"),
        ({"closed_days": "2026-11-27"}, "closed_days", "not_a_list"),
        ({"data_role": "rents"}, "data_role", "not_a_word"),
        ({"pi_elements": ["ssn", "shoe_size"]}, "pi_elements", "not_a_word"),
        ({"pi_elements": "ssn"}, "pi_elements", "not_a_list"),
        ({"notice_cost": {"amount": "much"}}, "notice_cost.amount", "not_an_amount"),
        ({"notice_cost": {"amount": True}}, "notice_cost.amount", "not_an_amount"),
        ({"notice_cost": {"amount": "NaN"}}, "notice_cost.amount", "not_an_amount"),
        ({"notice_cost": {"amount": -1}}, "notice_cost.amount", "negative"),
        ({"notice_cost": {"sum": 1}}, "notice_cost.sum", "unknown_fact"),
        ({"notice_cost": 5}, "notice_cost", "not_a_map_of_parts"),
        ({"delay": {"reason": "because"}}, "delay.reason", "not_a_word"),
        ({"delay": {"requested_at": "2026-11-21T09:00:00"}}, "delay.requested_at", "no_offset"),
        ({"planned_methods": [{"spoke_directly": True}]}, "planned_methods[0].kind", "missing_part"),
        ({"planned_methods": [{"kind": "pigeon"}]}, "planned_methods[0].kind", "not_a_word"),
        ({"readings": [{"rule": "paper", "holds": True}]}, "readings[0].reason", "missing_part"),
        ({"ssn_digits_visible": 10}, "ssn_digits_visible", "too_many_digits"),
        (
            {"occurred_at": "2026-11-21T09:00:00Z", "discovered_at": "2026-11-21T08:59:59Z"},
            "discovered_at",
            "discovered_before_occurred",
        ),
        ([], "facts", "not_a_map"),
    ],
)
def test_a_wrong_fact_is_refused_by_name(given: Any, fact: str, name: str) -> None:
    with pytest.raises(FactErrors) as refused:
        read_facts(given)
    assert [(fault.fact, fault.name) for fault in refused.value.faults] == [(fact, name)]


def test_every_wrong_fact_is_named_at_once() -> None:
    with pytest.raises(FactErrors) as refused:
        read_facts({"accessed": 1, "acquired": 0, "colour": "red"})
    assert [fault.fact for fault in refused.value.faults] == ["accessed", "acquired", "colour"]


def test_the_same_reading_is_not_answered_twice() -> None:
    answer = {"rule": "paper", "holds": True, "reason": "so"}
    with pytest.raises(FactErrors, match="readings: answered_twice"):
        read_facts({"readings": [answer, answer]})


@pytest.mark.parametrize("name", sorted(FACTS))
def test_null_is_unknown_for_every_fact(name: str) -> None:
    assert read_facts({name: None}).get(name) is None


def test_a_map_without_a_word_says_nothing() -> None:
    known = read_facts({"delay": {}, "notice_cost": {"amount": None}}).known
    assert [name for name in known if name in FACTS] == []


def test_what_is_right_is_kept_as_it_is() -> None:
    facts = read_facts(
        {
            "occurred_at": "2026-11-21T09:00:00Z",
            "discovered_at": "2026-11-21 03:00:00-06:00",
            "closed_days": ["2026-11-27"],
            "notice_cost": {"amount": "100000.01"},
            "residents": {"MO": 0, "KS": None},
            "infrastructure_locations": ["Cole County", "Cole County"],
            "reachable": LARGEST_COUNT,
            "ssn_digits_visible": 9,
        }
    )
    assert facts.get("occurred_at") == facts.get("discovered_at") == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert facts.get("closed_days") == (date(2026, 11, 27),)
    assert facts.get("notice_cost.amount") == Decimal("100000.01")
    assert facts.get("residents") == {"MO": 0, "KS": None}
    assert facts.get("infrastructure_locations") == ("Cole County",)


def test_a_form_can_refuse_what_has_not_happened_yet() -> None:
    facts = read_facts({"occurred_at": "2026-11-21T09:00:00Z", "discovered_at": "2026-11-21T11:00:00Z"})
    faults = future_faults(facts, datetime(2026, 11, 21, 10, tzinfo=UTC))
    assert [fault.fact for fault in faults] == ["discovered_at"]
    assert future_faults(facts, datetime(2026, 11, 21, 11, tzinfo=UTC)) == ()


def test_a_cost_of_nothing_is_a_cost() -> None:
    assert read_facts({"notice_cost": {"amount": "0"}}).get("notice_cost.amount") == 0


def test_two_planned_methods_are_no_answer_given_twice() -> None:
    methods = [{"kind": "written"}, {"kind": "telephone", "spoke_directly": True}]
    assert [one["kind"] for one in read_facts({"planned_methods": methods}).get("planned_methods")] == [
        "written",
        "telephone",
    ]


def test_the_shortest_date_time_is_taken() -> None:
    assert read_facts({"discovered_at": "2026-11-21T09Z"}).get("discovered_at").hour == 9


def test_a_day_must_be_a_text_of_ten_characters() -> None:
    for wrong in ("20261121", 2026_11_21):
        with pytest.raises(FactErrors):
            read_facts({"closed_days": [wrong]})
