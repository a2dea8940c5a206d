"""What arrived from Slack, with the few things that every handler needs of it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from handlers.button_ids import ButtonIds, read_ids
from handlers.render import as_typed

_NUMBER = re.compile(r"BR-\d{4}-\d{1,6}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Request:
    """One delivery: who, where, with which trigger; `body` is Slack's payload as it came."""

    body: Mapping[str, Any]
    user: str
    channel: str | None
    trigger: str
    key: str

    @property
    def text(self) -> str:
        """What was typed behind a slash command."""
        return as_typed(str(self.body.get("text") or "")).strip()

    @property
    def rest(self) -> str:
        """What was typed behind the subcommand, whatever white space parts the two; its own lines stay."""
        return [*self.text.split(maxsplit=1), "", ""][1]

    @property
    def words(self) -> str:
        """What was typed behind a subcommand in words: what is lost when nothing comes of it. A number is none."""
        return "" if _NUMBER.fullmatch(self.rest) else self.rest

    @property
    def teams(self) -> set[str]:
        """The workspaces that the payload names for the person and the place; an organization is none of them."""
        user = self.body.get("user")
        team = self.body.get("team")
        named = (
            self.body.get("team_id"),
            team.get("id") if isinstance(team, dict) else None,
            user.get("team_id") if isinstance(user, dict) else None,
        )
        return {one for one in named if isinstance(one, str) and one.startswith("T")}

    @property
    def organization(self) -> str:
        """The Enterprise Grid organization that the payload names, if any."""
        found = self.body.get("enterprise_id") or self.body.get("enterprise")
        return str(found.get("id") if isinstance(found, dict) else found or "")

    @property
    def view(self) -> Mapping[str, Any]:
        """The modal that was submitted or pressed in."""
        view = self.body.get("view")
        return view if isinstance(view, dict) else {}

    @property
    def action(self) -> Mapping[str, Any]:
        """What was pressed."""
        found = self.body.get("actions")
        return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}

    @property
    def pressed(self) -> str:
        """The value of what was pressed: a button's, or the chosen option's."""
        chosen = self.action.get("selected_option")
        return str((chosen if isinstance(chosen, dict) else self.action).get("value") or "")

    @property
    def ids(self) -> ButtonIds:
        """The ids of what was pressed. Raises ValueError for a button that is about no incident."""
        return read_ids(self.pressed)

    @property
    def metadata(self) -> Mapping[str, Any]:
        """The ids that a modal carries."""
        try:
            found = json.loads(self.view.get("private_metadata") or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def inputs(self) -> tuple[str, ...]:
        """The inputs of the modal, by block_id, from above."""
        blocks = self.view.get("blocks", ())
        return tuple(str(block["block_id"]) for block in blocks if block.get("type") == "input")

    def typed(self, block_id: str) -> str:
        """What was typed into an input; empty when nothing was, or when the modal has no such input."""
        return str(self._state_of(block_id).get("value") or "")

    def chosen(self, block_id: str) -> str | None:
        """The value of the one option that was chosen; None when none was."""
        option = self._state_of(block_id).get("selected_option") or {}
        return str(option["value"]) if option.get("value") else None

    def chosen_all(self, block_id: str) -> tuple[str, ...]:
        """The values of all options that were chosen, in the order of the list."""
        return tuple(str(option["value"]) for option in self._state_of(block_id).get("selected_options") or ())

    def chosen_users(self, block_id: str) -> tuple[str, ...]:
        """The Slack user ids of the people who were chosen."""
        return tuple(map(str, self._state_of(block_id).get("selected_users") or ()))

    def chosen_yes(self, block_id: str) -> bool | None:
        """Yes or no; None when neither was chosen, or that it is not known."""
        return {"yes": True, "no": False}.get(self.chosen(block_id) or "")

    def chosen_day(self, block_id: str) -> str | None:
        """The day of a calendar, as `2031-04-30`; None when none was chosen."""
        return self._state_of(block_id).get("selected_date") or None

    def chosen_moment(self, block_id: str) -> datetime | None:
        """The date and time, in UTC; None when none was chosen."""
        picked = self._state_of(block_id).get("selected_date_time")
        return datetime.fromtimestamp(picked, UTC) if isinstance(picked, int) else None

    def _state_of(self, block_id: str) -> Mapping[str, Any]:
        """What Slack says of an input, under its block and its action (Slack: Modals, `view.state.values`)."""
        values = self.view.get("state", {}).get("values", {}).get(block_id, {})
        return next(iter(values.values()), {}) if isinstance(values, dict) else {}


def request_of(body: Mapping[str, Any]) -> Request:
    """Read a command, an action, a submission, a shortcut or an event.

    The key names the delivery: what Slack repeats when it delivers again (Slack: Interactivity, Events API).
    """
    event = body.get("event")
    if isinstance(event, dict):
        return Request(
            body=body,
            user=str(event.get("user") or ""),
            channel=event.get("channel"),
            trigger="",
            key=f"event:{body.get('event_id')}",
        )
    user = body.get("user")
    channel = body.get("channel")
    view = body.get("view")
    trigger = str(body.get("trigger_id") or "")
    key = f"trigger:{trigger}"
    if body.get("type") == "view_submission" and isinstance(view, dict):
        key = f"view:{view.get('id')}:{view.get('hash')}"
    return Request(
        body=body,
        user=str(user.get("id") if isinstance(user, dict) else body.get("user_id") or ""),
        channel=channel.get("id") if isinstance(channel, dict) else body.get("channel_id"),
        trigger=trigger,
        key=key,
    )
