"""docs/faults.md: each fault names a test that exists."""

import ast
import re

import pytest

from tests.house.sources import ROOT

PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
LINES = [
    line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| what", "| the thread"))
]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("named", sorted(set(NAMED.findall(PAGE))), ids="::".join)
def test_a_test_that_is_named_exists(named: tuple[str, str]) -> None:
    file, name = named
    found = ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
    assert name in {one.name for one in found if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))}


def test_every_fault_names_a_test() -> None:
    assert [line for line in LINES if not NAMED.search(line)] == []
    assert len(LINES) >= 43 + 12 + 10
