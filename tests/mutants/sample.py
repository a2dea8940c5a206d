"""A seeded sample of mutants: the same seed on the same files gives the same mutants."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

from tests.mutants.code import find_spots, mutate_spot
from tests.mutants.mutant import Mutant
from tests.mutants.packs import find_places, mutate_place

EQUIVALENT = Path(__file__).parent / "equivalent.yaml"
IN_PACKS = 4
"""One mutant of so many is one of the packs."""


@dataclass(frozen=True, kw_only=True)
class Equivalent:
    """A mutant that no test can tell from the program, and why."""

    path: str
    before: str
    after: str
    reason: str


def read_equivalent() -> tuple[Equivalent, ...]:
    """What was found to be no mistake at all. Raises TypeError on an entry that is not complete."""
    return tuple(Equivalent(**entry) for entry in yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")))


def is_equivalent(mutant: Mutant, known: tuple[Equivalent, ...]) -> bool:
    """Whether somebody wrote down why this mutant is none."""
    return any((one.path, one.before, one.after) == (mutant.path, mutant.before, mutant.after) for one in known)


def draw_sample(root: Path, seed: int, size: int, within: tuple[str, ...]) -> list[Mutant]:
    """That many mutants of the Python and of the packs, of files whose path has one of `within` in it."""
    chance, known = Random(seed), read_equivalent()  # noqa: S311  (a sample of tests, no secret)
    code = [spot for path in _files(root, ".py", within) for spot in find_spots(root, path)]
    packs = [place for path in _files(root, ".yaml", within) for place in find_places(root, path)]
    chance.shuffle(code)
    chance.shuffle(packs)
    of_packs = min(len(packs), size // IN_PACKS if code else size)
    drawn: list[Mutant] = []
    for one in packs:
        if len(drawn) < of_packs and (mutant := mutate_place(root, one, chance)) and not is_equivalent(mutant, known):
            drawn.append(mutant)
    for spot in code:
        if len(drawn) >= size:
            break
        if (mutant := mutate_spot(root, spot, chance)) and not is_equivalent(mutant, known):
            drawn.append(mutant)
    return drawn


def _files(root: Path, suffix: str, within: tuple[str, ...]) -> list[Path]:
    files = sorted((root / "bot").rglob(f"*{suffix}"))
    return [file for file in files if not within or any(part in str(file.relative_to(root)) for part in within)]
