"""One data set and the flat facts are two ways of saying the same; several sets are judged one by one."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assessment.assess import assess
from bot.assessment.facts import read_facts, read_stored_facts
from bot.assessment.result import Assessment, as_json
from bot.vocabulary import DATA_ROLES, PI_ELEMENTS, PROTECTIONS
from tests.bot.test_assessment_answers import rules

RULES = rules("us_mo_407_1500", "us_mo_insurance")
flags = st.booleans()
maybe = st.one_of(st.none(), flags)
AROUND: dict[str, Any] = {
    "accessed": maybe,
    "acquired": maybe,
    "residents": st.sampled_from([None, {"MO": 0}, {"MO": 5000}, {"MO": "some"}, {"KS": 3}]),
    "compromised": maybe,
    "investigated": maybe,
    "harm_unlikely": maybe,
    "all_told": maybe,
    "reachable": st.sampled_from([None, 0, 400]),
    "licensee": st.sampled_from(
        [None, {"is_licensee": True, "missouri_domiciled": True, "material_harm_likely": True}]
    ),
}
FLAT: dict[str, Any] = {
    "names_included": maybe,
    "computerized": maybe,
    "public_source": maybe,
    "data_role": st.one_of(st.none(), st.sampled_from(DATA_ROLES)),
    "pi_elements": st.lists(st.sampled_from(PI_ELEMENTS), min_size=1, max_size=3, unique=True),
    "account_access_code_taken": maybe,
    "code_required": maybe,
    "financial_access": maybe,
    "id_digits_are_last": maybe,
    "key_taken": maybe,
    "protection": st.sampled_from(PROTECTIONS),
    "digits": st.sampled_from([0, 4, 5, 6]),
}


def flat_facts(said: dict[str, Any]) -> dict[str, Any]:
    """One protection for every element, in the short form."""
    kept = {name: value for name, value in said.items() if name not in ("protection", "digits")}
    if said["protection"] == "redacted":
        kept |= {"ssn_digits_visible": said["digits"], "id_digits_visible": said["digits"]}
    return {
        **kept,
        "encrypted": said["protection"] == "encrypted",
        "otherwise_unreadable": said["protection"] == "altered",
    }


def as_dataset(said: dict[str, Any]) -> dict[str, Any]:
    """The same as one data set."""
    return {
        "id": "data",
        "role": said["data_role"],
        **{name: said[name] for name in ("names_included", "computerized", "public_source")},
        "elements": [
            {
                "kind": kind,
                "protection": said["protection"],
                "key_taken": said["key_taken"],
                "digits_visible": said["digits"],
                "digits_are_last": said["id_digits_are_last"],
                "access_code_taken": said["account_access_code_taken"],
                "code_required": said["code_required"],
                "financial_access": said["financial_access"],
            }
            for kind in said["pi_elements"]
        ],
    }


def answers(found: Assessment) -> Any:
    """Everything of an assessment but the names of the facts that are still needed, which differ."""

    def without_needs(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: without_needs(part) for name, part in value.items() if name not in ("needs", "could_change")}
        return [without_needs(part) for part in value] if isinstance(value, list) else value

    return without_needs(as_json(found))


@settings(max_examples=200, deadline=None)
@given(around=st.fixed_dictionaries(AROUND), said=st.fixed_dictionaries(FLAT))
def test_flat_facts_and_one_data_set_give_the_same_answers(around: dict[str, Any], said: dict[str, Any]) -> None:
    flat = assess(read_facts({**around, **flat_facts(said)}), RULES)
    one = assess(read_facts({**around, "datasets": [as_dataset(said)]}), RULES)
    assert answers(flat) == answers(one)


@settings(max_examples=100, deadline=None)
@given(around=st.fixed_dictionaries(AROUND), said=st.fixed_dictionaries(FLAT))
def test_a_data_set_without_elements_beside_another_takes_nothing_away(
    around: dict[str, Any], said: dict[str, Any]
) -> None:
    empty = {"id": "empty", "role": "owns", "names_included": False, "elements": []}
    one = assess(read_facts({**around, "datasets": [as_dataset(said)]}), RULES)
    two = assess(read_facts({**around, "datasets": [as_dataset(said), empty]}), RULES)
    by_id = {(o.law, o.id): o.status for o in two.obligations}
    laid = {(o.law, o.id): o.status for o in one.obligations if o.status in ("required", "delayed")}
    assert {name: by_id[name] for name in laid} == laid


def test_what_is_unknown_of_a_data_set_is_asked_as_data_sets() -> None:
    facts = {"accessed": True, "acquired": True, "datasets": [{"id": "a"}, {"id": "b", "computerized": False}]}
    assert assess(read_facts(facts), RULES).statutory_breach.needs == ("datasets",)


@pytest.mark.parametrize("wrong", [{"colour": "red"}, {"pi_elements": ["shoe_size"]}, {"residents": {"MO": -1}}])
def test_a_stored_fact_that_this_version_cannot_read_is_unknown_and_stops_nothing(wrong: dict[str, Any]) -> None:
    facts = read_stored_facts({"accessed": True, **wrong})
    assert facts.get("accessed") is True
    assert [name for name in wrong if facts.get(name) is not None] == []


def test_stored_facts_that_cannot_be_true_together_are_unknown_and_stop_nothing() -> None:
    facts = read_stored_facts({"datasets": [{"id": "a"}], "encrypted": True, "accessed": True})
    assert (facts.get("encrypted"), facts.get("accessed")) == (None, True)
    told = {
        "residents": {"MO": 5},
        "notices_at_one_time": [9],
        "readings": [{"rule": "x", "holds": True, "reason": "y"}],
    }
    assert assess(read_stored_facts(told), RULES).obligations
