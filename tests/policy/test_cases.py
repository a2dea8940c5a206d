"""Every case that counsel signs holds."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.assessment.cases import Bench, Case, read_cases, run_case
from bot.policy.load import load_packs, read_text
from handlers.cli.facts_file import plain

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
PACKS = load_packs()
BENCH = Bench(
    policy=PACKS.policy,
    laws=PACKS.laws,
    federal=PACKS.federal,
    calendars=PACKS.calendars,
    zone=ZoneInfo("America/Chicago"),
)


def cases_of(file: Path) -> tuple[Case, ...]:
    node = read_text(file.read_text(encoding="utf-8"), file.name)
    assert node is not None
    return read_cases(plain(node))


CASES = [pytest.param(case, id=f"{file.stem}: {case.name}") for file in FILES for case in cases_of(file)]


@pytest.mark.parametrize("case", CASES)
def test_the_case_holds(case: Case) -> None:
    assert run_case(case, BENCH) == ()


def test_every_rule_of_the_laws_that_depend_on_facts_has_a_case() -> None:
    tested = {rule for file in FILES for case in cases_of(file) for rule in case.rules}
    rules = {rule.rule for law in PACKS.laws.values() for rule in law.obligations}
    rules |= {rule.id for law in PACKS.laws.values() for rule in law.decisions}
    rules |= {rule.id for law in PACKS.laws.values() for rule in law.tasks}
    rules |= {exemption.rule for law in PACKS.laws.values() for exemption in law.exemptions.values()}
    rules |= {name for law in PACKS.laws.values() for name in law.readings} - {"sunshine_days"}
    assert PACKS.federal is not None
    rules |= {flag.id for flag in PACKS.federal.flags}
    rules |= {row.id for row in PACKS.policy.rows if row.kind in ("task", "decision")}
    assert rules - tested == set()


def test_a_case_that_does_not_hold_says_so() -> None:
    case = Case(
        name="wrong",
        rules=(),
        facts={"accessed": False},
        packs=("us_mo_407_1500",),
        flags=(),
        on=CASES[0].values[0].on,  # type: ignore[union-attr]  # a file has its day
        expect={"statutory_breach": "yes", "tasks": ["POL-99"], "refused_notice": "required"},
    )
    assert run_case(case, BENCH) == (
        "statutory_breach, status: no, not yes",
        "tasks: POL-99 is missing",
        "refused_notice: 0 obligations have this name",
    )
