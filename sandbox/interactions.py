"""What people do and what becomes of the app's answer: commands, shortcuts, presses, submissions."""

from __future__ import annotations

from typing import Any

from sandbox import payloads
from sandbox.channel import Channel
from sandbox.deliveries import Answer, Delivery
from sandbox.errors import NotPossible, SlackError
from sandbox.happenings import Happenings
from sandbox.inputs import VALUE_KEYS, elements, refusals
from sandbox.message import Message
from sandbox.people import Person
from sandbox.row import Json
from sandbox.rules.blocks import block_faults, named
from sandbox.rules.messages import BLOCKS_MAX
from sandbox.rules.views import STACK_MAX, checked_view
from sandbox.view import View

TROUBLE = "We had some trouble connecting. Try again?"


async def command(slack: Happenings, person: Person, channel: Channel, name: str, text: str) -> Answer:
    """A slash command; the answer to it is shown."""
    if name not in slack.world.manifest.commands:
        raise NotPossible(
            f"{name} is not a command here; there is {', '.join(slack.world.manifest.commands) or 'none'}"
        )
    payload = payloads.command(slack, person, channel, name, text)
    answer = await slack.deliveries.send(Delivery(kind="slash_commands", name=name, person=person.id, payload=payload))
    if not answer.ok:
        word = "operation_timeout" if answer.status == "timeout" else "dispatch_failed"
        failed = f'{name} failed with the error "{word}"'
        slack.ephemeral(person.id, channel.id, text=failed, by="USLACKBOT")
    elif answer.body:
        show_response(slack, name, answer.body, person.id, channel)
    return answer


def show_response(slack: Happenings, method: str, body: Any, user: str, channel: Channel) -> None:
    """Show what an app answered to a command."""
    response: Json = body if isinstance(body, dict) else {"text": str(body)}
    blocks = response.get("blocks") or []
    faults = block_faults(blocks, surface="message", maximum=BLOCKS_MAX) if isinstance(blocks, list) else ["blocks"]
    if faults or not (response.get("text") or blocks or response.get("attachments")):
        slack.world.violation(
            method, "a response that Slack cannot show: " + "; ".join(faults or ["no_text"]), response
        )
        return
    fields: dict[str, Any] = {
        "text": str(response.get("text") or ""),
        "blocks": named(blocks),
        "attachments": response.get("attachments") or [],
    }
    if response.get("response_type") == "in_channel":
        workspace = slack.workspace
        message = workspace.post(
            Message(
                ts=workspace.next_ts(),
                channel=channel.id,
                user=workspace.bot.id,
                bot_id=workspace.bot_id,
                **fields,
            )
        )
        slack.message(message)
    else:
        slack.ephemeral(user, channel.id, **fields)


async def _interact(slack: Happenings, name: str, person: Person, payload: Json) -> Answer:
    return await slack.deliveries.send(Delivery(kind="interactive", name=name, person=person.id, payload=payload))


async def shortcut(slack: Happenings, person: Person, callback_id: str) -> Answer:
    """A global shortcut."""
    found = slack.world.manifest.shortcuts.get(callback_id)
    if found is None or found.type != "global":
        raise NotPossible(f"there is no global shortcut {callback_id!r}")
    return await _interact(slack, "shortcut", person, payloads.shortcut(slack, person, callback_id))


async def message_shortcut(
    slack: Happenings, person: Person, callback_id: str, channel: Channel, message: Message
) -> Answer:
    """A message shortcut."""
    found = slack.world.manifest.shortcuts.get(callback_id)
    if found is None or found.type != "message":
        raise NotPossible(f"there is no message shortcut {callback_id!r}")
    payload = payloads.message_shortcut(slack, person, callback_id, channel, message)
    return await _interact(slack, "message_action", person, payload)


def action_of(slack: Happenings, block: Json, element: Json, value: Json | None) -> Json:
    """One entry of `actions` in a block_actions payload."""
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": slack.workspace.next_ts(),
    }
    if element["type"] == "button":
        action |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    if value:
        action |= value
    return action


async def press_in_message(
    slack: Happenings,
    person: Person,
    channel: Channel,
    message: Message,
    block: Json,
    element: Json,
    value: Json | None,
) -> Answer:
    """A button pressed or a choice made in a message."""
    if value and element["type"] in VALUE_KEYS:
        message.state.setdefault(block["block_id"], {})[element["action_id"]] = value
    action = action_of(slack, block, element, value)
    payload = payloads.message_action(slack, person, channel, message, action)
    return await _interact(slack, "block_actions", person, payload)


async def press_in_view(
    slack: Happenings, person: Person, view: View, block: Json, element: Json, value: Json | None
) -> Answer:
    """A button pressed or a choice made in a modal or App Home."""
    if value and element["type"] in VALUE_KEYS:
        view.state.setdefault(block["block_id"], {})[element["action_id"]] = value
        slack.world.changed()
    if block["type"] == "input" and not block.get("dispatch_action"):
        return Answer(status="not dispatched")
    payload = payloads.view_action(slack, person, view, action_of(slack, block, element, value))
    answer = await _interact(slack, "block_actions", person, payload)
    if answer.ok and answer.body and view.type == "modal":
        slack.world.violation("block_actions", "a block action is answered with an empty body", {"body": answer.body})
    return answer


