"""Block Kit as plain dictionaries: the only place, with the views, that knows its JSON (Slack: Block Kit)."""

from collections.abc import Sequence
from typing import Any

from handlers.render import Mrkdwn

Block = dict[str, Any]
Option = tuple[str, str]
"""(text, value)"""


def plain(text: str) -> Block:
    """Plain text."""
    return {"type": "plain_text", "text": str(text), "emoji": True}


def mrkdwn(text: Mrkdwn) -> Block:
    """Marked-up text; `verbatim` keeps Slack from linking what people typed."""
    return {"type": "mrkdwn", "text": str(text), "verbatim": True}


def header(text: str) -> Block:
    """A headline."""
    return {"type": "header", "text": plain(text)}


def section(text: Mrkdwn, *, block_id: str | None = None, accessory: Block | None = None) -> Block:
    """A paragraph, with something beside it."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if block_id:
        block["block_id"] = block_id
    if accessory:
        block["accessory"] = accessory
    return block


def context(*texts: Mrkdwn) -> Block:
    """Small type."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(*elements: Block, block_id: str | None = None) -> Block:
    """A row of buttons."""
    block: Block = {"type": "actions", "elements": list(elements)}
    if block_id:
        block["block_id"] = block_id
    return block


def button(
    text: str,
    action_id: str,
    value: str,
    *,
    style: str | None = None,
    label: str | None = None,
    confirm: Block | None = None,
) -> Block:
    """A button; `value` carries ids only. `label` is what a screen reader says; `confirm` asks again first."""
    block: Block = {"type": "button", "text": plain(text), "action_id": action_id, "value": value}
    if style:
        block["style"] = style
    if label:
        block["accessibility_label"] = label[:75]
    if confirm:
        block["confirm"] = confirm
    return block


def ask_again(title: str, text: str, yes: str, no: str) -> Block:
    """A small window that asks before something is done."""
    return {"title": plain(title), "text": plain(text), "confirm": plain(yes), "deny": plain(no)}


def option(text: str, value: str) -> Block:
    """One choice."""
    return {"text": plain(text[:75]), "value": value}


def overflow(action_id: str, options: Sequence[Option]) -> Block:
    """The three dots."""
    return {"type": "overflow", "action_id": action_id, "options": [option(*one) for one in options]}


def select(action_id: str, placeholder: str, options: Sequence[Option], initial: str | None = None) -> Block:
    """A list to choose one from."""
    block: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder),
        "options": [option(*one) for one in options],
    }
    chosen = next((one for one in options if one[1] == initial), None)
    if chosen:
        block["initial_option"] = option(*chosen)
    return block


def radio(action_id: str, options: Sequence[Option], initial: str | None = None) -> Block:
    """One of a few."""
    block: Block = {"type": "radio_buttons", "action_id": action_id, "options": [option(*one) for one in options]}
    chosen = next((one for one in options if one[1] == initial), None)
    if chosen:
        block["initial_option"] = option(*chosen)
    return block


def multi_select(action_id: str, placeholder: str, options: Sequence[Option], initial: Sequence[str] = ()) -> Block:
    """A list to choose several from."""
    block: Block = {
        "type": "multi_static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder),
        "options": [option(*one) for one in options],
    }
    if chosen := [option(*one) for one in options if one[1] in initial]:
        block["initial_options"] = chosen
    return block


def users_select(action_id: str, initial: Sequence[str] = ()) -> Block:
    """Some of the workspace's people."""
    block: Block = {"type": "multi_users_select", "action_id": action_id}
    if initial:
        block["initial_users"] = list(initial)
    return block


def checkboxes(action_id: str, options: Sequence[Option], initial: Sequence[str] = ()) -> Block:
    """Some of a few."""
    block: Block = {"type": "checkboxes", "action_id": action_id, "options": [option(*one) for one in options]}
    if chosen := [option(*one) for one in options if one[1] in initial]:
        block["initial_options"] = chosen
    return block


def day_input(action_id: str, initial: str | None = None) -> Block:
    """A day."""
    block: Block = {"type": "datepicker", "action_id": action_id}
    if initial:
        block["initial_date"] = initial
    return block


def text_input(
    action_id: str, *, longest: int, lines: bool = False, initial: str | None = None, placeholder: str | None = None
) -> Block:
    """A field to type in."""
    block: Block = {"type": "plain_text_input", "action_id": action_id, "multiline": lines, "max_length": longest}
    if initial:
        block["initial_value"] = initial[:longest]
    if placeholder:
        block["placeholder"] = plain(placeholder)
    return block


def moment_input(action_id: str, initial: int | None = None) -> Block:
    """A date and a time; Slack answers whole seconds since 1970, whatever the reader's zone."""
    block: Block = {"type": "datetimepicker", "action_id": action_id}
    if initial is not None:
        block["initial_date_time"] = initial
    return block


def field(block_id: str, label: str, element: Block, *, optional: bool = False, hint: str | None = None) -> Block:
    """A labelled input."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint)
    return block


def modal(
    callback_id: str, title: str, blocks: Sequence[Block], *, close: str, submit: str | None = None, metadata: str = ""
) -> Block:
    """A modal."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title),
        "close": plain(close),
        "blocks": list(blocks),
        "private_metadata": metadata,
    }
    if submit:
        view["submit"] = plain(submit)
    return view


def home(blocks: Sequence[Block]) -> Block:
    """The App Home."""
    return {"type": "home", "blocks": list(blocks)}
