"""Wrong facts in the channel's forms: refused in one sentence that names the field, and nothing is recorded."""

from typing import Any

import pytest

from bot.commands import RecordFacts
from bot.decide import decide
from bot.decision import Refusal
from tests.given import AI_LEAD, knowing, situated

SETS: dict[str, Any] = {"datasets": [{"id": "s1", "name": "Payroll"}]}


def refused(known: dict[str, Any], values: dict[str, Any]) -> Refusal:
    """Why these values are not recorded beside what is known."""
    command = RecordFacts(key="k", actor=AI_LEAD, incident=7, values=values, seen=99)
    found = decide(command, situated(knowing(**known)))
    assert isinstance(found, Refusal), found
    return found


@pytest.mark.parametrize(
    ("known", "values", "field", "fault"),
    [
        (SETS, {"pi_elements": ["ssn"]}, "pi_elements", "flat_and_datasets"),
        ({"encrypted": True}, {"encrypted": True, **SETS}, "encrypted", "flat_and_datasets"),
        (SETS, {"parties": [{"id": "p1", "owner_of": ["s9"]}]}, "parties[0].owner_of", "no_such_dataset"),
        ({}, {"deceased": -1}, "deceased", "negative"),
        ({}, {"residents": {"MO": -5}}, "residents.MO", "negative"),
        ({"residents": {"MO": 100}}, {"notices_at_one_time": [500]}, "notices_at_one_time[0]", ""),
        ({"notices_at_one_time": [500]}, {"residents": {"MO": 100}}, "notices_at_one_time[0]", ""),
        ({"residents": {"MO": 100}}, {"deceased": 101}, "deceased", ""),
    ],
)
def test_what_cannot_be_is_refused_under_its_field(
    known: dict[str, Any], values: dict[str, Any], field: str, fault: str
) -> None:
    found = refused(known, values)
    assert found.name == "fact_refused"
    assert found.values["field"] == field
    assert fault in (str(found.values["fault"]), "")
