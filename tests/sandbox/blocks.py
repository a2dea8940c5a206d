"""Short ways to write blocks for the tables of cases."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def section(text: str = "t", **more: Any) -> Json:
    """A section with a text."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(**more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain("Go"), "action_id": "go", **more}


def actions(*elements: Json, **more: Any) -> Json:
    """An actions block."""
    return {"type": "actions", "elements": list(elements), **more}


def option(value: str, text: str = "o", **more: Any) -> Json:
    """An option."""
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Json]:
    """So many options."""
    return [option(str(number)) for number in range(count)]


def select(count: int = 2, **more: Any) -> Json:
    """A static select."""
    return {"type": "static_select", "action_id": "pick", "options": options(count), **more}


def menu(kind: str, count: int, **more: Any) -> Json:
    """Another element with options."""
    return {"type": kind, "action_id": "pick", "options": options(count), **more}


def field(element: Json | None = None, label: str = "l", **more: Any) -> Json:
    """An input block."""
    element = element or {"type": "plain_text_input", "action_id": "text"}
    return {"type": "input", "label": plain(label), "element": element, **more}


def typed(**more: Any) -> Json:
    """A plain text input."""
    return {"type": "plain_text_input", "action_id": "text", **more}


def confirm(**more: str) -> Json:
    """A confirmation dialog."""
    words = {"title": "t", "text": "x", "confirm": "y", "deny": "n", **more}
    return {key: plain(text) for key, text in words.items()}


def modal(*blocks: Json, **more: Any) -> Json:
    """A modal."""
    base: Json = {"type": "modal", "title": plain("T"), "submit": plain("S"), "blocks": list(blocks)}
    return {key: value for key, value in {**base, **more}.items() if value is not None}


def home(*blocks: Json, **more: Any) -> Json:
    """An App Home."""
    return {"type": "home", "blocks": list(blocks), **more}
