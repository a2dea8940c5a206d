"""Rules for modals and App Home (docs: "View object", "views.open", "Modals")."""

from __future__ import annotations

import json
from typing import Any

from sandbox.errors import SlackError
from sandbox.row import Json
from sandbox.rules.blocks import block_faults, named
from sandbox.rules.objects import text
from sandbox.rules.schema import Anything, Choice, Flag, Rule, Shape, Str, complaint

BLOCKS_MAX = 100  # docs: "Blocks": up to 100 in a modal or Home tab
SIZE_MAX = 250_000  # docs: "views.open", error view_too_large
STACK_MAX = 3  # docs: "Modals", the view stack

_BOTH: dict[str, Rule] = {
    "private_metadata": Str(high=3000, low=0),
    "callback_id": Str(high=255, low=0),
    "external_id": Str(high=255, low=0),
}
MODAL = Shape(
    source="View object",
    required={"type": Choice(("modal",)), "title": text(24), "blocks": Anything()},
    optional={
        **_BOTH,
        "submit": text(24),
        "close": text(24),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
        "submit_disabled": Flag(),
    },
)
HOME = Shape(source="View object", required={"type": Choice(("home",)), "blocks": Anything()}, optional=_BOTH)


def checked_view(view: Any, *, home: bool) -> Json:
    """The view with a block_id for each block, or Slack's refusal."""
    if view is None:
        raise SlackError("invalid_arguments", "missing required field: view")
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", "must be an object [json-pointer:/view]")
    if len(json.dumps(view, ensure_ascii=False).encode("utf-8", "surrogatepass")) > SIZE_MAX:
        raise SlackError("view_too_large")
    faults = view_faults(view, home=home)
    if faults:
        raise SlackError("invalid_arguments", *faults)
    return {**view, "blocks": named(view["blocks"])}


def view_faults(view: Json, *, home: bool) -> list[str]:
    """What Slack would complain about in this view; empty when it would take it."""
    faults = list((HOME if home else MODAL).faults(view, "/view"))
    blocks = view.get("blocks")
    if blocks is None:
        return faults
    if not isinstance(blocks, list):
        return [*faults, complaint("must be an array", "/view/blocks")]
    kind = "home" if home else "modal"
    faults += block_faults(blocks, surface=kind, maximum=BLOCKS_MAX, where="/view")
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if not home and has_input and not view.get("submit"):
        faults.append(complaint("`submit` is required when there is an input block", "/view"))
    return faults
