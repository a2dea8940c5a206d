"""A mutant: one file of the bot with one small mistake in it."""

import difflib
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """`path` is relative to the project; `place` is the first and the last line of the mistake, counted from 1."""

    path: str
    place: tuple[int, int]
    what: str
    text: str
    before: str
    after: str

    @property
    def title(self) -> str:
        """One line that tells a person where to look and what was changed."""
        return f"{self.path}:{self.place[0]} [{self.what}]\n    - {self.before}\n    + {self.after}"


def changed_lines(original: str, mutated: str) -> tuple[str, str]:
    """The lines that went and the lines that came, each joined by a blank: a mutant is recognized by them."""
    gone, come = [], []
    for line in difflib.unified_diff(original.splitlines(), mutated.splitlines(), lineterm="", n=0):
        if line.startswith("-") and not line.startswith("---"):
            gone.append(line[1:].strip())
        elif line.startswith("+") and not line.startswith("+++"):
            come.append(line[1:].strip())
    return " ".join(gone), " ".join(come)
