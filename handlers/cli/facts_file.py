"""Reading files for the command line: whatever is in them, a fault is one line and exit code 2."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from bot.assessment.fact_faults import FactErrors
    from bot.policy.load import Packs
    from bot.policy.source import Located

MOST_FAULTS = 20
"""Faults of one file that one line names."""


def shown_name(file: str) -> str:
    """The file as a fault names it."""
    return "standard input" if file == "-" else file


def facts_tree(file: str) -> "Located | None":
    """The facts of a YAML or JSON file as a tree with its lines; None: an empty text holds no facts."""
    from bot.policy.load import read_text

    node = read_text(_read(file), shown_name(file))
    return None if node is None or node.value is None else node


def fault_lines(error: "FactErrors", node: "Located | None", file: str, packs: "Packs") -> list[str]:
    """Each fault with its file, its line and its fact, in the order of the lines; not more than people read."""
    found = sorted(
        (line_of(node, fault.fact), f"{fault.fact}: {packs.policy.sentence(fault.name, **dict(fault.values))}")
        for fault in error.faults
    )
    said = [f"{file}:{line}: {text}" for line, text in found[:MOST_FAULTS]]
    return [*said, *([f"and {len(found) - MOST_FAULTS} more faults"] if len(found) > MOST_FAULTS else [])]


def line_of(node: "Located | None", fact: str) -> int:
    """The line on which a fact such as `datasets[0].elements[1].kind` stands, or the line of what lacks it."""
    import re

    line = 1 if node is None else node.line
    for name, index in re.findall(r"([^.\[\]]+)|\[([0-9]+)\]", fact):
        if node is None:
            break
        if index and isinstance(node.value, list) and int(index) < len(node.value):
            node = node.value[int(index)]
        elif name and isinstance(node.value, dict):
            node = node.value.get(name)
        else:
            node = None
        line = line if node is None else node.line
    return line


def plain(node: "Located") -> Any:
    """A strict tree as plain values."""
    if isinstance(node.value, dict):
        return {name: plain(item) for name, item in node.value.items()}
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return node.value


def _read(name: str) -> str:
    from pathlib import Path

    from bot.policy.source import LARGEST

    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            # A character is at most four bytes: what is longer is refused, and never held.
            data = file.read(4 * LARGEST + 1)
    except (OSError, ValueError) as error:
        stop(f"{name}: cannot be read ({getattr(error, 'strerror', None) or error})")
    if len(data) > 4 * LARGEST:
        stop(f"{shown_name(name)}: holds more than {LARGEST} characters")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        stop(f"{name}: is not text in UTF-8")


@contextmanager
def wrong_input() -> Iterator[None]:
    """A broken file is one line on standard error and exit code 2."""
    from bot.policy.source import PackErrors

    try:
        yield
    except PackErrors as error:
        rest = len(error.faults) - MOST_FAULTS
        said = [str(fault) for fault in error.faults[:MOST_FAULTS]]
        stop("; ".join([*said, *([f"and {rest} more faults"] if rest > 0 else [])]))


def stop(line: str) -> NoReturn:
    """One line on standard error, exit code 2."""
    words = "".join(letter if letter.isprintable() else " " for letter in line)
    print("breach: " + " ".join(words.split()), file=sys.stderr)
    raise SystemExit(2)
