"""A guided story for a first visit, read from a YAML file: who does what, where, and what to watch.

The page offers it; nothing in it is sent by itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sandbox.row import Json

STEPS_MAX = 20
TITLE_MAX = 60
SAY_MAX = 400
TYPE_MAX = 1000
PLACE = re.compile(r"[a-z0-9_-]{1,80}|[a-z0-9_-]{1,79}\*")
"""A channel's name, `home`, or the beginning of a name and a star: the newest channel that starts so."""


class StoryError(ValueError):
    """The story cannot be read; its message is one line that names the key."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: who, where, what to do and to watch, and perhaps what to write."""

    as_: str
    place: str
    say: str
    type: str = ""

    def json(self) -> Json:
        """As the page reads it."""
        return {"as" if key == "as_" else key: value for key, value in asdict(self).items()}


@dataclass(frozen=True, kw_only=True)
class Story:
    """A title and its steps; without steps there is nothing to offer."""

    title: str = ""
    steps: list[Step] = field(default_factory=list)

    def json(self) -> Json:
        """As the page reads it."""
        return {"title": self.title, "steps": [step.json() for step in self.steps]}


class _Loader(yaml.SafeLoader):
    """Refuses a key that stands twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise StoryError(f"{key} stands twice")
        return super().construct_mapping(node, deep)


def load_story(path: Path, handles: Collection[str]) -> Story:
    """Read a story that these people can play. Raises StoryError."""
    try:
        text = path.read_text(encoding="utf-8")
        return _story(yaml.load(text, _Loader), handles)  # noqa: S506 - a SafeLoader that refuses more
    except OSError as error:
        raise StoryError(f"cannot read the story {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, TypeError) as error:
        raise StoryError(f"the story {path} is not YAML") from error
    except StoryError as error:
        raise StoryError(f"the story {path}: {error}") from None


def _story(document: object, handles: Collection[str]) -> Story:
    table = _table(document, "", ("title", "steps"))
    title = _text(table, "title", TITLE_MAX)
    steps = table.get("steps")
    if not isinstance(steps, list) or not 1 <= len(steps) <= STEPS_MAX:
        raise StoryError(f"steps must be a list of 1 to {STEPS_MAX} steps")
    return Story(title=title, steps=[_step(item, f"steps[{at}]", handles) for at, item in enumerate(steps, start=1)])


def _step(item: object, where: str, handles: Collection[str]) -> Step:
    table = _table(item, where, ("as", "place", "say", "type"))
    who, place = _text(table, "as", 80, where), _text(table, "place", 80, where)
    if who not in handles:
        raise StoryError(f"{where}.as: nobody here has the handle {who!r}")
    if not PLACE.fullmatch(place):
        raise StoryError(f"{where}.place must be a channel's name, home, or the beginning of a name and a star")
    say = _text(table, "say", SAY_MAX, where)
    return Step(as_=who, place=place, say=say, type=_text(table, "type", TYPE_MAX, where) if "type" in table else "")


def _table(item: object, where: str, known: tuple[str, ...]) -> Json:
    if not isinstance(item, dict):
        raise StoryError(f"{where or 'the file'} must be a table with the keys {', '.join(known)}")
    for key in item:
        if key not in known:
            raise StoryError(f"{_path(where, str(key))} is not a key; there is {', '.join(known)}")
    return item


def _text(table: Json, key: str, most: int, where: str = "") -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise StoryError(f"{_path(where, key)} {'must be a text' if key in table else 'is missing'}")
    if len(value.strip()) > most:
        raise StoryError(f"{_path(where, key)} is longer than {most} characters")
    return value.strip()


def _path(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key
