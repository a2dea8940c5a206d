"""How a method says no: with Slack's own error code."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """A method's refusal: the code of Slack's documentation and whatever else the answer carries."""

    def __init__(self, code: str, /, *messages: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra
        if messages:
            self.extra["response_metadata"] = {"messages": [f"[ERROR] {line}" for line in messages]}

    def answer(self) -> dict[str, Any]:
        """The JSON that the app gets."""
        return {"ok": False, "error": self.code, **self.extra}


class NotPossible(LookupError):  # noqa: N818  # reads as a sentence where it is raised
    """A person tried what Slack's own screen would not let them do."""
