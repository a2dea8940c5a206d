"""The law enforcement agency of a place, typed in the incident (policy 11.E)."""

from dataclasses import replace
from typing import Any

import pytest

from bot.decision import Decision, Refusal
from bot.recipients import Recipient
from bot.rules.merge_data import merge_data_of, typed_name
from tests.bot.noticing import KNOWN, RULES, answers, told
from tests.given import NOW, knowing

PLACES: dict[str, Any] = {"infrastructure_data": True, "infrastructure_locations": ["Cole County", "Osage County"]}
SHERIFF = Recipient(name="Cole County Sheriff", verified_on=NOW.date(), phone="573-555-0123", place="Cole County")
TYPED = "Osage Police\n573-555-0177\ndesk@osage.example.gov\n12 Main Street\nOsage, MO 65000"


def addressee(place: str, typed: str | None = None, *, configured: bool = False) -> Recipient | None:
    """To whom the alert for a place goes."""
    given: dict[str, Any] = {typed_name("agency"): {"each": {place: typed}}} if typed else {}
    groups = {"law_enforcement": (SHERIFF,)} if configured else {}
    department = replace(RULES.department, recipients=replace(RULES.department.recipients, groups=groups))
    return merge_data_of(knowing(**PLACES, **given), replace(RULES, department=department), each=place).to


def test_an_agency_that_was_typed_is_the_addressee_of_its_place() -> None:
    to = addressee("Osage County", TYPED)
    assert to is not None
    assert (to.name, to.phone, to.email) == ("Osage Police", "573-555-0177", "desk@osage.example.gov")
    assert to.address == ("12 Main Street", "Osage, MO 65000")


def test_a_place_without_a_typed_agency_keeps_that_of_the_file() -> None:
    assert addressee("Cole County", configured=True) == SHERIFF


def test_what_was_typed_for_a_place_goes_before_the_file() -> None:
    to = addressee("Cole County", "Jefferson City Police\n573-555-0188", configured=True)
    assert to is not None
    assert to.name == "Jefferson City Police"


def test_what_was_typed_for_one_place_is_no_agency_of_another() -> None:
    given: dict[str, Any] = {typed_name("agency"): {"each": {"Osage County": TYPED}}}
    assert merge_data_of(knowing(**PLACES, **given), RULES, each="Boone County").to is None


def test_a_typed_agency_is_fresh_although_no_number_of_days_is_configured() -> None:
    to = addressee("Osage County", TYPED)
    assert to is not None
    assert not replace(RULES.department.recipients, stale_after=None).is_stale(to, NOW.date())


@pytest.mark.parametrize(("said", "taken"), [("Osage Police", False), ("Osage Police\n\n", False), (TYPED, True)])
def test_an_agency_needs_a_way_to_reach_it(said: str, taken: bool) -> None:
    answer = told(answers(**{"agency@Osage County": said}), KNOWN)
    if taken:
        assert isinstance(answer, Decision)
    else:
        assert answer == Refusal(name="agency_reach", values={"field": "agency@Osage County"})
