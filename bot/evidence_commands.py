"""What can be asked of the bot about evidence (policy 11.C): guidance, items, what happened to them, holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.evidence import EventKind


@dataclass(frozen=True, kw_only=True)
class RegisterEvidence:
    """A thing or a file is evidence. `at`: when it was found (UTC); `words`: what is known of it, by the names of
    `bot/policy/evidence.yaml`; `copy_of`: the number of the item that it was made from."""

    key: str
    actor: str
    incident: int
    kind: str
    at: datetime
    words: Mapping[str, str] = field(default_factory=dict)
    copy_of: int | None = None


@dataclass(frozen=True, kw_only=True)
class RecordCustody:
    """Something happened to an item. `base`: how many events the form showed; `at`: when it happened (UTC)."""

    key: str
    actor: str
    incident: int
    item: int
    kind: EventKind
    base: int
    at: datetime
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class GiveGuidance:
    """What CCO or AI requires about preserving evidence: what, how, until when, who may touch it (policy 11.C)."""

    key: str
    actor: str
    incident: int
    role: str
    text: str


@dataclass(frozen=True, kw_only=True)
class AcknowledgeGuidance:
    """IS, or whoever speaks for an outside office (`partner`, `person` there), has read a guidance of that version."""

    key: str
    actor: str
    incident: int
    role: str
    version: int
    partner: str = ""
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class SetHold:
    """CCO puts a legal hold on the incident's evidence, or ends it: nothing is disposed of while it stands."""

    key: str
    actor: str
    incident: int
    stands: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class DecideFormalCustody:
    """CCO decides whether an item needs formal custody, and why (SP 800-61r3: not every item goes to court)."""

    key: str
    actor: str
    incident: int
    item: int
    formal: bool
    reason: str


EvidenceCommand: TypeAlias = (
    RegisterEvidence | RecordCustody | GiveGuidance | AcknowledgeGuidance | SetHold | DecideFormalCustody
)
