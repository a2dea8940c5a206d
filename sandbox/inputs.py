"""Inputs of blocks: finding them, what they hold at first, and what a person puts into them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from sandbox.errors import NotPossible
from sandbox.row import Json

# element type -> (key of its value in state, key of its initial value); docs: "Block elements"
VALUE_KEYS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", "initial_files"),
}
TEXT_TYPES = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
REQUIRED = "Please complete this required field."


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with its block."""
    for block in blocks:
        found = list(block.get("elements") or []) if block.get("type") in ("actions", "context_actions") else []
        if block.get("type") == "section" and block.get("accessory"):
            found.append(block["accessory"])
        if block.get("type") == "input" and block.get("element"):
            found.append(block["element"])
        for element in found:
            if "action_id" in element:
                yield block, element


def named_value(element: Json, value: Any) -> Json:
    """A value as it stands in state.values."""
    key, _ = VALUE_KEYS[element["type"]]
    return {"type": element["type"], key: value}


def initial_value(element: Json) -> Json:
    """What an element holds before anybody touches it."""
    key, initial = VALUE_KEYS[element["type"]]
    empty: Any = [] if key in ("selected_options", "files") or key.endswith("s") else None
    return named_value(element, element.get(initial, empty))


def initial_state(blocks: list[Json], old: dict[str, dict[str, Json]] | None = None) -> dict[str, dict[str, Json]]:
    """The state of a view; a value survives an update where block_id, action_id and type stay."""
    state: dict[str, dict[str, Json]] = {}
    for block, element in elements(blocks):
        if element["type"] not in VALUE_KEYS:
            continue
        block_id, action_id = block["block_id"], element["action_id"]
        kept = (old or {}).get(block_id, {}).get(action_id)
        value = kept if kept and kept["type"] == element["type"] and _still_there(element, kept) else None
        state.setdefault(block_id, {})[action_id] = value or initial_value(element)
    return state


def options(element: Json) -> list[Json]:
    """The options of a select, with those of its groups."""
    grouped = [option for group in element.get("option_groups") or [] for option in group.get("options") or []]
    return list(element.get("options") or []) + grouped


def _still_there(element: Json, value: Json) -> bool:
    if element["type"].endswith("external_select"):
        return True
    known = options(element)
    if "selected_option" in value:
        return value["selected_option"] is None or value["selected_option"] in known
    if "selected_options" in value:
        return all(option in known for option in value["selected_options"])
    return True


def filled(element: Json, value: Any) -> Json:
    """The state of an element with a value put into it; NotPossible when the screen has no such value."""
    kind = element["type"]
    key, _ = VALUE_KEYS[kind]
    if value is None:
        return initial_value({**element, VALUE_KEYS[kind][1]: [] if key.endswith("s") else None})
    if key == "selected_option":
        return named_value(element, _option(element, value))
    if key == "selected_options":
        wanted = value if isinstance(value, list | tuple | set) else [value]
        return named_value(element, [_option(element, item) for item in wanted])
    if key.endswith("s"):
        return named_value(element, list(value) if isinstance(value, list | tuple | set) else [value])
    if kind == "rich_text_input" and isinstance(value, str):
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
        return named_value(element, {"type": "rich_text", "elements": [section]})
    if kind == "datetimepicker":
        return named_value(element, int(value.timestamp()) if isinstance(value, datetime) else int(value))
    if kind in ("datepicker", "timepicker"):
        return named_value(element, _date_or_time(kind, value))
    return named_value(element, value if kind == "rich_text_input" else str(value))


def _date_or_time(kind: str, value: Any) -> str:
    text = str(value)
    try:
        if kind == "datepicker":
            return date.fromisoformat(text).isoformat()
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError as error:
        raise NotPossible(f"a {kind} cannot show {text!r}") from error


def _option(element: Json, value: Any) -> Json:
    if element["type"].endswith("external_select") and isinstance(value, dict):
        return value
    known = options(element)
    wanted = value.get("value") if isinstance(value, dict) else value
    for option in known:
        if option.get("value") == wanted:
            return option
    for option in known:
        if (option.get("text") or {}).get("text") == wanted:
            return option
    there = [option.get("value") for option in known]
    raise NotPossible(f"{element.get('action_id')} has no option {wanted!r}; it has {there}")


def held(value: Json) -> Any:
    """What a state value holds, without its key."""
    return value.get(VALUE_KEYS[value["type"]][0])


def refusals(blocks: list[Json], state: dict[str, dict[str, Json]]) -> dict[str, str]:
    """What Slack's own screen says before it lets a modal go: block_id -> sentence."""
    found: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        value = held(state[block["block_id"]][element["action_id"]])
        if value in (None, "", []):
            if not block.get("optional"):
                found[block["block_id"]] = REQUIRED
            continue
        problem = _text_problem(element, value) if element["type"] in TEXT_TYPES else ""
        maximum = element.get("max_selected_items")
        if isinstance(value, list) and maximum and len(value) > maximum:
            problem = f"Please choose at most {maximum}."
        if problem:
            found[block["block_id"]] = problem
    return found


def _text_problem(element: Json, text: str) -> str:
    kind = element["type"]
    longest = element.get("max_length") or 3000
    if kind == "plain_text_input":
        if len(text) > longest:
            return f"Must be {longest} characters or fewer."
        if len(text) < (element.get("min_length") or 0):
            return f"Must be {element['min_length']} characters or more."
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        return "Must be an email address."
    if kind == "url_text_input" and not re.fullmatch(r"https?://\S+", text):
        return "Must be a valid URL."
    if kind == "number_input":
        return _number_problem(element, text)
    return ""


def _number_problem(element: Json, text: str) -> str:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, text):
        return "Must be a number." if element.get("is_decimal_allowed") else "Must be a whole number."
    if "min_value" in element and float(text) < float(element["min_value"]):
        return f"Must be {element['min_value']} or more."
    if "max_value" in element and float(text) > float(element["max_value"]):
        return f"Must be {element['max_value']} or less."
    return ""
