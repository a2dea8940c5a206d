"""Another state is a pack and its cases: no line of the program knows these laws."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.assessment.assess import assess
from bot.assessment.cases import Bench, Case, run_case
from bot.assessment.facts import read_facts
from bot.assessment.prepared import prepare
from bot.policy.load import load_calendars, load_laws, load_policy
from tests.policy.test_cases import cases_of

FOLDER = Path(__file__).parent / "contrast"
POLICY = load_policy()
CALENDARS = load_calendars()
BENCH = Bench(
    policy=POLICY,
    laws=load_laws(FOLDER, codes=frozenset(role.code for role in POLICY.roles), calendars=frozenset(CALENDARS)),
    federal=None,
    calendars=CALENDARS,
    zone=ZoneInfo("America/Chicago"),
)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases_of(FOLDER / "cases.yaml")])
def test_the_law_of_another_place_is_data(case: Case) -> None:
    assert run_case(case, BENCH) == ()


@pytest.mark.parametrize(("acquired", "forbidden"), [(True, ["number_affected"]), (False, [])])
def test_what_a_notice_must_not_say_stands_apart_from_what_it_must(acquired: bool, forbidden: list[str]) -> None:
    rules = prepare(
        policy=POLICY,
        laws=(BENCH.laws["us_il"],),
        on=date(2026, 11, 21),
        zone=BENCH.zone,
        calendars=CALENDARS,
    )
    facts = read_facts({"acquired": acquired, "computerized": True, "residents": {"IL": 3}})
    notice = assess(facts, rules).obligations[0]
    assert [item.id for item in notice.contents_forbidden] == forbidden
    assert "number_affected" not in [item.id for item in notice.contents]
