"""The mistakes that are made are mistakes: each is another program that can be read; a seed makes the same again."""

from pathlib import Path
from random import Random

import pytest
import yaml

from tests.mutants import live
from tests.mutants.code import find_spots, mutate_spot
from tests.mutants.mutant import Mutant
from tests.mutants.packs import find_places, mutate_place
from tests.mutants.sample import draw_sample, is_equivalent, read_equivalent

ROOT = Path(__file__).parent.parent.parent
CODE = '''"""What it is for."""

def find(ages: list[int] | None, least: int = 18) -> int | None:
    """The first."""
    if ages is not None and any(age >= least for age in ages if age):
        return ages[0]
    return None
'''
PACK = """
values:
  limit: {dated: [{from: 2009-08-28, value: 1000}]}
rules:
  - when: &both
      all:
        - {fact: acquired}
        - not: {fact: residents.MO, more_than: 0}
  - when: {any: [*both, {fact: pi_elements, includes_any: [ssn, medical]}]}
"""


def of_code(tmp_path: Path) -> set[str]:
    path = tmp_path / "find.py"
    path.write_text(CODE)
    spots = find_spots(tmp_path, path)
    made = [mutate_spot(tmp_path, spot, Random(seed)) for spot in spots for seed in range(12)]  # noqa: S311  (no secret is made)
    return {one.after for one in made if one}


def of_pack(tmp_path: Path) -> set[str]:
    path = tmp_path / "pack.yaml"
    path.write_text(PACK)
    places = find_places(tmp_path, path)
    made = [mutate_place(tmp_path, place, Random(seed)) for place in places for seed in range(20)]  # noqa: S311  (no secret is made)
    assert all(yaml.safe_load(one.text) != yaml.safe_load(PACK) for one in made if one)
    return {one.after for one in made if one}


@pytest.mark.parametrize(
    "after",
    [
        "if True:",
        "if False:",
        "if ages is not None or any(age >= least for age in ages if age):",
        "if ages is not None:",
        "if ages is None and any(age >= least for age in ages if age):",
        "if ages is not None and all(age >= least for age in ages if age):",
        "if ages is not None and any(age > least for age in ages if age):",
        "if ages is not None and any(age >= least for age in ages if True):",
    ],
)
def test_the_mistakes_of_code_are_those_that_a_person_makes(tmp_path: Path, after: str) -> None:
    assert after in of_code(tmp_path)


def test_no_mistake_is_made_where_only_a_type_checker_reads(tmp_path: Path) -> None:
    assert not [line for line in of_code(tmp_path) if line.startswith("def") and "18" in line]


@pytest.mark.parametrize(
    "after",
    [
        "limit: {dated: [{from: 2009-08-28, value: 1001}]}",
        "any:",
        "- not: {fact: residents.MO, at_least: 0}",
        "- not: {fact: residents.MO, more_than: 1}",
        "- {not: {fact: acquired}}",
        "- when: {any: [*both, {fact: pi_elements, includes_any: [medical]}]}",
        "- when: {any: [*both]}",
    ],
)
def test_the_mistakes_of_a_pack_are_those_that_counsel_makes(tmp_path: Path, after: str) -> None:
    assert after in of_pack(tmp_path)


def test_the_same_seed_makes_the_same_mistakes() -> None:
    drawn = [one.title for one in draw_sample(ROOT, 5, 8, ("bot/rules/closing", "reminders.yaml"))]
    assert drawn == [one.title for one in draw_sample(ROOT, 5, 8, ("bot/rules/closing", "reminders.yaml"))]
    assert drawn != [one.title for one in draw_sample(ROOT, 6, 8, ("bot/rules/closing", "reminders.yaml"))]
    assert sum("reminders.yaml" in one for one in drawn) == 2


def test_every_equivalent_mutant_has_its_reason_and_is_left_out() -> None:
    for one in read_equivalent():
        assert len(one.reason.split()) > 3
        assert (ROOT / one.path).is_file()
        same = Mutant(path=one.path, place=(1, 1), what="", text="", before=one.before, after=one.after)
        assert is_equivalent(same, read_equivalent())


def test_a_mistake_that_is_not_in_a_function_is_not_put_into_one() -> None:
    path = "tests/mutants/mutant.py"
    original = (ROOT / path).read_text()
    outside = original.replace("frozen=True", "frozen=False")
    mutant = Mutant(path=path, place=(1, 1), what="", text=outside, before="", after="")
    assert not live.replace_code(mutant, original)
