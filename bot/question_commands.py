"""What can be asked of the bot about decisions: deciding, adding, confirming, opening again, the severity's terms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

DetermineAct: TypeAlias = Literal["decide", "amend", "confirm"]


@dataclass(frozen=True, kw_only=True)
class Determine:
    """Somebody decides a question, adds to a decision, or confirms it on the facts as they stand now.

    `role` is the role that answers, where each role answers for itself. `answers` are plain JSON values by field;
    moments are ISO date-times in UTC. `seen` is the version of the facts that the form showed.
    """

    key: str
    actor: str
    incident: int
    question: str
    act: DetermineAct
    outcome: str
    seen: int
    role: str = ""
    reason: str = ""
    consulted: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    occasion: int | None = None
    """The determination that the form was about (`Determination.occasion`); None where it showed none."""


@dataclass(frozen=True, kw_only=True)
class Reopen:
    """Somebody opens a question again that was decided, with a reason; the incident itself, when it is the closing."""

    key: str
    actor: str
    incident: int
    question: str
    reason: str
    occasion: int | None = None
    """As of `Determine`."""


@dataclass(frozen=True, kw_only=True)
class RecordSeverityTerms:
    """The terms of the severity (policy 7): plain JSON by term, None where not known. IS alone fills the impact."""

    key: str
    actor: str
    incident: int
    terms: Mapping[str, Any]
    seen: int


QuestionCommand: TypeAlias = Determine | Reopen | RecordSeverityTerms
