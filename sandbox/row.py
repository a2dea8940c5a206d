"""A record that reads by attribute, or by key like the JSON Slack would send."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Row:
    """Lets a test write `message["text"]` as well as `message.text`."""

    def json(self) -> Json:
        """The record as Slack's JSON; a record with another shape there says so itself."""
        return {key: value for key, value in vars(self).items() if not key.startswith("_")}

    def __getitem__(self, key: str) -> Any:
        return self.json()[key]

    def __contains__(self, key: object) -> bool:
        return key in self.json()

    def get(self, key: str, default: Any = None) -> Any:
        """The value under a key of the JSON, or the default."""
        return self.json().get(key, default)
