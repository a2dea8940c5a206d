"""Mutants of the bot's Python."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from tests.mutants.mutant import Mutant, changed_lines
from tests.mutants.operators import OPERATORS


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One piece of a file, and the mistakes that can be made there: an operator and which of its occurrences."""

    path: str
    start: tuple[int, int]
    end: tuple[int, int]
    mistakes: tuple[tuple[str, int], ...]


def find_spots(root: Path, path: Path) -> list[Spot]:
    """Every piece of a file where a mistake can be made."""
    found: defaultdict[tuple[tuple[int, int], tuple[int, int]], list[tuple[str, int]]] = defaultdict(list)
    counts: defaultdict[str, int] = defaultdict(int)
    for node in ast_nodes(get_ast(path.read_text(encoding="utf-8"))):
        silent = _is_silent(node)
        for name, operator in OPERATORS.items():
            for position in operator.mutation_positions(node):
                if not silent:
                    found[position].append((name, counts[name]))
                counts[name] += 1
    return [
        Spot(path=str(path.relative_to(root)), start=start, end=end, mistakes=tuple(mistakes))
        for (start, end), mistakes in sorted(found.items())
    ]


def mutate_spot(root: Path, spot: Spot, chance: Random) -> Mutant | None:
    """One of the spot's mistakes, by chance; None when none of them changes what the file says."""
    original = (root / spot.path).read_text(encoding="utf-8")
    for name, occurrence in chance.sample(spot.mistakes, len(spot.mistakes)):
        text = mutate_code(original, OPERATORS[name], occurrence)
        if text is None or not _says_something_else(original, text):
            continue
        before, after = changed_lines(original, text)
        place = (spot.start[0], spot.end[0])
        return Mutant(path=spot.path, place=place, what=name, text=text, before=before, after=after)
    return None


def _says_something_else(original: str, mutated: str) -> bool:
    try:
        return ast.dump(ast.parse(original)) != ast.dump(ast.parse(mutated))
    except SyntaxError:
        return False


def _is_silent(node: Any) -> bool:
    return any(_is_said_to_nobody(one) for one in _with_parents(node))


def _is_said_to_nobody(node: Any) -> bool:
    parent = node.parent
    if node.type in ("decorator", "import_from", "import_name"):
        return True
    if parent is None:
        return False
    if parent.type in ("annassign", "tfpdef"):
        return getattr(node.get_previous_sibling(), "value", None) == ":"
    return getattr(node.get_previous_sibling(), "value", None) == "->"


def _with_parents(node: Any) -> Iterator[Any]:
    while node is not None:
        yield node
        node = node.parent
