"""The app manifest (docs: "App manifest reference"): commands, shortcuts, scopes and events of the app."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sandbox.row import Json, Row


class ManifestError(ValueError):
    """The manifest cannot be read; its message is one sentence."""


@dataclass(frozen=True, kw_only=True)
class Command(Row):
    """A slash command of the app."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, kw_only=True)
class Shortcut(Row):
    """A global or message shortcut of the app."""

    name: str
    type: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What the app asked for when it was installed."""

    name: str = "App"
    bot_name: str = "app"
    commands: dict[str, Command] = field(default_factory=dict)
    shortcuts: dict[str, Shortcut] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    home_tab: bool = False
    messages_tab: bool = True
    interactivity: bool = True


def load_manifest(path: Path) -> Manifest:
    """Read a manifest in YAML (JSON is YAML too)."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ManifestError(f"cannot read the manifest {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ManifestError(f"the manifest {path} is not YAML") from error
    if not isinstance(document, dict):
        raise ManifestError(f"the manifest {path} is not a mapping")
    try:
        return _manifest(document)
    except (KeyError, TypeError, AttributeError) as error:
        raise ManifestError(f"the manifest {path} lacks something or has a wrong shape: {error}") from error


def _manifest(document: Json) -> Manifest:
    features: Json = document.get("features") or {}
    settings: Json = document.get("settings") or {}
    home: Json = features.get("app_home") or {}
    commands = [_command(item) for item in features.get("slash_commands") or []]
    shortcuts = [_shortcut(item) for item in features.get("shortcuts") or []]
    return Manifest(
        name=document["display_information"]["name"],
        bot_name=(features.get("bot_user") or {}).get("display_name", "app"),
        commands={item.command: item for item in commands},
        shortcuts={item.callback_id: item for item in shortcuts},
        scopes=frozenset(((document.get("oauth_config") or {}).get("scopes") or {}).get("bot") or []),
        events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or []),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        interactivity=bool((settings.get("interactivity") or {}).get("is_enabled")),
    )


def _command(item: dict[str, Any]) -> Command:
    return Command(
        command=item["command"],
        description=item.get("description", ""),
        usage_hint=item.get("usage_hint", ""),
        should_escape=bool(item.get("should_escape")),
    )


def _shortcut(item: dict[str, Any]) -> Shortcut:
    return Shortcut(
        name=item["name"],
        type=item["type"],
        callback_id=item["callback_id"],
        description=item.get("description", ""),
    )
