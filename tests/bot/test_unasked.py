"""What must be asked before closing: named until it is answered; what a report's words propose is no answer."""

from dataclasses import replace
from typing import Any

import pytest

from bot.incident import IncidentFacts
from bot.rules.closing import find_blockers
from bot.rules.items import policy_items
from bot.rules.unasked import proposed_facts, unasked
from tests.given import FACTS, LAW, TEAM, having, knowing, situated, with_incident

ASKED = ["POL-4.2", "contractor_data_exposed", "infrastructure_data", "attack_enabling", "message_board_control"]


def names(facts: IncidentFacts) -> list[str]:
    return [one.name for one in unasked(facts, TEAM, LAW)]


def test_a_report_of_one_line_has_everything_still_to_be_asked_with_owner_and_provision() -> None:
    found = unasked(FACTS, TEAM, LAW)
    assert [(one.name, one.role, one.cite) for one in found] == [
        ("POL-4.2", "AI", "Policy 4"),
        ("contractor_data_exposed", "CR", "Policy 8.C"),
        ("infrastructure_data", "AI", "Policy 11.E"),
        ("attack_enabling", "AI", "Policy 11.E"),
        ("message_board_control", "AI", "Policy 11.D"),
    ]


@pytest.mark.parametrize("name", ASKED[1:])
@pytest.mark.parametrize("value", [True, False])
def test_an_answer_either_way_takes_it_off_the_list(name: str, value: bool) -> None:
    known: dict[str, Any] = {name: value}
    assert name not in names(knowing(**known))


def test_law_enforcement_is_asked_until_it_is_decided_either_way() -> None:
    assert "POL-4.2" in names(FACTS)
    assert "POL-4.2" not in names(having(FACTS, "POL-4.2", "no"))


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({"infrastructure_data": True}, True),
        ({"infrastructure_data": True, "infrastructure_locations": []}, True),
        ({"infrastructure_data": True, "infrastructure_locations": ["Boone County"]}, False),
        ({"infrastructure_data": False}, False),
        ({}, False),
    ],
)
def test_where_the_infrastructure_is_is_asked_once_it_is_infrastructure_data(
    known: dict[str, Any], asked: bool
) -> None:
    assert ("infrastructure_locations" in names(knowing(**known))) is asked


@pytest.mark.parametrize(
    ("said", "proposed"),
    [
        ("A file with bridge drawings was opened", {"infrastructure_data": True}),
        ("Drawings of a Bridge in Cole County", {"infrastructure_data": True}),
        ("contractor payroll of May", {"contractor_data_exposed": True}),
        (
            "bridge drawings and contractor payroll",
            {"contractor_data_exposed": True, "infrastructure_data": True},
        ),
        ("Somebody changed a message board on I-70", {"message_board_control": True}),
        ("Our cabinet was open this morning", {"incident_kinds": ["tampering"]}),
        (
            "A laptop with claims was stolen",
            {"physical_criminal_conduct": True, "incident_kinds": ["device_stolen"]},
        ),
        ("I lost my phone and a folder", {"incident_kinds": ["device_lost", "paper_lost"]}),
        ("A burglar came", {"physical_criminal_conduct": True}),
        ("The abridged report was printed", {}),
        ("Nothing to see", {}),
    ],
)
def test_the_words_of_a_report_propose(said: str, proposed: dict[str, Any]) -> None:
    assert proposed_facts(with_incident(what=said), LAW) == proposed


def test_what_is_known_is_not_proposed_again() -> None:
    said = replace(knowing(contractor_data_exposed=False), incident=with_incident(what="contractor payroll").incident)
    assert proposed_facts(said, LAW) == {}


def test_a_proposal_is_no_answer_closing_names_it_all_the_same() -> None:
    said = with_incident(what="bridge drawings and contractor payroll")
    found = [(one.name, one.role, one.what) for one in find_blockers(situated(said))]
    assert ("unasked", "CR", "contractor_data_exposed") in found
    assert ("unasked", "AI", "infrastructure_data") in found
    assert ("unasked_question", "AI", "POL-4.2") in found


@pytest.mark.parametrize(
    ("values", "settled"),
    [
        ({"no_third_parties": True}, True),
        ({"parties": [{"id": "a", "name": "Ozark Paving", "involved": True, "impacted": True}]}, True),
        ({"parties": [{"id": "a", "name": "Ozark Paving", "involved": False, "impacted": True}]}, False),
        ({"parties": [{"id": "a", "name": "Ozark Paving", "involved": True}]}, False),
        ({}, False),
    ],
)
def test_recorded_third_parties_or_the_answer_none_settle_policy_6(values: dict[str, Any], settled: bool) -> None:
    opened = replace(
        knowing(**values),
        items=tuple(i for i in policy_items(LAW.packs.policy, TEAM) if i.id in ("POL-6.1", "POL-6.2")),
    )
    assert ("third_parties" not in [one.what for one in find_blockers(situated(opened))]) is settled
