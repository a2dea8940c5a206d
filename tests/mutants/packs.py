"""Mutants of the packs: one condition asks something else, or one dated value or pace is off by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from bot.condition import COMPARISONS, MEASURES, REFERENCES
from tests.mutants.mutant import Mutant, changed_lines

JOINED = {"all": "any", "any": "all"}
NEIGHBORS = {"more_than": "at_least", "at_least": "more_than", "less_than": "at_most", "at_most": "less_than"}
SINGLE = ("not", "some_element", "shown")
BEGINNINGS = (*JOINED, *SINGLE, *MEASURES, *REFERENCES, "fact", "open_until", "obligations")
LANGUAGE = (
    *(*BEGINNINGS, *COMPARISONS, "is", "includes", "includes_any"),
    *("same_day_as", "not_before", "plus", "first"),
)
LISTS = ("includes_any", "obligations")
INTEGER = "tag:yaml.org,2002:int"


@dataclass(frozen=True, kw_only=True)
class Edit:
    """`text` instead of what stands from `start` to `end`, counted in characters of the file."""

    what: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """A condition, a dated value or a pace in a pack, and the mistakes that can be made there."""

    path: str
    line: int
    edits: tuple[Edit, ...]


def find_places(root: Path, path: Path) -> list[Place]:
    """Every place of a pack where a mistake can be made; what an alias repeats counts once."""
    text = path.read_text(encoding="utf-8")
    tree = yaml.compose(text, Loader=yaml.CSafeLoader)
    paced = path.name == "reminders.yaml"
    found = [
        (node, tuple(_edits_of_number(node)) if isinstance(node, ScalarNode) else tuple(_edits(node, text)))
        for node in (_worth_changing(tree, paced, set()) if tree else ())
    ]
    name = str(path.relative_to(root))
    return [Place(path=name, line=node.start_mark.line + 1, edits=edits) for node, edits in found if edits]


def mutate_place(root: Path, place: Place, chance: Random) -> Mutant | None:
    """One mistake at this place, by chance; None when every one of them leaves a file that says the same or nothing."""
    original = (root / place.path).read_text(encoding="utf-8")
    for edit in chance.sample(place.edits, len(place.edits)):
        text = original[: edit.start] + edit.text + original[edit.end :]
        if _says_something_else(original, text):
            before, after = changed_lines(original, text)
            lines = (place.line, place.line)
            return Mutant(path=place.path, place=lines, what=edit.what, text=text, before=before, after=after)
    return None


def _says_something_else(original: str, mutated: str) -> bool:
    try:
        return bool(_plain(original) != _plain(mutated))
    except yaml.YAMLError:
        return False


def _plain(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _worth_changing(node: Node, counts: bool, seen: set[int]) -> Iterator[ScalarNode | MappingNode]:
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, ScalarNode) and counts and node.tag == INTEGER:
        yield node
    elif isinstance(node, SequenceNode):
        for one in node.value:
            yield from _worth_changing(one, counts, seen)
    elif isinstance(node, MappingNode):
        if _is_condition(node):
            yield node
        dated = {"from", "value"} <= {key.value for key, _ in node.value}
        for key, value in node.value:
            yield from _worth_changing(value, counts or (dated and key.value == "value"), seen)


def _is_condition(node: Node) -> bool:
    if not isinstance(node, MappingNode) or not node.value:
        return False
    keys = [key.value for key, _ in node.value]
    if not set(keys) <= set(LANGUAGE) or keys[0] not in BEGINNINGS:
        return False
    return keys[0] not in JOINED or all(isinstance(part, MappingNode) for part in node.value[0][1].value)


def _edits_of_number(node: ScalarNode, *steps: int) -> Iterator[Edit]:
    for step in steps or (1, -1):
        yield _instead(node, f"{step:+d}", str(int(node.value) + step))


def _edits(condition: MappingNode, text: str) -> Iterator[Edit]:
    for key, value in condition.value:
        word = key.value
        if word in JOINED and len(value.value) > 1:
            yield _instead(key, f"{word} for {JOINED[word]}", JOINED[word])
        if word in NEIGHBORS:
            yield _instead(key, f"{word} for {NEIGHBORS[word]}", NEIGHBORS[word])
        if (word in JOINED or word in LISTS) and len(value.value) > 1:
            yield from _edits_of_list(value, f"one less of {word}", text)
        if word in COMPARISONS and isinstance(value, ScalarNode):
            yield from _edits_of_number(value, 1)
        if word in SINGLE and _is_condition(value) and condition.flow_style:
            start, end = condition.start_mark.index, condition.end_mark.index
            inner = text[value.start_mark.index : value.end_mark.index]
            yield Edit(what=f"without {word}", start=start, end=end, text=_anchor(condition, text) + inner)
    yield from _negated(condition, text)


def _edits_of_list(listed: CollectionNode, what: str, text: str) -> Iterator[Edit]:
    parts = listed.value
    span = range(listed.start_mark.index, listed.end_mark.index)
    for part, following in zip(parts, (*parts[1:], None), strict=True):
        start, end = part.start_mark.index, part.end_mark.index
        elsewhere = start not in span or (following is not None and following.start_mark.index not in span)
        if elsewhere or "&" in text[start:end]:
            continue  # it is an alias, or something else in the file points into it
        if listed.flow_style and following is not None:
            yield Edit(what=what, start=start, end=following.start_mark.index, text="")
        elif listed.flow_style:
            before = text.rindex(",", 0, start)
            yield Edit(what=what, start=before, end=end, text="")
        else:
            yield Edit(what=what, start=text.rindex("-", 0, start), end=_end(part, text), text="")


def _negated(condition: MappingNode, text: str) -> Iterator[Edit]:
    start, end = condition.start_mark.index, _end(condition, text)
    stood, anchor = text[start:end], _anchor(condition, text)
    if condition.flow_style:
        yield Edit(what="not", start=start, end=end, text=f"{anchor}{{not: {stood.removeprefix(anchor)}}}")
    elif not anchor:
        indent = " " * (condition.start_mark.column + 2)
        yield Edit(what="not", start=start, end=end, text=f"not:\n{indent}" + stood.replace("\n", "\n  "))


def _anchor(node: Node, text: str) -> str:
    stood = text[node.start_mark.index : node.end_mark.index]
    return f"{stood.split()[0]} " if stood.startswith("&") else ""


def _end(node: Node, text: str) -> int:
    """Where the node's own text ends; a block's node reaches to the next one."""
    return node.start_mark.index + len(text[node.start_mark.index : node.end_mark.index].rstrip())


def _instead(scalar: Node, what: str, text: str) -> Edit:
    return Edit(what=what, start=scalar.start_mark.index, end=scalar.end_mark.index, text=text)
