"""The manifest says what the bot listens to and what it may do: no less, and no more."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import yaml

from handlers import actions, commands, events, shortcuts
from handlers.actions import ACTIONS, PATTERNS
from handlers.boundary import Handler
from tests.house.sources import ROOT, calls, constants, pattern, python

MANIFEST = yaml.safe_load((ROOT / "app.yaml").read_text(encoding="utf-8"))

# Slack's documentation, the page of each method ("Required scopes, bot tokens"); those that a private channel asks for.
SCOPES: dict[str, set[str]] = {
    "auth.test": set(),
    "bookmarks.add": {"bookmarks:write"},
    "bookmarks.edit": {"bookmarks:write"},
    "bookmarks.list": {"bookmarks:read"},
    "chat.getPermalink": set(),
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.archive": {"groups:write"},
    "conversations.create": {"groups:write"},
    "conversations.history": {"groups:history", "im:history"},  # the incident's channel, and direct messages
    "conversations.info": {"groups:read", "channels:read"},  # a private channel, and one that was made public
    "conversations.invite": {"groups:write"},
    "conversations.kick": {"groups:write"},
    "conversations.list": {"groups:read"},
    "conversations.members": {"groups:read", "channels:read"},  # as conversations.info
    "conversations.open": {"im:write"},
    "conversations.rename": {"groups:write"},
    "conversations.replies": {"groups:history"},
    "conversations.setTopic": {"groups:write"},
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "pins.add": {"pins:write"},
    "usergroups.users.list": {"usergroups:read"},
    "users.info": {"users:read"},
    "users.list": {"users:read"},
    "users.lookupByEmail": {"users:read.email"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
METHOD = re.compile(r"(auth|bookmarks|chat|conversations|files|pins|reactions|usergroups|users|views)(\.[a-zA-Z]+)+")


@dataclass
class Heard:
    """Stands where Bolt's app stands, and keeps what is registered with it."""

    commands: list[Any] = field(default_factory=list)
    actions: list[Any] = field(default_factory=list)
    views: list[Any] = field(default_factory=list)
    shortcuts: list[Any] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def register(what: Any) -> Callable[[Any], None]:
            getattr(self, kind + "s").append(what)
            return lambda listener: None

        return register

    def listener(self, handler: Any) -> Any:
        """As the boundary's."""
        return handler


def heard() -> Heard:
    both: Any = Heard()
    for room in (commands, actions, shortcuts, events):
        room.register(both, both)
    return both  # type: ignore[no-any-return]  # it stands for two things at once


def called() -> set[str]:
    return {text for path in python("handlers") for text in constants(path) if METHOD.fullmatch(text)}


def test_the_slash_commands_are_those_that_are_handled() -> None:
    assert [one["command"] for one in MANIFEST["features"]["slash_commands"]] == heard().commands


def test_the_usage_hint_names_every_subcommand() -> None:
    (command,) = MANIFEST["features"]["slash_commands"]
    assert set(command["usage_hint"].split(" | ")) == set(commands.SUBCOMMANDS)


def test_the_shortcuts_are_those_that_are_handled() -> None:
    kinds = {"shortcut": "global", "message_action": "message"}
    handled = {(kinds[one["type"]], one["callback_id"]) for one in heard().shortcuts}
    assert {(one["type"], one["callback_id"]) for one in MANIFEST["features"]["shortcuts"]} == handled


def test_the_events_are_those_that_are_handled() -> None:
    subscribed = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    # `message.im` and its like arrive as `message` (Slack: message event)
    assert list(dict.fromkeys(name.partition(".")[0] for name in subscribed)) == list(events.EVENTS)


def test_every_method_that_is_called_has_its_scopes_in_the_table() -> None:
    assert called() - set(SCOPES) == set()


def test_the_scopes_are_those_that_the_calls_need() -> None:
    needed = {scope for method in called() for scope in SCOPES[method]} | {"commands"}
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed


def test_every_scope_has_its_reason() -> None:
    lines = (ROOT / "app.yaml").read_text(encoding="utf-8").partition("event_subscriptions")[0].splitlines()
    scopes = [line for line in lines if re.match(r"\s+- [a-z:.]+(\s+#.*)?$", line) and "app_home" not in line]
    assert len(scopes) == len(MANIFEST["oauth_config"]["scopes"]["bot"])
    assert [line for line in scopes if "#" not in line] == []


def test_every_button_that_is_shown_is_handled() -> None:
    shown = {
        wanted
        for path in python("handlers")
        for name, place in (("button", 1), ("overflow", 0))
        for call in calls(path, name)
        if len(call.args) > place and (wanted := pattern(call.args[place]))
    }
    assert shown
    heard = (*ACTIONS, *PATTERNS)
    unheard = {one for one in shown if not any(re.fullmatch(one, name) or re.fullmatch(name, one) for name in heard)}
    assert unheard == set()


@pytest.mark.parametrize(("callback_id", "handler"), actions.SUBMISSIONS.items())
def test_a_submissions_docstring_begins_with_its_form(callback_id: str, handler: Handler) -> None:
    forms, colon, _ = (handler.__doc__ or "").partition(": ")
    assert forms.startswith("Submission of ") and colon
    assert f"`{callback_id}`" in forms


@pytest.mark.parametrize(("action_id", "handler"), [*ACTIONS.items(), *PATTERNS.items()])
def test_a_presses_docstring_begins_with_its_button(action_id: str, handler: Handler) -> None:
    presses, colon, _ = (handler.__doc__ or "").partition(": ")
    assert presses.startswith("Press of ") and colon
    named = re.findall(r"`([a-z_]+)(…?)`", presses)
    patterns = [name + (".*" if more else r"(_\[.*)?") for name, more in named]
    assert any(re.fullmatch(one, action_id) for one in patterns)
