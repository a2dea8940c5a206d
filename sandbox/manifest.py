"""The app manifest (docs: "App manifest reference"): commands, shortcuts, scopes and events of the app."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sandbox.row import Json, Row
from sandbox.yaml_text import read_yaml

# docs: "App manifest reference", the greatest length of each field in characters, and how many of each
NAME_MAX, DESCRIPTION_MAX, BOT_NAME_MAX = 35, 140, 80
LONG_MIN, LONG_MAX = 174, 4_000
SHORTCUTS_MAX, COMMANDS_MAX = 10, 50
SHORTCUT_LENGTHS = {"name": 24, "description": 150, "callback_id": 255}
COMMAND_LENGTHS = {"command": 32, "description": 2_000, "usage_hint": 1_000}


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
    messages_tab_read_only: bool = False
    interactivity: bool = True


def load_manifest(path: Path) -> Manifest:
    """Read a manifest in YAML (JSON is YAML too)."""
    try:
        document = read_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ManifestError(f"cannot read the manifest {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ManifestError(f"the manifest {path} is not YAML") from error
    if not isinstance(document, dict):
        raise ManifestError(f"the manifest {path} is not a mapping")
    try:
        if faults := manifest_faults(document):
            raise ManifestError(f"Slack would refuse the manifest {path}: {'; '.join(faults)}")
        manifest = _manifest(document)
    except (KeyError, TypeError, AttributeError) as error:
        raise ManifestError(f"the manifest {path} lacks something or has a wrong shape: {error}") from error
    if manifest.messages_tab and not manifest.messages_tab_read_only and "message.im" not in manifest.events:
        raise ManifestError(
            f"the manifest {path} lets people write in the Messages tab and hears nothing of it: "
            "subscribe to message.im, or set features.app_home.messages_tab_read_only_enabled"
        )
    return manifest


def manifest_faults(document: Json) -> list[str]:
    """Each limit that a manifest breaks, with its key; nothing when Slack would take it."""
    shown: Json = document["display_information"]
    features: Json = document.get("features") or {}
    settings: Json = document.get("settings") or {}
    shortcuts, commands = features.get("shortcuts") or [], features.get("slash_commands") or []
    bot = (features.get("bot_user") or {}).get("display_name", "")
    long = shown.get("long_description") or ""
    faults = [
        _too_long("display_information.name", shown["name"], NAME_MAX),
        _too_long("display_information.description", shown.get("description"), DESCRIPTION_MAX),
        _too_long("display_information.long_description", long, LONG_MAX),
        f"display_information.long_description has fewer than {LONG_MIN} characters"
        if 0 < len(long) < LONG_MIN
        else "",
        _too_long("features.bot_user.display_name", bot, BOT_NAME_MAX),
        f"more than {SHORTCUTS_MAX} shortcuts" if len(shortcuts) > SHORTCUTS_MAX else "",
        f"more than {COMMANDS_MAX} slash commands" if len(commands) > COMMANDS_MAX else "",
        "settings.interactivity must be on for shortcuts"
        if shortcuts and not (settings.get("interactivity") or {}).get("is_enabled")
        else "",
    ]
    for place, rows, lengths in (
        ("shortcuts", shortcuts, SHORTCUT_LENGTHS),
        ("slash_commands", commands, COMMAND_LENGTHS),
    ):
        for row in rows:
            faults += [_too_long(f"features.{place}.{key}", row.get(key), most) for key, most in lengths.items()]
    faults += [f"{row['command']!r} does not begin with /" for row in commands if not row["command"].startswith("/")]
    scopes = ((document.get("oauth_config") or {}).get("scopes") or {}).get("bot") or []
    events = (settings.get("event_subscriptions") or {}).get("bot_events") or []
    faults += [
        f"{name} stands twice" for rows in (scopes, events) for name in sorted(set(rows)) if rows.count(name) > 1
    ]
    return [fault for fault in faults if fault]


def _too_long(key: str, value: str | None, most: int) -> str:
    return f"{key} has more than {most} characters" if len(value or "") > most else ""


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
        messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled")),
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