async def submit(slack: Happenings, person: Person, view: View) -> Answer:
    """A modal sent off, after what Slack's own screen checks."""
    if not view.definition.get("submit"):
        raise NotPossible("this modal has no submit button")
    view.trouble = ""
    view.errors = refusals(view.blocks, view.state)
    if view.errors:
        slack.world.changed()
        return Answer(status="refused", errors=dict(view.errors))
    payload = payloads.submission(slack, person, view)
    answer = await _interact(slack, "view_submission", person, payload)
    stack = slack.workspace.modals.get(person.id, [])
    if not answer.ok:
        view.trouble = TROUBLE
    elif view in stack:
        _respond(slack, person, view, stack, answer)
    slack.world.changed()
    return answer


def _respond(slack: Happenings, person: Person, view: View, stack: list[View], answer: Answer) -> None:
    body = answer.body
    if not body:
        stack.remove(view)
        return
    kind = body.get("response_action") if isinstance(body, dict) else None
    if kind == "clear":
        stack.clear()
    elif kind == "errors":
        _show_errors(slack, view, body.get("errors"), answer)
    elif kind in ("update", "push"):
        try:
            definition = checked_view(body.get("view"), home=False)
        except SlackError as error:
            _refuse(slack, view, f"the view of response_action {kind}: {error.code}", body, error.answer())
            return
        if kind == "update":
            slack.update_view(view, definition)
        elif len(stack) >= STACK_MAX:
            _refuse(slack, view, f"more than {STACK_MAX} views on the stack", body)
        else:
            slack.push_view(person.id, definition)
    else:
        _refuse(slack, view, "an answer without a response_action that Slack knows", {"body": body})


def _show_errors(slack: Happenings, view: View, errors: Any, answer: Answer) -> None:
    inputs = {block["block_id"] for block in view.blocks if block.get("type") == "input"}
    if (
        not isinstance(errors, dict)
        or not errors
        or not all(isinstance(text, str) and text for text in errors.values())
    ):
        _refuse(slack, view, "errors must map block_ids to sentences", {"errors": errors})
    elif strange := set(errors) - inputs:
        _refuse(
            slack,
            view,
            f"errors name blocks that are no inputs of this view: {sorted(strange)}",
            {"errors": errors},
        )
    else:
        view.errors = dict(errors)
        answer.errors = dict(errors)


def _refuse(slack: Happenings, view: View, note: str, args: Json, answer: Json | None = None) -> None:
    view.trouble = TROUBLE
    slack.world.violation("view_submission", note, args, answer)


async def close(slack: Happenings, person: Person, *, everything: bool) -> Answer:
    """The modal on top closed with its x; the app hears of it when it asked to (notify_on_close)."""
    stack = slack.workspace.modals.get(person.id, [])
    if not stack:
        raise NotPossible(f"{person.handle} has no modal open")
    closing = list(stack) if everything or stack[-1].definition.get("clear_on_close") else [stack[-1]]
    for view in closing:
        stack.remove(view)
    slack.world.changed()
    answer = Answer(status="closed")
    for view in reversed(closing):
        if view.definition.get("notify_on_close"):
            payload = payloads.closure(slack, person, view, cleared=len(closing) > 1)
            answer = await _interact(slack, "view_closed", person, payload)
    return answer


async def suggest(
    slack: Happenings, person: Person, block: Json, element: Json, text: str, place: Json
) -> tuple[Answer, list[Json]]:
    """The options that the app offers for an external select."""
    payload = payloads.suggestion(slack, person, block, element, text, place)
    answer = await _interact(slack, "block_suggestion", person, payload)
    body = answer.body if isinstance(answer.body, dict) else {}
    groups = body.get("option_groups") or []
    found = list(body.get("options") or []) + [option for group in groups for option in group.get("options") or []]
    return answer, found


def find_element(
    blocks: list[Json], action_id: str, *, block_id: str | None = None, value: Any = None
) -> tuple[Json, Json]:
    """The element that somebody touches; NotPossible when it is not there or could be several."""
    found = [pair for pair in elements(blocks) if pair[1]["action_id"] == action_id]
    if block_id is not None:
        found = [pair for pair in found if pair[0]["block_id"] == block_id]
    if value is not None:
        found = [pair for pair in found if pair[1]["type"] != "button" or pair[1].get("value") == value]
    if not found:
        there = sorted({element["action_id"] for _, element in elements(blocks)})
        raise NotPossible(f"there is no {action_id!r} to press here; there is {there}")
    if len(found) > 1:
        places = [(block["block_id"], element.get("value")) for block, element in found]
        raise NotPossible(f"{action_id!r} is here {len(found)} times; say which block_id or value: {places}")
    return found[0]
