"""What deciding gives: changes to remember, entries for the record, things to send, and an answer; or a refusal.

Text that people typed is never copied into a change or an entry: it stands once in `Decision.texts`, and is referred to
by `Text(name)`, so that it can be expunged by order without breaking the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.counsel_changes import RoomChange
from bot.duty import Shown
from bot.evidence_changes import EvidenceChange
from bot.expunging import EndText
from bot.incident import IncidentState, Item, ItemState
from bot.notice_changes import NoticeChange
from bot.party_changes import RenameItem
from bot.reminder_changes import ReminderChange
from bot.sends import Refresh as Refresh
from bot.sends import Revive as Revive
from bot.sends import Send as Send
from bot.sends import Step as Step
from bot.text import Text as Text
from bot.text import Value as Value
from bot.turns import SetOpening, Wait


@dataclass(frozen=True, kw_only=True)
class OpenIncident:
    """Remember a new report. Times are UTC."""

    number: str
    channel_name: str
    reporter: str
    reported_at: datetime
    kinds: tuple[str, ...]
    office: str | None
    noticed_at: datetime | None
    ongoing: str
    people_data: str
    what: Text
    behalf_of: Text | None
    called_at: datetime | None
    called_by: str | None
    view_id: str | None
    opens_at: datetime | None = None
    waits: Wait | None = None
    reporter_inside: bool = True


@dataclass(frozen=True, kw_only=True)
class SetChannel:
    """The incident's private channel exists."""

    channel: str
    name: str
    state: IncidentState


@dataclass(frozen=True, kw_only=True)
class AddItems:
    """Put items on the checklists."""

    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class SetFact:
    """What is known now; None as value means that it is not known after all. `version` as in KnownFact."""

    name: str
    value: Text | None
    by: str
    at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class SetItem:
    """How a checklist line stands now."""

    role: str
    item: str
    subject: str
    state: ItemState
    assignee: str | None
    by: str | None
    at: datetime | None
    reason: Text | None = None


@dataclass(frozen=True, kw_only=True)
class SetCalled:
    """The telephone call of policy 3 was made."""

    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class SetAbsent:
    """Who could not be invited, with Slack's reason; replaces what was known before."""

    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class SetMessage:
    """Where a surface stands."""

    surface: str
    channel: str
    ts: str


@dataclass(frozen=True, kw_only=True)
class AddTrouble:
    """A step that Slack refused for good."""

    step: str
    error: str


@dataclass(frozen=True, kw_only=True)
class EndTrouble:
    """What Slack refused has come through, or is so no more."""

    step: str


@dataclass(frozen=True, kw_only=True)
class SetHolder:
    """Who holds a role from now on; None: nobody."""

    role: str
    user: str | None
    by: str
    at: datetime
    note: Text | None = None


@dataclass(frozen=True, kw_only=True)
class PutReminder:
    """When an open duty is called to mind next; a settled one is open again. `sent`: one more was sent.

    `snoozed`: somebody put it off, and the messages that show it are over.
    """

    kind: str
    subject: str
    due_at: datetime
    sent: bool = False
    snoozed: bool = False


@dataclass(frozen=True, kw_only=True)
class EndReminder:
    """A duty is settled: nobody is reminded of it any more, and the messages that show it are over."""

    kind: str
    subject: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SetState:
    """The incident is closed, or open again."""

    state: IncidentState


@dataclass(frozen=True, kw_only=True)
class SetDetermination:
    """What is determined from now on; what was in force before ends. `paper` is JSON: answers, reasons and facts."""

    question: str
    role: str
    outcome: str
    by: str
    at: datetime
    relied_on: Mapping[str, int]
    paper: Text


@dataclass(frozen=True, kw_only=True)
class EndDetermination:
    """What was determined is in force no more; the question is open again."""

    question: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AskQuestion:
    """A question stands in the channel from now on, or no longer."""

    question: str
    at: datetime
    withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class ShowReminder:
    """Which message reminds a person of a duty from now on."""

    kind: str
    subject: str
    shown: Shown


Change: TypeAlias = (
    OpenIncident
    | SetOpening
    | SetChannel
    | AddItems
    | SetItem
    | RenameItem
    | SetFact
    | SetCalled
    | SetAbsent
    | SetMessage
    | AddTrouble
    | EndTrouble
    | SetHolder
    | PutReminder
    | EndReminder
    | SetState
    | SetDetermination
    | EndDetermination
    | AskQuestion
    | NoticeChange
    | RoomChange
    | EndText
    | EvidenceChange
    | ShowReminder
    | ReminderChange
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the record: who did what. Values are strings, whole numbers, booleans or references to texts."""

    kind: str
    actor: str
    body: Mapping[str, Value | Text] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What to tell the person who asked: the sentence of this name in `templates/messages/answers.j2`."""

    name: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why not: the sentence of this name in `templates/messages/refusals.j2`. Nothing was changed."""

    name: str
    values: Mapping[str, Value] = field(default_factory=dict)
    refresh: tuple[Refresh, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Everything that one transaction writes."""

    answer: Answer
    changes: tuple[Change, ...] = ()
    entries: tuple[Entry, ...] = ()
    sends: tuple[Send, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
