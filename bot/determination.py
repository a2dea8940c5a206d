"""What named people determined, and is in force: with its reasons, and the version of each fact that it relied on.

The bot asks and remembers; it never decides (policy 4 to 11, RSMo 407.1500).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Determination:
    """What was decided and is in force: with what stands behind it, and the version of each fact that it relied on.

    `role` is set where each role answers for itself (a vote). `facts` is what the deciders saw: fact -> value, by, at,
    version. `answers` are plain JSON values by field.
    """

    question: str
    role: str
    outcome: str
    by: str
    at: datetime
    relied_on: Mapping[str, int]
    reason: str = ""
    consulted: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    expunged: bool = False

    @property
    def occasion(self) -> int:
        """What tells this determination from another on the same question: when it was made (ms since 1970)."""
        return round(self.at.timestamp() * 1000)


def told_by(paper: str | None) -> dict[str, Any]:
    """What is kept as `paper` of a determination, by field; expunged by order, it says no reasons and no answers."""
    said = json.loads(paper) if paper is not None else {}
    return {
        "reason": said.get("reason", ""),
        "consulted": tuple(said.get("consulted", ())),
        "answers": said.get("answers", {}),
        "facts": said.get("facts", {}),
        "expunged": paper is None,
    }
