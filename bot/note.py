"""What is kept among the facts of an incident, each with its version: facts of the vocabulary, and notes beside them.

The name tells the kind, here and nowhere else: `status:3` is the update of version 3.
"""

from typing import Literal, TypeAlias

from bot.vocabulary import FACTS

# fmt: off
NoteKind: TypeAlias = Literal[
    "fact", "update", "tally", "advice", "typed", "elapsed", "severity",
    "guidance", "acknowledged", "hold", "formal_custody", "unknown",
]
# fmt: on

_PREFIXES: dict[str, NoteKind] = {
    "status:": "update",
    "tally:": "tally",
    "advice:": "advice",
    "notice:": "typed",
    "elapsed:": "elapsed",
    "severity:": "severity",
    "guidance:": "guidance",
    "acknowledged:": "acknowledged",
    "hold:": "hold",
    "formal:": "formal_custody",
}
_NAMED = {kind: prefix for prefix, kind in _PREFIXES.items()}


def kind_of(name: str) -> NoteKind:
    """What is kept under this name; `unknown` for a fact of an older vocabulary."""
    if name in FACTS:
        return "fact"
    return next((kind for prefix, kind in _PREFIXES.items() if name.startswith(prefix)), "unknown")


def note_name(kind: NoteKind, own: str | int) -> str:
    """Under which name a note of this kind is kept."""
    return f"{_NAMED[kind]}{own}"


def own_name(name: str) -> str:
    """What tells a note from others of its kind."""
    return name.partition(":")[2]
