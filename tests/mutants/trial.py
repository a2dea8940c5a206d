"""A trial: does some fast test fail when the mutant stands in the place of its file?"""

import pickle
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.mutants.live import replace_code
from tests.mutants.mutant import Mutant
from tests.mutants.reach import CHOSEN, LONGEST, QUIET, Reach, UnreadyError
from tests.mutants.workshop import NEVER_ENDED, run_apart, text_in_place

FIRST = 4
"""How many files of tests are tried before all others: most mutants die there."""
GRACE = 40.0
"""Processor seconds for loading the tests, beside five times what they take themselves."""
SURVIVED = (0, 5)
"""pytest's answers: everything passed; there was nothing to run."""

NOT_IN_FUNCTIONS = 125
"""What a process answers whose mutant cannot be put into loaded functions."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What became of a mutant, in how many processor seconds. `killed` also when the tests did not come to an end."""

    mutant: Mutant
    killed: bool
    ended: bool
    tests: int
    seconds: float


class Chosen:
    """A pytest plugin: only these tests, in this order; the one that fails is noted in a file."""

    def __init__(self, tests: tuple[str, ...], noticed: Path) -> None:
        self.noticed = noticed
        self.order = {test: position for position, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what does not reach the mutant."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Which test it was."""
        if report.failed:
            self.noticed.write_text(report.nodeid)


def try_loaded(mutants: list[Mutant], root: Path, copy: Path, reach: Reach) -> dict[int, Verdict]:
    """Which of the mutants, by their places in the list, are noticed in functions that are loaded already.

    The tests are loaded in a process of their own: where they are loaded once, they cannot be loaded anew. Raises
    UnreadyError when the test that notices one fails there without any mistake.
    """
    found = copy / "loaded.pickle"
    reached = [_tests_for(mutant, copy, reach) for mutant in mutants]  # coverage forgets its notes in another process

    def work() -> int:
        with redirect_stdout(StringIO()):
            pytest.main([*QUIET, "--collect-only", *CHOSEN, *reach.files])
        try:
            noticed = {
                number: verdict
                for number, mutant in enumerate(mutants)
                if not mutant.path.startswith("bot/policy/")
                if (verdict := _try_live(mutant, reached[number], root, copy, reach))
            }
        except UnreadyError as why:
            found.write_bytes(pickle.dumps(str(why)))
            return 1
        found.write_bytes(pickle.dumps(noticed))
        return 0

    code, _ = run_apart(root, work, LONGEST, str(copy / "loaded.txt"))
    answer: Any = pickle.loads(found.read_bytes()) if found.exists() else "the tests cannot be loaded"  # noqa: S301  (what was written above)
    if code != 0:
        raise UnreadyError(str(answer))
    return dict(answer)


def try_anew(mutant: Mutant, copy: Path, reach: Reach) -> Verdict:
    """Run the tests that reach the mutant, those of its own subject first, with everything loaded anew."""
    tests = _tests_for(mutant, copy, reach)
    spent = 0.0
    with text_in_place(copy / mutant.path, mutant.text):
        for files, chosen in _parts(mutant, tests, reach):
            run = _running(files, chosen, copy / "noticed.txt")
            code, seconds = run_apart(copy, run, _limit(chosen, reach), fresh=True)
            spent += seconds
            if code not in SURVIVED:
                return Verdict(mutant=mutant, killed=True, ended=code != NEVER_ENDED, tests=len(tests), seconds=spent)
    return Verdict(mutant=mutant, killed=False, ended=True, tests=len(tests), seconds=spent)


def _try_live(mutant: Mutant, tests: tuple[str, ...], root: Path, copy: Path, reach: Reach) -> Verdict | None:
    original = (root / mutant.path).read_text(encoding="utf-8")
    noticed = copy / "noticed.txt"
    spent = 0.0
    for files, chosen in _parts(mutant, tests, reach):
        noticed.unlink(missing_ok=True)
        run = _running(files, chosen, noticed, (mutant, original))
        code, seconds = run_apart(root, run, _limit(chosen, reach))
        spent += seconds
        if code == NOT_IN_FUNCTIONS:
            return None
        if code not in SURVIVED:
            _be_sure_of(noticed, root, reach)
            return Verdict(mutant=mutant, killed=True, ended=code != NEVER_ENDED, tests=len(tests), seconds=spent)
    return None


def _parts(mutant: Mutant, tests: tuple[str, ...], reach: Reach) -> list[tuple[list[str], tuple[str, ...]]]:
    files = sorted({_file(test) for test in tests}, key=lambda file: (_is_far(mutant, file), reach.files[file]))
    parts = [part for part in (files[:FIRST], files[FIRST:]) if part]
    return [(part, tuple(test for test in tests if _file(test) in part)) for part in parts]


def _limit(tests: tuple[str, ...], reach: Reach) -> float:
    return GRACE + 5 * sum(reach.seconds[test] for test in tests)


def _tests_for(mutant: Mutant, copy: Path, reach: Reach) -> tuple[str, ...]:
    """What is read while loading is run by whichever test comes first, so any test may be the one that minds."""
    reached, loaded = reach.tests_at(copy / mutant.path, mutant.place)
    if loaded or mutant.path.startswith("bot/policy/"):
        return (*reached, *(test for test in reach.seconds if test not in set(reached)))
    return reached


def _be_sure_of(noticed: Path, root: Path, reach: Reach) -> None:
    """The test that noticed a mistake passes, in a process like that one, when there is none."""
    test = noticed.read_text() if noticed.exists() else ""
    if not test or test in reach.sure:
        return
    code, _ = run_apart(root, _running([_file(test)], (test,), noticed), _limit((test,), reach))
    if code != 0:
        raise UnreadyError(f"{test} fails without a mistake when it is loaded before it runs")
    reach.sure.add(test)


def _running(
    files: list[str], tests: tuple[str, ...], noticed: Path, live: tuple[Mutant, str] | None = None
) -> Callable[[], int]:
    def run() -> int:
        if live is not None and not replace_code(*live):
            return NOT_IN_FUNCTIONS
        return int(pytest.main([*QUIET, *CHOSEN, *files], plugins=[Chosen(tests, noticed)]))

    return run


def _file(test: str) -> str:
    return test.split("::")[0]


def _is_far(mutant: Mutant, file: str) -> bool:
    """Whether the tests' name says nothing of the mutant's file."""
    subject, stem = Path(mutant.path).stem.strip("_"), Path(file).stem.removeprefix("test_")
    if mutant.path.endswith(".yaml"):
        return stem != "cases"
    return subject[:6] not in stem and stem[:6] not in subject
