"""YAML text as a tree that remembers its lines, and the faults found on the way.

Plain YAML is too helpful for law: an unquoted `NO` becomes false, `72:00` becomes 4320 and the last of two
equal keys wins. Here each of these is a fault with its line, and nothing is ever guessed.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

# libyaml is four times faster and gives the same marks; the fallback keeps machines without it working.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

LARGEST = 2_000_000
"""Characters of one file: a text that people read."""
DEEPEST = 40
"""Levels of nesting. Deeper than any pack, and far from what a parser's own stack can take."""
MOST_NODES = 200_000
"""Values of one file, counted again wherever an alias repeats them."""

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_SWITCH_WORDS = frozenset({"yes", "no", "on", "off"})
_CLOCK_NUMBER = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?")
_ODD_NUMBER = re.compile(
    r"[-+]?(0[0-9_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|\.(inf|nan)|\.[0-9]+)",
    re.IGNORECASE,
)
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_KNOWN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "value")
)

Scalar = str | int | Decimal | bool | None


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong in a file: where (file, line from 1, dotted key) and a sentence saying what."""

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {key}{self.text}"


class PackErrors(Exception):  # noqa: N818  (it holds many)
    """A pack cannot be used. `faults` holds every fault found, in the order of the files and lines."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, kw_only=True)
class Located:
    """A value with its line: a mapping, a list, or a scalar."""

    value: "dict[str, Located] | list[Located] | Scalar"
    line: int


@dataclass(kw_only=True)
class Faults:
    """Collects the faults of one file."""

    file: str
    found: list[Fault] = field(default_factory=list)

    def add(self, line: int, key: str, text: str) -> None:
        self.found.append(Fault(file=self.file, line=line, key=key, text=text))


def read_file(folder: Path, name: str, shown: str | None = None) -> tuple[Faults, Located]:
    """The tree of one file; an unreadable file becomes a fault and an empty tree."""
    faults = Faults(file=shown or name)
    empty = Located(value={}, line=1)
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        faults.add(1, "", "there is no such file")
        return faults, empty
    except (OSError, UnicodeDecodeError) as error:
        faults.add(1, "", f"cannot be read: {type(error).__name__}")
        return faults, empty
    return faults, parse(text, faults) or empty


def parse(text: str, faults: Faults) -> Located | None:
    """The tree of one YAML document, or None when it is empty or cannot be read at all.

    Every fault goes to `faults`; the tree holds what could be read, so that later checks report theirs too.
    """
    if len(text) > LARGEST:
        faults.add(1, "", f"holds more than {LARGEST} characters")
        return None
    try:
        if not _within_bounds(text, faults):
            return None
        node = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, ValueError) as error:  # the latter: a surrogate, which no text in UTF-8 has
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not readable as YAML"
        faults.add(mark.line + 1 if mark else 1, "", " ".join(str(problem).split()))
        return None
    return None if node is None else _locate(node, "", faults, {})


def _within_bounds(text: str, faults: Faults) -> bool:
    """Looks at the events before anything is built: a tree that is too deep, too large or in itself is refused."""
    sizes: dict[str, int] = {}
    open_: list[tuple[str | None, int]] = []  # anchor and values before it, of each node that is not closed yet
    count = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_.pop()
            if anchor is not None:
                sizes[anchor] = count - before
        elif isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in open_):
                faults.add(line, "", f"the alias {event.anchor} stands inside what it repeats")
                return False
            count += sizes.get(event.anchor or "", 1)
        elif isinstance(event, yaml.NodeEvent):
            if isinstance(event, yaml.CollectionStartEvent):
                open_.append((event.anchor, count))
            elif event.anchor is not None:
                sizes[event.anchor] = 1
            count += 1
        if len(open_) > DEEPEST:
            faults.add(line, "", f"is nested deeper than {DEEPEST} levels")
            return False
        if count > MOST_NODES:
            faults.add(line, "", f"holds more than {MOST_NODES} values")
            return False
    return True


def _locate(node: yaml.Node, key: str, faults: Faults, seen: dict[int, Located]) -> Located:
    # An alias is the same node again: converted once, so that nested aliases cannot blow up.
    if id(node) in seen:
        return seen[id(node)]
    line = node.start_mark.line + 1
    if node.tag not in _KNOWN_TAGS and node.tag != "!":
        faults.add(line, key, f"the tag {node.tag} is not allowed")
    value: dict[str, Located] | list[Located] | Scalar
    if isinstance(node, yaml.MappingNode):
        value = _mapping(node, key, faults, seen)
    elif isinstance(node, yaml.SequenceNode):
        value = [_locate(item, f"{key}[{i}]", faults, seen) for i, item in enumerate(node.value)]
    else:
        value = _scalar(str(node.value), not getattr(node, "style", None), line, key, faults)
    located = Located(value=value, line=line)
    seen[id(node)] = located
    return located


def _mapping(node: yaml.MappingNode, key: str, faults: Faults, seen: dict[int, Located]) -> dict[str, Located]:
    entries: dict[str, Located] = {}
    for name_node, value_node in node.value:
        line = name_node.start_mark.line + 1
        if not isinstance(name_node, yaml.ScalarNode):
            faults.add(line, key, "a key must be a plain word")
            continue
        name = str(name_node.value)
        path = f"{key}.{name}" if key else name
        if not name_node.style and name.lower() in _SWITCH_WORDS:
            faults.add(line, path, f"the unquoted key {name} can be read as true or false: quote it")
        if name in entries:
            faults.add(line, path, f"the key stands twice; first on line {entries[name].line}")
            continue
        entries[name] = _locate(value_node, path, faults, seen)
    return entries


def _scalar(text: str, plain: bool, line: int, key: str, faults: Faults) -> Scalar:
    if not plain:
        return text
    if text.lower() in _CONSTANTS:
        return _CONSTANTS[text.lower()]
    if _WHOLE.fullmatch(text):
        return int(text) if len(text) <= 30 else Decimal(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if text.lower() in _SWITCH_WORDS:
        faults.add(line, key, f"the unquoted word {text} can be read as true or false: quote it")
    elif _CLOCK_NUMBER.fullmatch(text):
        faults.add(line, key, f"the unquoted {text} can be read as a number of seconds: quote it")
    elif _ODD_NUMBER.fullmatch(text):
        faults.add(line, key, f"the unquoted {text} can be read as another number: quote it")
    return text
