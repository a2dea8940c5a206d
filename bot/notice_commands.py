"""What can be asked of the bot about notices: filling, drafting, approving, releasing, proving, counting, advising."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True)
class FillNotice:
    """Somebody says what notices are filled with: text by field of `notices.yaml`, None for "there is none"."""

    key: str
    actor: str
    incident: int
    answers: Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True)
class DraftNotice:
    """A notice is drafted: its text as the template gave it, and the fields that the template uses."""

    key: str
    actor: str
    incident: int
    kind: str
    text: str
    used: tuple[str, ...]
    each: str | None = None
    recipient: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReviseNotice:
    """A new version of a notice's text. `base` is the version that the form showed."""

    key: str
    actor: str
    incident: int
    draft: str
    base: int
    text: str
    used: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AskApproval:
    """Whoever drafted asks counsel to approve."""

    key: str
    actor: str
    incident: int
    draft: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ApproveNotice:
    """Counsel approves exactly this version. `hashes`: SHA-256 of its text and of its files, by format."""

    key: str
    actor: str
    incident: int
    draft: str
    version: int
    hashes: Mapping[str, str]
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleaseNotice:
    """Communications releases an approved notice, to be sent by people."""

    key: str
    actor: str
    incident: int
    draft: str
    version: int


@dataclass(frozen=True, kw_only=True)
class WantFile:
    """Somebody wants the present version as a file, in the notice's thread: docx, html or pdf."""

    key: str
    actor: str
    incident: int
    draft: str
    version: int
    form: str


@dataclass(frozen=True, kw_only=True)
class RecordBatch:
    """A released notice went out: how, when (UTC), by whom, to how many people by state.

    `roster` is the SHA-256 of the list of names; the list itself never reaches the bot.
    """

    key: str
    actor: str
    incident: int
    draft: str
    method: str
    at: datetime
    people: Mapping[str, int]
    who: str
    roster: str = ""
    receipt: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordTally:
    """What the call center heard on a day: how many calls, and what people asked."""

    key: str
    actor: str
    incident: int
    calls: int
    asked: str


NoticeCommand: TypeAlias = (
    FillNotice
    | DraftNotice
    | ReviseNotice
    | AskApproval
    | ApproveNotice
    | ReleaseNotice
    | WantFile
    | RecordBatch
    | RecordTally
)
