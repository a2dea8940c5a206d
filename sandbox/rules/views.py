"""Rules for modals and App Home views."""

from __future__ import annotations

import json
from typing import Any

from sandbox.errors import SlackError
from sandbox.row import Json
from sandbox.rules.blocks import block_faults, named

BLOCKS_MAX = 100  # docs: "Blocks": up to 100 in a modal or Home tab
SIZE_MAX = 250_000  # docs: "views.open", error view_too_large
STACK_MAX = 3  # docs: "Modals", the view stack


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
    """What Slack would complain about in this view."""
    kind = "home" if home else "modal"
    if view.get("type") != kind:
        return [f"must be {kind} [json-pointer:/view/type]"]
    if not isinstance(view.get("blocks"), list):
        return ["missing required field: blocks [json-pointer:/view]"]
    return block_faults(view["blocks"], surface=kind, maximum=BLOCKS_MAX, where="/view")
