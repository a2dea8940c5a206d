"""What deciding about notices changes: a text and its versions, approval, release, proof."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.text import Text


@dataclass(frozen=True, kw_only=True)
class SetNoticeDraft:
    """A notice's text from now on: a new version, which no approval covers. `values` is JSON: what its fields held."""

    draft: str
    kind: str
    each: Text | None
    recipient: str | None
    version: int
    text: Text
    values: Text
    author: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AskForApproval:
    """Counsel is asked to approve a notice."""

    draft: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SetApproval:
    """Counsel approved the present version of a notice: these hashes and no others."""

    draft: str
    by: str
    at: datetime
    hashes: Mapping[str, str]
    reason: Text | None


@dataclass(frozen=True, kw_only=True)
class SetRelease:
    """The present version of a notice may be sent by people."""

    draft: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AddBatch:
    """A notice went out. `paper` is JSON: method, people by state, roster, receipt."""

    draft: str
    by: str
    at: datetime
    paper: Text


@dataclass(frozen=True, kw_only=True)
class RenameNotice:
    """A notice is for the same party under its new name; its text and what was approved stay."""

    draft: str
    each: Text


NoticeChange: TypeAlias = SetNoticeDraft | RenameNotice | AskForApproval | SetApproval | SetRelease | AddBatch
