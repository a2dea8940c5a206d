"""What can be asked of the bot about whoever reported: their place, what they are asked, what they add."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True)
class MoveReporter:
    """AI goes on without the reporter in the channel, or brings the reporter back."""

    key: str
    actor: str
    incident: int
    inside: bool


@dataclass(frozen=True, kw_only=True)
class AskReporter:
    """Somebody of the roles asks the reporter something, in the direct message."""

    key: str
    actor: str
    incident: int
    text: str


@dataclass(frozen=True, kw_only=True)
class AddWords:
    """The reporter adds something to the report, or answers what was asked."""

    key: str
    actor: str
    incident: int
    text: str


ReporterCommand: TypeAlias = MoveReporter | AskReporter | AddWords
