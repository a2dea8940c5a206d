"""The limits of blocks and of buttons: what is just inside, what is just outside, where it is told."""

from __future__ import annotations

from typing import Any

from tests.sandbox.blocks import (
    actions,
    button,
    confirm,
    plain,
    section,
)

Json = dict[str, Any]
IMAGE = {"type": "image", "image_url": "https://example.gov/a.png", "alt_text": "a"}


CELL = {"type": "raw_text", "text": "a"}


def x(count: int) -> str:
    return "x" * count


Case = tuple[str, str, list[Any], list[Any], str]

# (what it is about, surface, blocks just inside, blocks just outside, where the complaint points)
BLOCKS: list[Case] = [
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
        "markdown 12000 together",
        "message",
        [{"type": "markdown", "text": x(6000)}, {"type": "markdown", "text": x(6000)}],
        [{"type": "markdown", "text": x(6000)}, {"type": "markdown", "text": x(6001)}],
        "/blocks",
    ),
    (
        "table 100 rows",
        "message",
        [{"type": "table", "rows": [[CELL]] * 100}],
        [{"type": "table", "rows": [[CELL]] * 101}],
        "/blocks/0/rows",
    ),
    (
        "table 20 cells",
        "message",
        [{"type": "table", "rows": [[CELL] * 20]}],
        [{"type": "table", "rows": [[CELL] * 21]}],
        "/blocks/0/rows/0",
    ),
    (
        "table alignment",
        "message",
        [{"type": "table", "rows": [[CELL]], "column_settings": [{"align": "right", "is_wrapped": True}]}],
        [{"type": "table", "rows": [[CELL]], "column_settings": [{"align": "middle"}]}],
        "/column_settings/0/align",
    ),
]
