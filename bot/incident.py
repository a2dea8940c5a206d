"""What is known of one incident: frozen facts, read from storage, decided on, never changed in place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, TypeAlias

from bot.determination import Determination
from bot.duty import Holder, Reminder
from bot.evidence import EvidenceItem
from bot.note import NoteKind, kind_of
from bot.notice_draft import NoticeDraft
from bot.question import OpenQuestion

IncidentState: TypeAlias = Literal["reported", "investigating", "closed"]
ItemState: TypeAlias = Literal["open", "done", "not_applicable", "withdrawn"]


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One report and what became of it. Times are UTC; people are Slack user ids."""

    id: int
    number: str
    state: IncidentState
    reporter: str
    reported_at: datetime
    channel_name: str
    kinds: tuple[str, ...] = ()
    office: str | None = None
    noticed_at: datetime | None = None
    ongoing: str = "unknown"
    people_data: str = "unknown"
    what: str = ""
    behalf_of: str | None = None
    channel: str | None = None
    called_at: datetime | None = None
    called_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of a checklist: a provision of the policy or a law, the role that owes it, and how it stands.

    `subject` is what it is for where the rule says for each (a county, a contractor), else empty. Title, citation and
    verb are as they were when the item appeared: a later edition of the policy does not rewrite what people were asked.
    `withdrawn`: its condition no longer holds; `reason` says why.
    """

    id: str
    role: str
    position: int
    title: str
    cite: str
    modal: str | None = None
    time_word: str | None = None
    subject: str = ""
    state: ItemState = "open"
    assignee: str | None = None
    by: str | None = None
    at: datetime | None = None
    reason: str | None = None


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """The lines in the policy's order; those of one place by role and provision, the same on every database."""
    return tuple(sorted(items, key=lambda item: (item.position, item.role, item.id, item.subject)))


@dataclass(frozen=True, kw_only=True)
class KnownFact:
    """What is known, as plain JSON, with who said so and when: a fact of the vocabulary, or a note of another `kind`.

    `version` grows by incident.
    """

    name: str
    value: Any
    by: str
    at: datetime
    version: int

    @property
    def kind(self) -> NoteKind:
        """What this is."""
        return kind_of(self.name)


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A step that Slack refused for good: the step's name and Slack's error code."""

    step: str
    error: str


@dataclass(frozen=True, kw_only=True)
class Absent:
    """Somebody who should be in the channel and could not be invited, with Slack's reason."""

    person: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """Where a surface (a card, a checklist) stands in Slack."""

    surface: str
    channel: str
    ts: str


@dataclass(frozen=True, kw_only=True)
class IncidentFacts:
    """All that a decision about one incident, or a picture of it, needs."""

    incident: Incident
    items: tuple[Item, ...] = ()
    absent: tuple[Absent, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    messages: Mapping[str, Message] = field(default_factory=dict)
    known: Mapping[str, KnownFact] = field(default_factory=dict)
    holders: Mapping[str, Holder] = field(default_factory=dict)
    vacant: Mapping[str, datetime] = field(default_factory=dict)
    """Since when nobody holds a role that somebody held before."""
    reminders: tuple[Reminder, ...] = ()
    """The next reminders of the open duties."""
    determinations: tuple[Determination, ...] = ()
    """What was decided and is in force."""
    notice_drafts: Mapping[str, NoticeDraft] = field(default_factory=dict)
    """The notices that were drafted, by id."""
    asked: Mapping[str, OpenQuestion] = field(default_factory=dict)
    """The questions that stand in the channel."""
    evidence: Mapping[int, EvidenceItem] = field(default_factory=dict)
    """What is kept as evidence, by its number within the incident."""

    def in_force(self, question: str, role: str = "") -> Determination | None:
        """What was determined on that question, by that role where each role answers for itself."""
        return next((one for one in self.determinations if (one.question, one.role) == (question, role)), None)

    def version_of(self, name: str) -> int:
        """The version of one fact; 0 while nobody has said anything of it."""
        return self.known[name].version if name in self.known else 0

    def reminder(self, kind: str, subject: str) -> Reminder | None:
        """The next reminder of that duty, if it is open."""
        return next((one for one in self.reminders if (one.kind, one.subject) == (kind, subject)), None)

    def item(self, role: str, item_id: str, subject: str = "") -> Item | None:
        """That provision on the role's list, if this incident has it (a joint duty stands on several lists)."""
        return next((one for one in self.of_role(role) if (one.id, one.subject) == (item_id, subject)), None)

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The facts as the assessment takes them: plain JSON by name, without what else is kept among them."""
        return {name: fact.value for name, fact in self.known.items() if fact.kind == "fact"}

    @property
    def version(self) -> int:
        """The version of the facts: that of the newest one."""
        return max((fact.version for fact in self.known.values()), default=0)

    @property
    def next_version(self) -> int:
        """The version of what is written next."""
        return self.version + 1

    @property
    def next_evidence(self) -> int:
        """The number of the item of evidence that is registered next."""
        return max(self.evidence, default=0) + 1

    @property
    def next_position(self) -> int:
        """Where a line that appears now stands: after all others."""
        return max((item.position for item in self.items), default=-1) + 1

    def of_role(self, role: str) -> tuple[Item, ...]:
        """The role's checklist, in the policy's order."""
        return tuple(item for item in self.items if item.role == role)
