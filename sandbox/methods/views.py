"""Modals and App Home. Views need no scope."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.errors import SlackError
from sandbox.inputs import initial_state
from sandbox.methods.registry import method
from sandbox.row import Json
from sandbox.rules.views import STACK_MAX, checked_view
from sandbox.view import View
from sandbox.workspace import Trigger

TRIGGER_SECONDS = 3.0  # docs: "Handling user interaction", trigger_id


def _trigger(call: Call) -> Trigger:
    """Use up a trigger_id."""
    trigger = call.workspace.triggers.get(call.text("trigger_id", required=True))
    if trigger is None:
        raise SlackError("invalid_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    if call.world.clock.seconds() - trigger.at > TRIGGER_SECONDS:
        raise SlackError("expired_trigger_id")
    return trigger


def _check_external_id(call: Call, definition: Json, own: View | None = None) -> None:
    external_id = definition.get("external_id")
    other = call.workspace.view(external_id) if external_id else None
    if other is not None and other is not own:
        raise SlackError("duplicate_external_id")


@method("views.open")
def open_(call: Call) -> Json:
    """Docs: "views.open"."""
    trigger = _trigger(call)
    definition = checked_view(call.parsed("view", "invalid_arguments"), home=False)
    _check_external_id(call, definition)
    trigger.used = True
    view = call.slack.new_view(trigger.user_id, definition)
    call.workspace.modals[trigger.user_id] = [view]
    return {"view": view.json() | {"state": {"values": {}}}}


@method("views.push")
def push(call: Call) -> Json:
    """Docs: "views.push"; the trigger must come from an open modal."""
    trigger = _trigger(call)
    definition = checked_view(call.parsed("view", "invalid_arguments"), home=False)
    _check_external_id(call, definition)
    stack = call.workspace.modals.get(trigger.user_id) or []
    if trigger.view_id is None or all(view.id != trigger.view_id for view in stack):
        raise SlackError("invalid_trigger_id")
    if len(stack) >= STACK_MAX:
        raise SlackError("push_limit_reached")
    trigger.used = True
    view = call.slack.push_view(trigger.user_id, definition)
    return {"view": view.json() | {"state": {"values": {}}}}


@method("views.update")
def update(call: Call) -> Json:
    """Docs: "views.update"; what a person typed stays where block_id and action_id stay."""
    wanted = call.text("view_id") or call.text("external_id")
    if not wanted:
        raise SlackError("invalid_arguments", "missing required field: view_id")
    view = call.workspace.view(wanted)
    if view is None:
        raise SlackError("not_found")
    definition = checked_view(call.parsed("view", "invalid_arguments"), home=view.type == "home")
    _check_external_id(call, definition, view)
    if call.text("hash") and call.text("hash") != view.hash:
        raise SlackError("hash_conflict")
    call.slack.update_view(view, definition)
    return {"view": view.json()}


@method("views.publish")
def publish(call: Call) -> Json:
    """Docs: "views.publish"."""
    user = call.text("user_id", required=True)
    if user not in call.workspace.people:
        raise SlackError("invalid_arguments", "user_id is not a user of this workspace")
    if not call.world.manifest.home_tab:
        raise SlackError("not_enabled")
    definition = checked_view(call.parsed("view", "invalid_arguments"), home=True)
    old = call.workspace.homes.get(user)
    _check_external_id(call, definition, old)
    if call.text("hash") and old and call.text("hash") != old.hash:
        raise SlackError("hash_conflict")
    if old:
        call.slack.update_view(old, definition)
    else:
        call.workspace.homes[user] = call.slack.new_view(user, definition)
    view = call.workspace.homes[user]
    view.state = initial_state(view.blocks) if not old else view.state
    return {"view": view.json()}
