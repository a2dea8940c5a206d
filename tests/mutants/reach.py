"""Which tests reach which line: measured once for each state of the project, so that a mutant meets only those."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from coverage import Coverage, CoverageData

from tests.mutants.workshop import run_apart

FAST = ("tests/bot/test_*.py", "tests/policy/test_*.py", "tests/notices/test_*.py", "tests/storage/test_applying.py")
CHOSEN = ("-m", "not browser and not long and not alone and not postgres", "-k", "not postgres")
QUIET = ("-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0", "--no-header")
SLOW = ("test_files.py",)
"""Tests of paper and web pages, which the bot does not make."""
LONGEST = 3600.0
"""Processor seconds that all fast tests may take while their lines are counted."""


class UnreadyError(Exception):
    """The tests fail by themselves, so no mutant can be tried."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Tests by their ids, each with its seconds, and what coverage noted of their lines."""

    seconds: dict[str, float]
    noted: CoverageData
    sure: set[str] = field(default_factory=set)
    """Tests of which it was seen that they pass without a mistake, when they are loaded before they run."""

    def tests_at(self, path: Path, place: tuple[int, int]) -> tuple[tuple[str, ...], bool]:
        """The tests that run through these lines, the quickest first; and whether the lines are run while loading."""
        lines = self.noted.contexts_by_lineno(str(path))
        reached = {test for line in range(place[0], place[1] + 1) for test in lines.get(line, ())}
        return tuple(sorted(reached - {""}, key=lambda test: self.seconds.get(test, 0))), "" in reached

    @property
    def files(self) -> dict[str, float]:
        """Every file of tests with the seconds of its tests."""
        found: defaultdict[str, float] = defaultdict(float)
        for test, seconds in self.seconds.items():
            found[test.split("::")[0]] += seconds
        return found


class Stopwatch:
    """A pytest plugin: each test is a context of its own for coverage, and its seconds are noted."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage = coverage
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Lines belong to this test, those of its fixtures too."""
        self.coverage.switch_context(item.nodeid)
        yield
        self.coverage.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test's seconds, with its fixtures."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration


def measure_reach(copy: Path, kept: Path) -> Reach:
    """Measure in the copy what is not kept yet for just these files. Raises UnreadyError.

    A file of tests that changed is measured anew by itself; when anything else changed, all are.
    """
    files = {str(file.relative_to(copy)): _digest(copy, [file]) for file in _test_files(copy)}
    folder = kept / _digest(copy, _sources(copy))
    folder.mkdir(parents=True, exist_ok=True)
    seconds, noted = _read_kept(copy, folder, files)
    missing = sorted(set(files) - {test.split("::")[0] for test in seconds})
    if missing:
        part = folder / str(len(list(folder.glob("*.json"))))
        code, _ = run_apart(
            copy,
            lambda: _measure(copy, part, {file: files[file] for file in missing}),
            LONGEST,
            f"{part}.txt",
            fresh=True,
        )
        if code != 0:
            raise UnreadyError(f"the fast tests do not pass in a copy of the project: see {part}.txt")
        seconds, noted = _read_kept(copy, folder, files)
    return Reach(seconds=seconds, noted=noted)


def _read_kept(copy: Path, folder: Path, files: dict[str, str]) -> tuple[dict[str, float], CoverageData]:
    seconds: dict[str, float] = {}
    noted = CoverageData(no_disk=True)
    for notes in sorted(folder.glob("*.json")):
        part = json.loads(notes.read_text())
        fresh = {file for file, digest in part["files"].items() if files.get(file) == digest}
        seconds |= {test: spent for test, spent in part["seconds"].items() if test.split("::")[0] in fresh}
        data = CoverageData(basename=str(notes.with_suffix(".coverage")))
        data.read()
        noted.update(data, map_path=lambda path: str(copy / path[path.rindex("/bot/") + 1 :]))
    return seconds, noted


def _measure(copy: Path, part: Path, files: dict[str, str]) -> int:
    coverage = Coverage(data_file=f"{part}.coverage", source=[str(copy / "bot")], config_file=False)
    watch = Stopwatch(coverage)
    coverage.start()
    code = int(pytest.main([*QUIET, *CHOSEN, *files], plugins=[watch]))
    coverage.stop()
    coverage.save()
    if code == 0:
        Path(f"{part}.json").write_text(json.dumps({"files": files, "seconds": watch.seconds}))
    return code


def _test_files(copy: Path) -> list[Path]:
    return [file for fast in FAST for file in sorted(copy.glob(fast)) if file.name not in SLOW]


def _sources(copy: Path) -> list[Path]:
    """What a test may rest on beside its own file."""
    ours = copy / "tests" / "mutants"
    kinds = (".py", ".yaml", ".j2", ".toml", ".txt")
    found = sorted(path for path in copy.rglob("*") if path.suffix in kinds and ours not in path.parents)
    return [path for path in found if not path.name.startswith("test_")]


def _digest(copy: Path, files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path.relative_to(copy)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
