"""Block elements (docs: "Block elements"): each shape, and in which blocks it may stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sandbox.row import Json
from sandbox.rules.objects import (
    BOTH,
    CONFIRM,
    DISPATCH,
    FILTER,
    ID,
    IMAGE_URL,
    OPTION,
    OPTION_GROUP,
    RICH_OPTION,
    SLACK_FILE,
    TYPE,
    URL,
    option,
    text,
)
from sandbox.rules.schema import (
    Check,
    Choice,
    Flag,
    Kinds,
    Many,
    Rule,
    Shape,
    Str,
    Whole,
    complaint,
    exactly_one,
)

_EVERY: Mapping[str, Rule] = {"action_id": ID}
_MENU: Mapping[str, Rule] = {
    **_EVERY,
    "placeholder": text(150),
    "confirm": CONFIRM,
    "focus_on_load": Flag(),
}
_TYPED: Mapping[str, Rule] = {
    **_EVERY,
    "placeholder": text(150),
    "focus_on_load": Flag(),
    "dispatch_action_config": DISPATCH,
}
_SEVERAL: Mapping[str, Rule] = {**_MENU, "max_selected_items": Whole(low=1, high=1000)}
_USER = Str(high=20)
_LIMITS: Mapping[str, Rule] = {"min_length": Whole(low=0, high=3000), "max_length": Whole(low=1, high=3000)}
_NUMBER = Str(high=100, pattern=r"-?\d+(\.\d+)?")


def _known_initial(value: Json, where: str) -> Iterator[str]:
    """An initial option must equal one of the options, wholly."""
    grouped = [item for group in value.get("option_groups") or [] for item in group["options"]]
    known = list(value.get("options") or []) + grouped
    chosen = value.get("initial_options") or []
    if value.get("initial_option") is not None:
        chosen = [*chosen, value["initial_option"]]
    for item in chosen:
        if item not in known:
            yield complaint("initial option must equal one of the options", where)


def _lengths(value: Json, where: str) -> Iterator[str]:
    low, high = value.get("min_length") or 0, value.get("max_length") or 3000
    if low > high:
        yield complaint("min_length must not be greater than max_length", where)
    initial = value.get("initial_value")
    if initial and len(initial) > high:
        yield complaint(f"must be less than {high + 1} characters", f"{where}/initial_value")


def _number_bounds(value: Json, where: str) -> Iterator[str]:
    low, high = value.get("min_value"), value.get("max_value")
    if low is not None and high is not None and float(low) > float(high):
        yield complaint("min_value must not be greater than max_value", where)


def _shape(source: str, required: Mapping[str, Rule], optional: Mapping[str, Rule], *also: Check) -> Shape:
    return Shape(source=source, required={"type": TYPE, **required}, optional=optional, also=also)


def _static(source: str, menu: Mapping[str, Rule], initial: Mapping[str, Rule]) -> Shape:
    groups = {"options": Many(of=OPTION, high=100), "option_groups": Many(of=OPTION_GROUP, high=100)}
    return _shape(source, {}, {**menu, **groups, **initial}, exactly_one("options", "option_groups"), _known_initial)


_ONE: Mapping[str, Rule] = {"initial_option": OPTION}
_LIST: Mapping[str, Rule] = {"initial_options": Many(of=OPTION, high=100)}
_CHANNEL: Mapping[str, Rule] = {
    "default_to_current_conversation": Flag(),
    "filter": FILTER,
}

SHAPES: dict[str, Shape] = {
    "button": _shape(
        "Button element",
        {"text": text(75)},
        {
            **_EVERY,
            "url": URL,
            "value": Str(high=2000),
            "style": Choice(("primary", "danger")),
            "confirm": CONFIRM,
            "accessibility_label": Str(high=75),
        },
    ),
    "static_select": _static("Select menu element", _MENU, _ONE),
    "external_select": _shape("Select menu element", {}, {**_MENU, **_ONE, "min_query_length": Whole(low=0, high=100)}),
    "users_select": _shape("Select menu element", {}, {**_MENU, "initial_user": _USER}),
    "conversations_select": _shape(
        "Select menu element",
        {},
        {**_MENU, **_CHANNEL, "initial_conversation": _USER, "response_url_enabled": Flag()},
    ),
    "channels_select": _shape(
        "Select menu element", {}, {**_MENU, "initial_channel": _USER, "response_url_enabled": Flag()}
    ),
    "multi_static_select": _static("Multi-select menu element", _SEVERAL, _LIST),
    "multi_external_select": _shape(
        "Multi-select menu element", {}, {**_SEVERAL, **_LIST, "min_query_length": Whole(low=0, high=100)}
    ),
    "multi_users_select": _shape(
        "Multi-select menu element", {}, {**_SEVERAL, "initial_users": Many(of=_USER, high=100)}
    ),
    "multi_conversations_select": _shape(
        "Multi-select menu element",
        {},
        {**_SEVERAL, **_CHANNEL, "initial_conversations": Many(of=_USER, high=100)},
    ),
    "multi_channels_select": _shape(
        "Multi-select menu element", {}, {**_SEVERAL, "initial_channels": Many(of=_USER, high=100)}
    ),
    "overflow": _shape(
        "Overflow menu element",
        {"options": Many(of=option("plain_text", url=True), high=5)},
        {**_EVERY, "confirm": CONFIRM},
    ),
    "radio_buttons": _shape(
        "Radio button group element",
        {"options": Many(of=RICH_OPTION, high=10)},
        {**_EVERY, "initial_option": RICH_OPTION, "confirm": CONFIRM, "focus_on_load": Flag()},
        _known_initial,
    ),
    "checkboxes": _shape(
        "Checkboxes element",
        {"options": Many(of=RICH_OPTION, high=10)},
        {
            **_EVERY,
            "initial_options": Many(of=RICH_OPTION, high=10),
            "confirm": CONFIRM,
            "focus_on_load": Flag(),
        },
        _known_initial,
    ),
    "datepicker": _shape(
        "Date picker element", {}, {**_MENU, "initial_date": Str(high=10, pattern=r"\d{4}-\d{2}-\d{2}")}
    ),
    "timepicker": _shape(
        "Time picker element",
        {},
        {**_MENU, "initial_time": Str(high=5, pattern=r"([01]\d|2[0-3]):[0-5]\d"), "timezone": Str(high=100)},
    ),
    "datetimepicker": _shape(
        "Datetime picker element",
        {},
        {
            **_EVERY,
            "initial_date_time": Whole(low=1_000_000_000, high=9_999_999_999),
            "confirm": CONFIRM,
            "focus_on_load": Flag(),
        },
    ),
    "plain_text_input": _shape(
        "Plain-text input element",
        {},
        {**_TYPED, **_LIMITS, "initial_value": Str(high=3000, low=0), "multiline": Flag()},
        _lengths,
    ),
    "email_text_input": _shape("Email input element", {}, {**_TYPED, "initial_value": Str(high=3000, low=0)}),
    "url_text_input": _shape("URL input element", {}, {**_TYPED, "initial_value": Str(high=3000, low=0)}),
    "number_input": _shape(
        "Number input element",
        {"is_decimal_allowed": Flag()},
        {**_TYPED, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
        _number_bounds,
    ),
    "file_input": _shape(
        "File input element",
        {},
        {**_EVERY, "filetypes": Many(of=Str(high=20), high=100), "max_files": Whole(low=1, high=10)},
    ),
    "rich_text_input": _shape("Rich text input element", {}, {**_TYPED, "initial_value": Shape(source="Rich text")}),
    "image": _shape(
        "Image element",
        {"alt_text": Str(high=2000)},
        {"image_url": IMAGE_URL, "slack_file": SLACK_FILE},
        exactly_one("image_url", "slack_file"),
    ),
    "plain_text": text(3000, "plain_text"),
    "mrkdwn": text(3000, "mrkdwn"),
}

_SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
_MULTI = tuple("multi_" + name for name in _SELECTS)
_CHOICES = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
_TEXTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")


def _kinds(what: str, *names: str) -> Kinds:
    return Kinds(what=what, shapes={name: SHAPES[name] for name in names})


# docs: the page of each block, "elements", "accessory", "element"
IN_ACTIONS = _kinds("element", "button", "overflow", "datetimepicker", *_SELECTS, *_CHOICES)
IN_SECTION = _kinds("accessory", "button", "overflow", "image", *_SELECTS, *_MULTI, *_CHOICES)
IN_INPUT = _kinds("element", "datetimepicker", *_SELECTS, *_MULTI, *_CHOICES, *_TEXTS)
IN_MODAL_INPUT = _kinds("element", "datetimepicker", "file_input", *_SELECTS, *_MULTI, *_CHOICES, *_TEXTS)
IN_CONTEXT = _kinds("element", "image", *BOTH)
