"""What somebody reads in a message or view, as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_TEXT_KEYS = (
    "title",
    "text",
    "fields",
    "label",
    "hint",
    "elements",
    "accessory",
    "options",
    "element",
    "description",
)


def text_of(message: Any) -> str:
    """All text of a message or view: the fallback text, the blocks', attachments and file names."""
    lines: list[str] = []
    text = message.get("text")
    if isinstance(text, str) and text:
        lines.append(text)
    if message.get("type") in ("modal", "home") and message.get("title"):
        lines.extend(_texts(message.get("title")))
    for block in message.get("blocks") or []:
        lines.extend(_texts(block))
    for attachment in message.get("attachments") or []:
        lines.extend(str(attachment[key]) for key in ("pretext", "title", "text", "fallback") if attachment.get(key))
        for block in attachment.get("blocks") or []:
            lines.extend(_texts(block))
    lines.extend(str(file.get("title") or file.get("name")) for file in message.get("files") or [])
    return "\n".join(lines)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        kind = value.get("type")
        if kind == "link":
            yield str(value.get("text") or value.get("url", ""))
        elif kind == "user":
            yield f"<@{value.get('user_id', '')}>"
        elif kind == "image":
            yield from _texts(value.get("title"))
            yield str(value.get("alt_text", ""))
        elif kind in ("rich_text_section", "rich_text_preformatted", "rich_text_quote"):
            yield "".join("".join(_texts(item)) for item in value.get("elements") or [])
        else:
            for key in _TEXT_KEYS:
                if key in value:
                    yield from _texts(value[key])
            for group in value.get("option_groups") or []:
                yield from _texts(group)
