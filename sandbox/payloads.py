"""The payloads that an app receives (docs: "Slash commands", "Interaction payloads")."""

from __future__ import annotations

import re
from html import escape

from sandbox.channel import Channel
from sandbox.happenings import Happenings
from sandbox.message import Message
from sandbox.people import Person
from sandbox.row import Json
from sandbox.view import View


def _common(slack: Happenings, person: Person) -> Json:
    workspace = slack.workspace
    return {
        "user": {
            "id": person.id,
            "username": person.handle,
            "name": person.handle,
            "team_id": workspace.team_id,
        },
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "api_app_id": workspace.app_id,
        "token": "sandbox",
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_name(channel: Channel) -> str:
    """How payloads name a conversation."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def escaped(slack: Happenings, text: str) -> str:
    """A command's text under should_escape: <@U…|name>, <#C…|name>, and entities for &, < and >."""

    def person(match: re.Match[str]) -> str:
        found = slack.workspace.by_handle(match[1])
        return f"<@{found.id}|{found.handle}>" if found else match[0]

    def channel(match: re.Match[str]) -> str:
        found = slack.workspace.named(match[1])
        return f"<#{found.id}|{found.name}>" if found and not found.is_private else match[0]

    text = escape(text, quote=False)
    text = re.sub(r"(?<![\w@])@([a-z0-9_.-]+)", person, text)
    return re.sub(r"(?<![\w#&])#([a-z0-9_-]+)", channel, text)


def command(slack: Happenings, person: Person, channel: Channel, name: str, text: str) -> Json:
    """Docs: "Slash commands", what the app receives."""
    workspace = slack.workspace
    shown = escaped(slack, text) if slack.world.manifest.commands[name].should_escape else text
    return {
        "token": "sandbox",
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.handle,
        "command": name,
        "text": shown,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": slack.response_url(person.id, channel.id),
        "trigger_id": slack.trigger(person.id),
    }


def shortcut(slack: Happenings, person: Person, callback_id: str) -> Json:
    """Docs: "shortcuts payload", global."""
    return _common(slack, person) | {
        "type": "shortcut",
        "callback_id": callback_id,
        "action_ts": slack.workspace.next_ts(),
        "trigger_id": slack.trigger(person.id),
    }


def message_shortcut(slack: Happenings, person: Person, callback_id: str, channel: Channel, message: Message) -> Json:
    """Docs: "shortcuts payload", message."""
    return _common(slack, person) | {
        "type": "message_action",
        "callback_id": callback_id,
        "action_ts": slack.workspace.next_ts(),
        "trigger_id": slack.trigger(person.id),
        "response_url": slack.response_url(person.id, channel.id),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message.answer(),
    }


def message_place(channel: Channel, message: Message) -> Json:
    """Which message something happened in, as block_actions and block_suggestion tell it."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.is_ephemeral,
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    place: Json = {"container": container, "channel": {"id": channel.id, "name": channel_name(channel)}}
    return place if message.is_ephemeral else place | {"message": message.answer()}


def message_action(slack: Happenings, person: Person, channel: Channel, message: Message, action: Json) -> Json:
    """Docs: "block_actions payload", from a message."""
    return (
        _common(slack, person)
        | message_place(channel, message)
        | {
            "type": "block_actions",
            "state": {"values": message.state},
            "trigger_id": slack.trigger(person.id),
            "response_url": slack.response_url(person.id, channel.id, message),
            "actions": [action],
        }
    )


def view_action(slack: Happenings, person: Person, view: View, action: Json) -> Json:
    """Docs: "block_actions payload", from a modal or App Home."""
    return _common(slack, person) | {
        "type": "block_actions",
        "container": {"type": "view", "view_id": view.id},
        "view": view.json(),
        "trigger_id": slack.trigger(person.id, view.id if view.type == "modal" else None),
        "actions": [action],
    }


def submission(slack: Happenings, person: Person, view: View) -> Json:
    """Docs: "view_submission payload"."""
    return _common(slack, person) | {
        "type": "view_submission",
        "trigger_id": slack.trigger(person.id, view.id),
        "view": view.json(),
        "response_urls": [],
    }


def closure(slack: Happenings, person: Person, view: View, *, cleared: bool) -> Json:
    """Docs: "view_closed payload"."""
    return _common(slack, person) | {"type": "view_closed", "view": view.json(), "is_cleared": cleared}


def suggestion(slack: Happenings, person: Person, block: Json, element: Json, text: str, place: Json) -> Json:
    """Docs: "Block suggestion payload", for an external select."""
    return _common(slack, person) | {
        "type": "block_suggestion",
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "value": text,
        **place,
    }
