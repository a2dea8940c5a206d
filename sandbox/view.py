"""A modal or App Home view as Slack keeps it (docs: "View object")."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.row import Json, Row

_KEPT = ("title", "submit", "close", "private_metadata", "callback_id", "clear_on_close", "notify_on_close")
_EMPTY: dict[str, Any] = {
    "title": None,
    "submit": None,
    "close": None,
    "private_metadata": "",
    "callback_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
}


@dataclass(kw_only=True)
class View(Row):
    """One view of one person; `state` is what that person has typed."""

    id: str
    user_id: str
    type: str
    hash: str
    definition: Json
    team_id: str
    app_id: str
    bot_id: str
    root_id: str = ""
    previous_id: str | None = None
    state: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    trouble: str = ""

    @property
    def external_id(self) -> str:
        """The app's own name for this view, or an empty text."""
        return str(self.definition.get("external_id") or "")

    @property
    def blocks(self) -> list[Json]:
        """The blocks, each with its block_id."""
        blocks: list[Json] = self.definition.get("blocks") or []
        return blocks

    def json(self) -> Json:
        kept = {key: self.definition.get(key) or _EMPTY[key] for key in _KEPT}
        return {
            "id": self.id,
            "team_id": self.team_id,
            "type": self.type,
            "blocks": self.blocks,
            **kept,
            "state": {"values": self.state},
            "hash": self.hash,
            "external_id": self.external_id,
            "root_view_id": self.root_id or self.id,
            "previous_view_id": self.previous_id,
            "app_id": self.app_id,
            "bot_id": self.bot_id,
            "app_installed_team_id": self.team_id,
        }
