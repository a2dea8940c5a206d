"""One call of the Web API: its arguments as the method reads them, and what the token may do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sandbox.channel import Channel
from sandbox.errors import SlackError
from sandbox.happenings import Happenings
from sandbox.row import Json
from sandbox.workspace import Workspace
from sandbox.world import World


@dataclass(kw_only=True)
class Call:
    """A call under way; every reader answers with Slack's own error when the argument is wrong."""

    slack: Happenings
    method: str
    args: Json

    @property
    def world(self) -> World:
        """The state and the journal of this Slack."""
        return self.slack.world

    @property
    def workspace(self) -> Workspace:
        """The state that the call works on."""
        return self.slack.workspace

    @property
    def me(self) -> str:
        """The user id of the caller, the bot."""
        return self.slack.workspace.bot.id

    def has(self, key: str) -> bool:
        """Was the argument given at all?"""
        return self.args.get(key) is not None

    def text(self, key: str, *, required: bool = False, missing: str = "") -> str:
        """A text argument; `missing` is the method's own error for an absent one."""
        value = self.args.get(key)
        if value is None or value == "":
            if missing:
                raise SlackError(missing)
            if required:
                raise SlackError("invalid_arguments", f"missing required field: {key}")
            return ""
        if isinstance(value, bool | dict | list):
            raise SlackError("invalid_arguments", f"must be a string [json-pointer:/{key}]")
        return str(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """A boolean argument, from a form or from JSON."""
        value = self.args.get(key)
        if value is None or value == "":
            return default
        if isinstance(value, str):
            return value.lower() in ("1", "true", "t", "yes")
        return bool(value)

    def number(self, key: str, *, default: int, low: int, high: int) -> int:
        """A whole number within its bounds."""
        value = self.args.get(key)
        if value is None or value == "":
            return default
        try:
            number = int(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise SlackError("invalid_arguments", f"must be an integer [json-pointer:/{key}]") from error
        if not low <= number <= high:
            raise SlackError("invalid_limit" if key == "limit" else "invalid_arguments")
        return number

    def parsed(self, key: str, error: str) -> Any:
        """A JSON argument: as it is in a JSON body, as text in a form."""
        value = self.args.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                return json.loads(value)
            except (ValueError, RecursionError) as problem:
                raise SlackError(error) from problem
        return value

    def ids(self, key: str) -> list[str]:
        """A list of ids, separated by commas or as a JSON list."""
        value = self.args.get(key)
        if isinstance(value, list):
            return [str(item).strip() for item in value if str(item).strip()]
        return [item.strip() for item in self.text(key).split(",") if item.strip()]

    def need_scope(self, *any_of: str) -> None:
        """Refuse unless the token has one of these scopes."""
        if any_of and not self.world.scopes & set(any_of):
            raise SlackError("missing_scope", needed=any_of[0], provided=",".join(sorted(self.world.scopes)))

    def may_see(self, channel: Channel) -> bool:
        """Public channels are seen by everybody, all others by their members."""
        return channel.kind == "channels" or self.me in channel.members

    def channel(self, key: str = "channel", *, purpose: str = "") -> Channel:
        """The conversation of an argument, if the bot sees it; `purpose` (read, history) asks its scope."""
        name = self.text(key)
        if not name:
            raise SlackError("invalid_arguments" if purpose == "required" else "channel_not_found")
        channel = self.workspace.channels.get(name)
        if channel is None or not self.may_see(channel):
            raise SlackError("channel_not_found")
        if purpose:
            self.need_scope(f"{channel.kind}:{purpose}")
        return channel

    def page(self, rows: list[Any], *, default: int, high: int = 1000) -> tuple[list[Any], Json]:
        """One page of rows and the response_metadata with the next cursor (docs: "Pagination")."""
        limit = self.number("limit", default=default, low=1, high=high)
        cursor = self.text("cursor")
        start = 0
        if cursor:
            prefix, _, digits = cursor.partition("-")
            if prefix != "next" or not digits.isascii() or not digits.isdigit() or len(digits) > 9:
                raise SlackError("invalid_cursor")
            start = int(digits)
        more = start + limit < len(rows)
        return rows[start : start + limit], {"next_cursor": f"next-{start + limit}" if more else ""}
