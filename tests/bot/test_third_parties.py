"""Third parties by name: each owner and each contractor has its own notice, about its own data."""

from typing import Any

from bot.assessment.facts import read_facts
from bot.notice.fill import addressees
from bot.rules.merge_data import merge_data_of
from tests.given import DEPARTMENT, LAW, knowing

SETS: list[dict[str, Any]] = [
    {"id": "own", "name": "Payroll", "role": "owns", "elements": [{"kind": "medical"}]},
    {"id": "kept", "name": "Claims", "role": "maintains", "elements": [{"kind": "ssn"}]},
    {"id": "lost", "name": "Permits", "role": "maintains", "elements": [{"kind": "financial_account"}]},
]
OWNER = {"id": "p1", "name": "Department of Revenue", "kind": "state_agency", "owner_of": ["own", "kept"]}
BUILDERS = {"id": "p2", "name": "Builders", "kind": "contractor", "data_exposed": True}
OTHERS = {"id": "p3", "name": "Builders", "kind": "contractor", "data_exposed": True}


def whom(kind: str, **facts: Any) -> list[str | None]:
    """To whom a kind goes."""
    found = addressees(LAW.packs.notices.kinds[kind], DEPARTMENT, read_facts(facts))
    return [each for _, each in found]


def test_each_owner_of_data_that_is_only_kept_has_its_own_notice() -> None:
    assert whom("owner_notice", datasets=SETS, parties=[OWNER]) == ["Department of Revenue", "Permits"]


def test_an_owner_is_told_of_its_own_data_only() -> None:
    facts = knowing(datasets=SETS, parties=[OWNER])
    assert merge_data_of(facts, LAW, each="Department of Revenue").facts.get("pi_elements") == ("ssn",)
    assert merge_data_of(facts, LAW).facts.get("pi_elements") == ("medical", "ssn", "financial_account")


def test_one_kept_set_without_a_named_owner_has_one_notice() -> None:
    assert whom("owner_notice", datasets=[SETS[1]]) == [None]


def test_each_exposed_contractor_has_its_own_notice_and_two_of_one_name_are_told_apart() -> None:
    assert whom("contractor_notice", parties=[BUILDERS, OTHERS, OWNER], datasets=SETS) == [
        "Builders (p2)",
        "Builders (p3)",
    ]
