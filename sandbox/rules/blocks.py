"""Blocks (docs: "Blocks"): each shape, on which surface it may stand, and what must be unique."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.row import Json
from sandbox.rules.elements import IN_ACTIONS, IN_CONTEXT, IN_INPUT, IN_MODAL_INPUT, IN_SECTION
from sandbox.rules.objects import BOTH, ID, IMAGE_URL, SLACK_FILE, TYPE, text
from sandbox.rules.rich_text import PARTS
from sandbox.rules.schema import (
    Check,
    Choice,
    Flag,
    Kinds,
    Many,
    Rule,
    Shape,
    Str,
    at_least_one,
    complaint,
    exactly_one,
)


def _block(source: str, required: Mapping[str, Rule], optional: Mapping[str, Rule], *also: Check) -> Shape:
    return Shape(source=source, required={"type": TYPE, **required}, optional={"block_id": ID, **optional}, also=also)


def _input(element: Kinds) -> Shape:
    return _block(
        "Input block",
        {"label": text(2000), "element": element},
        {"hint": text(2000), "dispatch_action": Flag(), "optional": Flag()},
    )


_COMMON: dict[str, Shape] = {
    "section": _block(
        "Section block",
        {},
        {
            "text": text(3000, *BOTH),
            "fields": Many(of=text(2000, *BOTH), high=10),
            "accessory": IN_SECTION,
            "expand": Flag(),
        },
        at_least_one("text", "fields"),
    ),
    "header": _block("Header block", {"text": text(150)}, {}),
    "divider": _block("Divider block", {}, {}),
    "context": _block("Context block", {"elements": Many(of=IN_CONTEXT, high=10)}, {}),
    "actions": _block("Actions block", {"elements": Many(of=IN_ACTIONS, high=25)}, {}),
    "image": _block(
        "Image block",
        {"alt_text": Str(high=2000)},
        {"image_url": IMAGE_URL, "slack_file": SLACK_FILE, "title": text(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "rich_text": _block("Rich text block", {"elements": Many(of=PARTS, high=1000)}, {}),
    "video": _block(
        "Video block",
        {
            "alt_text": Str(high=2000),
            "title": text(200),
            "thumbnail_url": IMAGE_URL,
            "video_url": IMAGE_URL,
        },
        {
            "author_name": Str(high=50),
            "description": text(200),
            "provider_icon_url": IMAGE_URL,
            "provider_name": Str(high=50),
            "title_url": IMAGE_URL,
        },
    ),
}
_CELL = Kinds(
    what="cell",
    shapes={
        "raw_text": Shape(source="Table block", required={"type": TYPE, "text": Str(high=3000)}),
        "rich_text": Shape(source="Table block", required={"type": TYPE, "elements": Many(of=PARTS, high=100)}),
    },
)
_COLUMN = Shape(source="Table block", optional={"align": Choice(("left", "center", "right")), "is_wrapped": Flag()})
MARKDOWN_MAX = 12_000  # docs: "Markdown block", of all markdown blocks in a payload together
SURFACES: dict[str, Kinds] = {
    "message": Kinds(
        what="block",
        shapes={
            **_COMMON,
            "input": _input(IN_INPUT),
            "markdown": _block("Markdown block", {"text": Str(high=MARKDOWN_MAX)}, {}),
            "table": _block(
                "Table block",
                {"rows": Many(of=Many(of=_CELL, high=20), high=100)},
                {"column_settings": Many(of=_COLUMN, high=20)},
            ),
        },
    ),
    "modal": Kinds(what="block", shapes={**_COMMON, "input": _input(IN_MODAL_INPUT)}),
    "home": Kinds(what="block", shapes={**_COMMON, "input": _input(IN_INPUT)}),
}


def block_faults(blocks: list[Any], *, surface: str, maximum: int, where: str = "") -> list[str]:
    """What Slack would complain about, each with its place; empty when it would take the blocks."""
    faults = list(Many(of=SURFACES[surface], high=maximum, low=0).faults(blocks, f"{where}/blocks"))
    if not faults:
        faults = [*_doubles(blocks, where), *_focus(blocks, where)]
    return faults


def _doubles(blocks: list[Json], where: str) -> Iterator[str]:
    """block_id is unique in the message or view, action_id in its block."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id and block_id in seen:
            yield complaint(f"`block_id` {block_id!r} already exists", f"{where}/blocks/{index}/block_id")
        seen.add(block_id or "")
        actions: set[str] = set()
        for number, element in enumerate(_interactive(block)):
            action_id = element.get("action_id")
            if action_id and action_id in actions:
                place = f"{where}/blocks/{index}/elements/{number}/action_id"
                yield complaint(f"`action_id` {action_id!r} already exists in the block", place)
            actions.add(action_id or "")
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield complaint("only one table block is allowed", f"{where}/blocks")
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN_MAX:
        yield complaint(f"markdown blocks have at most {MARKDOWN_MAX} characters together", f"{where}/blocks")


def _focus(blocks: list[Json], where: str) -> Iterator[str]:
    """Only one element may have the focus on load."""
    if sum(bool(element.get("focus_on_load")) for block in blocks for element in _interactive(block)) > 1:
        yield complaint("only one element may have focus_on_load", f"{where}/blocks")


def _interactive(block: Json) -> list[Json]:
    if block["type"] == "actions":
        return list(block["elements"])
    if block["type"] == "input":
        return [block["element"]]
    accessory = block.get("accessory") if block["type"] == "section" else None
    return [accessory] if accessory and accessory["type"] != "image" else []


def named(blocks: list[Json]) -> list[Json]:
    """The blocks with the block_id and action_ids that Slack gives to those that have none."""
    found = copy.deepcopy(blocks)
    for block in found:
        block["block_id"] = block.get("block_id") or secrets.token_urlsafe(4)
        for element in _interactive(block):
            element["action_id"] = element.get("action_id") or secrets.token_urlsafe(4)
    return found
