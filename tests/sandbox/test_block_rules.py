"""A table for each limit of Block Kit: just inside passes, just outside is refused with its place."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rules.blocks import block_faults
from tests.sandbox.blocks import (
    actions,
    button,
    confirm,
    field,
    menu,
    option,
    options,
    plain,
    section,
    select,
    typed,
)

Json = dict[str, Any]
IMAGE = {"type": "image", "image_url": "https://example.gov/a.png", "alt_text": "a"}


def x(count: int) -> str:
    return "x" * count


# (what it is about, surface, blocks just inside, blocks just outside, where the complaint points)
CASES: list[tuple[str, str, list[Any], list[Any], str]] = [
    ("50 blocks in a message", "message", [section()] * 50, [section()] * 51, "/blocks"),
    ("100 blocks in a modal", "modal", [section()] * 100, [section()] * 101, "/blocks"),
    ("100 blocks in App Home", "home", [section()] * 100, [section()] * 101, "/blocks"),
    ("block_id 255", "message", [section(block_id=x(255))], [section(block_id=x(256))], "/0/block_id"),
    (
        "block_id is unique",
        "message",
        [section(block_id="a"), section(block_id="b")],
        [section(block_id="a"), section(block_id="a")],
        "/1/block_id",
    ),
    ("section text 3000", "message", [section(x(3000))], [section(x(3001))], "/0/text/text"),
    ("section text is not empty", "message", [section("x")], [section("")], "/0/text/text"),
    (
        "10 fields",
        "message",
        [{"type": "section", "fields": [plain("f")] * 10}],
        [{"type": "section", "fields": [plain("f")] * 11}],
        "/0/fields",
    ),
    (
        "field 2000",
        "message",
        [{"type": "section", "fields": [plain(x(2000))]}],
        [{"type": "section", "fields": [plain(x(2001))]}],
        "/0/fields/0/text",
    ),
    ("a section has text or fields", "message", [section()], [{"type": "section"}], "/0"),
    (
        "header 150",
        "message",
        [{"type": "header", "text": plain(x(150))}],
        [{"type": "header", "text": plain(x(151))}],
        "/0/text/text",
    ),
    (
        "a header is plain",
        "message",
        [{"type": "header", "text": plain("h")}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "h"}}],
        "/0/text/type",
    ),
    (
        "10 context elements",
        "message",
        [{"type": "context", "elements": [plain("c")] * 10}],
        [{"type": "context", "elements": [plain("c")] * 11}],
        "/0/elements",
    ),
    (
        "no buttons in a context",
        "message",
        [{"type": "context", "elements": [IMAGE]}],
        [{"type": "context", "elements": [button()]}],
        "/0/elements/0/type",
    ),
    (
        "25 actions",
        "message",
        [actions(*(button(action_id=str(n)) for n in range(25)))],
        [actions(*(button(action_id=str(n)) for n in range(26)))],
        "/0/elements",
    ),
    ("actions are not empty", "message", [actions(button())], [actions()], "/0/elements"),
    (
        "action_id is unique in its block",
        "message",
        [actions(button(action_id="a")), actions(button(action_id="a"))],
        [actions(button(action_id="a"), button(action_id="a"))],
        "/0/elements/1/action_id",
    ),
    (
        "action_id 255",
        "message",
        [actions(button(action_id=x(255)))],
        [actions(button(action_id=x(256)))],
        "/0/elements/0/action_id",
    ),
    (
        "button text 75",
        "message",
        [actions(button(text=plain(x(75))))],
        [actions(button(text=plain(x(76))))],
        "/0/elements/0/text/text",
    ),
    (
        "button text is plain",
        "message",
        [actions(button())],
        [actions(button(text={"type": "mrkdwn", "text": "b"}))],
        "/0/elements/0/text/type",
    ),
    (
        "button value 2000",
        "message",
        [actions(button(value=x(2000)))],
        [actions(button(value=x(2001)))],
        "/0/elements/0/value",
    ),
    (
        "button url 3000",
        "message",
        [actions(button(url="https://" + x(2992)))],
        [actions(button(url="https://" + x(2993)))],
        "/0/elements/0/url",
    ),
    (
        "button style",
        "message",
        [actions(button(style="danger"))],
        [actions(button(style="green"))],
        "/0/elements/0/style",
    ),
    (
        "confirm title 100",
        "message",
        [actions(button(confirm=confirm(title=x(100))))],
        [actions(button(confirm=confirm(title=x(101))))],
        "/confirm/title/text",
    ),
    (
        "confirm text 300",
        "message",
        [actions(button(confirm=confirm(text=x(300))))],
        [actions(button(confirm=confirm(text=x(301))))],
        "/confirm/text/text",
    ),
    (
        "confirm button 30",
        "message",
        [actions(button(confirm=confirm(confirm=x(30))))],
        [actions(button(confirm=confirm(confirm=x(31))))],
        "/confirm/confirm/text",
    ),
    (
        "deny button 30",
        "message",
        [actions(button(confirm=confirm(deny=x(30))))],
        [actions(button(confirm=confirm(deny=x(31))))],
        "/confirm/deny/text",
    ),
    (
        "option text 75",
        "message",
        [actions(menu("overflow", 0, options=[option("1", x(75))]))],
        [actions(menu("overflow", 0, options=[option("1", x(76))]))],
        "/options/0/text/text",
    ),
    (
        "option value 150",
        "message",
        [actions(menu("overflow", 0, options=[option(x(150))]))],
        [actions(menu("overflow", 0, options=[option(x(151))]))],
        "/options/0/value",
    ),
    (
        "option description 75",
        "message",
        [actions(menu("overflow", 0, options=[option("1", description=plain(x(75)))]))],
        [actions(menu("overflow", 0, options=[option("1", description=plain(x(76)))]))],
        "/description/text",
    ),
    ("select 100 options", "message", [actions(select(100))], [actions(select(101))], "/elements/0/options"),
    ("a select has options", "message", [actions(select(1))], [actions(select(0))], "/elements/0/options"),
    (
        "overflow 5 options",
        "message",
        [actions(menu("overflow", 5))],
        [actions(menu("overflow", 6))],
        "/options",
    ),
    (
        "overflow 1 option",
        "message",
        [actions(menu("overflow", 1))],
        [actions(menu("overflow", 0))],
        "/options",
    ),
    (
        "radio 10",
        "message",
        [actions(menu("radio_buttons", 10))],
        [actions(menu("radio_buttons", 11))],
        "/options",
    ),
    (
        "checkboxes 10",
        "message",
        [actions(menu("checkboxes", 10))],
        [actions(menu("checkboxes", 11))],
        "/options",
    ),
    (
        "an initial option equals an option",
        "message",
        [actions(select(2, initial_option=option("1")))],
        [actions(select(2, initial_option=option("1", "other")))],
        "/elements/0",
    ),
    (
        "initial options equal options",
        "message",
        [actions(menu("checkboxes", 2, initial_options=options(2)))],
        [actions(menu("checkboxes", 2, initial_options=options(3)))],
        "/elements/0",
    ),
    (
        "options or groups",
        "message",
        [actions(select(2))],
        [actions(select(2, option_groups=[{"label": plain("g"), "options": options(1)}]))],
        "/elements/0",
    ),
    (
        "placeholder 150",
        "message",
        [actions(select(placeholder=plain(x(150))))],
        [actions(select(placeholder=plain(x(151))))],
        "/placeholder/text",
    ),
    ("input label 2000", "modal", [field(label=x(2000))], [field(label=x(2001))], "/0/label/text"),
    ("input hint 2000", "modal", [field(hint=plain(x(2000)))], [field(hint=plain(x(2001)))], "/0/hint/text"),
    (
        "max_length 3000",
        "modal",
        [field(typed(max_length=3000))],
        [field(typed(max_length=3001))],
        "/element/max_length",
    ),
    (
        "initial value within max_length",
        "modal",
        [field(typed(max_length=3, initial_value="abc"))],
        [field(typed(max_length=3, initial_value="abcd"))],
        "/element/initial_value",
    ),
    ("no button in an input", "modal", [field(select())], [field(button())], "/0/element/type"),
    ("no text input in actions", "message", [actions(select())], [actions(typed())], "/0/elements/0/type"),
    (
        "a date is a date",
        "modal",
        [field({"type": "datepicker", "initial_date": "2026-11-21"})],
        [field({"type": "datepicker", "initial_date": "21.11.2026"})],
        "/element/initial_date",
    ),
    (
        "a time is a time",
        "modal",
        [field({"type": "timepicker", "initial_time": "23:59"})],
        [field({"type": "timepicker", "initial_time": "24:00"})],
        "/element/initial_time",
    ),
    (
        "one focus",
        "modal",
        [field(typed(focus_on_load=True))],
        [field(typed(focus_on_load=True)), field(typed(focus_on_load=True))],
        "/blocks",
    ),
    (
        "image alt_text is required",
        "message",
        [IMAGE],
        [{"type": "image", "image_url": "https://e.gov/a"}],
        "/0",
    ),
    (
        "image alt_text 2000",
        "message",
        [IMAGE | {"alt_text": x(2000)}],
        [IMAGE | {"alt_text": x(2001)}],
        "/0/alt_text",
    ),
    ("unknown keys", "message", [section()], [section(colour="red")], "/0"),
    ("unknown blocks", "message", [{"type": "divider"}], [{"type": "line"}], "/0/type"),
    ("a block is an object", "message", [{"type": "divider"}], ["divider"], "/0"),
    (
        "markdown is for messages",
        "message",
        [{"type": "markdown", "text": x(12_000)}],
        [{"type": "markdown", "text": x(12_001)}],
        "/0/text",
    ),
    (
        "emoji is for plain text",
        "message",
        [section()],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}],
        "/0/text",
    ),
]


@pytest.mark.parametrize(("surface", "inside"), [(c[1], c[2]) for c in CASES], ids=[c[0] for c in CASES])
def test_just_inside_a_limit_passes(surface: str, inside: list[Any]) -> None:
    assert block_faults(inside, surface=surface, maximum=50 if surface == "message" else 100) == []


@pytest.mark.parametrize(
    ("surface", "outside", "place"), [(c[1], c[3], c[4]) for c in CASES], ids=[c[0] for c in CASES]
)
def test_just_outside_a_limit_is_refused_with_its_place(surface: str, outside: list[Any], place: str) -> None:
    faults = block_faults(outside, surface=surface, maximum=50 if surface == "message" else 100)
    assert any(fault.endswith(f"{place}]") for fault in faults), faults


def test_markdown_cannot_stand_in_a_modal() -> None:
    assert block_faults([{"type": "markdown", "text": "x"}], surface="modal", maximum=100)
