"""How many assessments one core makes in a second, on facts as counsel's cases give them."""

from datetime import date
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

from bot.assessment.assess import assess
from bot.assessment.cases import read_cases
from bot.assessment.facts import FactErrors, Facts, read_facts
from bot.assessment.prepared import Rules, prepare
from bot.policy.load import load_packs, read_text
from handlers.cli.assess import DEFAULT_PACKS
from handlers.cli.facts_file import plain

ROUNDS = 7
CASES = Path(__file__).parent / "us_mo_407_1500.yaml"


def _facts() -> list[Facts]:
    node = read_text(CASES.read_text(encoding="utf-8"), CASES.name)
    assert node is not None
    found: list[Facts] = []
    for case in read_cases(plain(node)):
        try:
            found.append(read_facts(case.facts))
        except FactErrors:
            continue  # a case about facts that are refused
    return found


def _rules() -> Rules:
    packs = load_packs()
    return prepare(
        policy=packs.policy,
        laws=tuple(packs.laws[name] for name in DEFAULT_PACKS),
        on=date(2026, 11, 21),
        zone=ZoneInfo("America/Chicago"),
        calendars=packs.calendars,
        federal=packs.federal,
        answerable=packs.readings,
    )


def speeds() -> list[float]:
    """Assessments a second of processor time, round by round, over every case of 407.1500."""
    facts, rules = _facts(), _rules()
    found: list[float] = []
    for _ in range(ROUNDS):
        begin = process_time()
        for _ in range(10):
            for known in facts:
                assess(known, rules)
        found.append(10 * len(facts) / (process_time() - begin))
    return found
