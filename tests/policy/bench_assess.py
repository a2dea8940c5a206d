"""How many assessments one core makes in a second, on facts as counsel's cases give them."""

from datetime import date
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

from bot.assessment.assess import assess
from bot.assessment.cases import Bench, read_cases, run_case
from bot.assessment.facts import FactErrors, Facts, read_facts
from bot.assessment.prepared import Rules, prepare
from bot.policy.load import load_packs, read_text
from handlers.cli.assess import DEFAULT_PACKS
from handlers.cli.facts_file import plain

ROUNDS = 7
CASES = Path(__file__).parent / "us_mo_407_1500.yaml"


def _facts(rules: Rules) -> list[Facts]:
    node = read_text(CASES.read_text(encoding="utf-8"), CASES.name)
    assert node is not None
    found: list[Facts] = []
    for case in read_cases(plain(node)):
        try:
            facts = read_facts(case.facts)
            assess(facts, rules)
        except FactErrors:
            continue  # a case about facts that are refused
        found.append(facts)
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


def of_sets(number: int) -> list[Facts]:
    """An incident with so many data sets, each of two elements, the last of them kept for another agency."""
    elements = [
        {"kind": "ssn", "protection": "encrypted", "key_taken": False},
        {"kind": "medical", "protection": "none"},
    ]
    data = {"computerized": True, "names_included": True, "residents": {"MO": 400}, "elements": elements}
    sets = [{"id": f"set{n}", "role": "maintains" if n == number else "owns", **data} for n in range(1, number + 1)]
    owner = {"id": "agency", "kind": "state_agency", "owner_of": [f"set{number}"]}
    known = {"accessed": True, "acquired": True, "investigated": True, "datasets": sets, "parties": [owner]}
    return [read_facts(known)]


def wrong_answers() -> list[str]:
    """What the assessments say differently from counsel's cases, and of several data sets; empty: all is well."""
    packs = load_packs()
    bench = Bench(
        policy=packs.policy,
        laws=packs.laws,
        federal=packs.federal,
        calendars=packs.calendars,
        zone=ZoneInfo("America/Chicago"),
    )
    node = read_text(CASES.read_text(encoding="utf-8"), CASES.name)
    assert node is not None
    found = [f"{case.name}: {line}" for case in read_cases(plain(node)) for line in run_case(case, bench)]
    for number, consumers in ((1, "not_required"), (20, "required")):
        answer = assess(of_sets(number)[0], _rules())
        told = {one.id: one.status for one in answer.obligations}
        if (told.get("consumer_notice"), told.get("owner_notice")) != (consumers, "required"):
            found.append(f"{number} data sets: {told}")
    return found


def speeds(given: list[Facts] | None = None) -> list[float]:
    """Assessments a second of processor time, round by round, over every case of 407.1500, or over given facts."""
    rules = _rules()
    facts = given or _facts(rules)
    found: list[float] = []
    for _ in range(ROUNDS):
        begin = process_time()
        for _ in range(10):
            for known in facts:
                assess(known, rules)
        found.append(10 * len(facts) / (process_time() - begin))
    return found
