"""What can be asked of the bot about counsel's room: advice and drafts, who is inside, what Slack answered."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True)
class GiveAdvice:
    """Counsel's advice, or a draft of a determination on `question`: privileged, in counsel's room."""

    key: str
    actor: str
    incident: int
    text: str
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class NameCounselPeople:
    """CCO says who is in counsel's room beside its own people: `users` takes the place of who was named before."""

    key: str
    actor: str
    incident: int
    users: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MovePrivileged:
    """CCO moves the privileged threads that an earlier version left in the incident's channel."""

    key: str
    actor: str
    incident: int


@dataclass(frozen=True, kw_only=True)
class CounselRoomOpened:
    """Slack made counsel's room, and its own answer says that it is private."""

    key: str
    incident: int
    channel: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CounselInvited:
    """Slack took the invitation into counsel's room. `absent`: whom it refused, (Slack user id or address, reason)."""

    key: str
    incident: int
    inside: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]


CounselCommand: TypeAlias = GiveAdvice | NameCounselPeople | MovePrivileged | CounselRoomOpened | CounselInvited
