"""What can be asked of the bot: each thing that arrives becomes one of these frozen commands.

`key` names the delivery that carried the command (a trigger, a view with its hash, an outbox row); the same key twice
is the same act, with the first answer (Slack may deliver a thing more than once).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from bot.evidence_commands import EvidenceCommand
from bot.involved_commands import InvolvedCommand
from bot.notice_commands import NoticeCommand
from bot.question_commands import QuestionCommand
from bot.step_commands import StepCommand

YesNoUnknown: TypeAlias = Literal["yes", "no", "unknown"]
ItemAct: TypeAlias = Literal["done", "not_applicable", "assign", "undo"]
# fmt: off
ChannelChange: TypeAlias = Literal[
    "joined", "left", "stranger", "settled", "renamed", "named", "archived", "unarchived",
    "removed", "returned", "deleted", "public", "private", "shared", "unshared", "role_lost",
]
# fmt: on
"""`stranger`: found inside without a role; `settled`: gone again, or of a role by now. `removed`: the bot itself."""


@dataclass(frozen=True, kw_only=True)
class ReportIncident:
    """Somebody suspects theft or unauthorized access of data (policy 3 and 5). Times are UTC."""

    key: str
    actor: str
    what: str
    kinds: tuple[str, ...] = ()
    office: str | None = None
    noticed_at: datetime | None = None
    ongoing: YesNoUnknown = "unknown"
    people_data: YesNoUnknown = "unknown"
    called: bool = False
    behalf_of: str | None = None
    view_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class RecordCall:
    """The reporter, or somebody of Audits (AI), says that the call of policy 3 was made; when, and who answered."""

    key: str
    actor: str
    incident: int
    at: datetime | None = None
    answered: str = ""


@dataclass(frozen=True, kw_only=True)
class GiveRole:
    """Somebody takes a role (user is the actor), hands it over, or AI's lead assigns it; with a note, if any."""

    key: str
    actor: str
    incident: int
    role: str
    user: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SnoozeReminder:
    """Somebody wants to be reminded later: `until` is UTC."""

    key: str
    actor: str
    incident: int
    reminder: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ReminderSent:
    """Slack took a reminder: `about` are the duties in it, `late` since when it was due if it came late.

    `channel` and `ts` are where it stands; `alone`: it is about one duty, and has buttons for it.
    """

    key: str
    incident: int
    user: str
    about: tuple[tuple[str, str], ...]
    channel: str
    ts: str
    alone: bool
    late: datetime | None = None
    others: tuple["ReminderSent", ...] = ()


@dataclass(frozen=True, kw_only=True)
class OutOfBandTried:
    """An unclaimed role went out by e-mail, SMS or pager: what came of it."""

    key: str
    incident: int
    role: str
    outcome: Literal["sent", "refused", "not_configured"]


@dataclass(frozen=True, kw_only=True)
class RecordLeaderNotice:
    """The district engineer, division leader or state engineer was told (policy 7): who, how, when."""

    key: str
    actor: str
    incident: int
    name: str
    method: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ChannelChanged:
    """Slack says that somebody changed the incident's channel: who came or went, or its new name."""

    key: str
    incident: int
    change: ChannelChange
    user: str = ""
    name: str = ""
    looked: bool = False
    """Found by looking and not heard of: it may have been told already."""


@dataclass(frozen=True, kw_only=True)
class TeamMoved:
    """Slack's directory says that people came into roles or lost them: (Slack user id, role)."""

    key: str
    incident: int
    joined: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class PutChannelRight:
    """AI undoes a change to the channel, or says that it is right."""

    key: str
    actor: str
    incident: int
    change: ChannelChange
    user: str = ""
    leave: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckDuties:
    """The self-check: every open duty must have its next reminder, and every holder must still be able to act."""

    key: str
    incident: int


@dataclass(frozen=True, kw_only=True)
class ActOnItem:
    """A press on a checklist: done, not applicable (with its reason), assigned to a member of the role, or undone.

    `statement`: what the provision asks for as evidence, where it asks for words: a finding, a list, a signature.
    """

    key: str
    actor: str
    incident: int
    role: str
    item: str
    act: ItemAct
    subject: str = ""
    reason: str | None = None
    assignee: str | None = None
    statement: str | None = None


@dataclass(frozen=True, kw_only=True)
class RecordFacts:
    """Somebody says what is known now: fact -> plain JSON value, None for "not known after all".

    `seen` is the version of the facts that the form showed: what changed meanwhile is not overwritten unseen.
    """

    key: str
    actor: str
    incident: int
    values: Mapping[str, Any]
    seen: int


@dataclass(frozen=True, kw_only=True)
class PostUpdate:
    """Somebody tells the channel how things stand: what was done, what comes next."""

    key: str
    actor: str
    incident: int
    text: str


@dataclass(frozen=True, kw_only=True)
class RecordElapsed:
    """What the time before a notice is spent on (ids of the law's measures), and CCO's own target (an ISO day)."""

    key: str
    actor: str
    incident: int
    pack: str
    obligation: str
    spent_on: tuple[str, ...]
    target: str | None


IncidentCommand: TypeAlias = (
    NoticeCommand
    | InvolvedCommand
    | EvidenceCommand
    | StepCommand
    | RecordCall
    | GiveRole
    | SnoozeReminder
    | ReminderSent
    | OutOfBandTried
    | RecordLeaderNotice
    | ChannelChanged
    | TeamMoved
    | PutChannelRight
    | CheckDuties
    | ActOnItem
    | RecordFacts
    | QuestionCommand
    | PostUpdate
    | RecordElapsed
)
"""What is decided on the facts of an incident that exists."""
Command: TypeAlias = ReportIncident | IncidentCommand
