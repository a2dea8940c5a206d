"""A question of the policy or of a law: what is asked of whom, when, with which outcomes, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias, get_args

from bot.condition import Condition

QuestionKind: TypeAlias = Literal[
    "decision", "determination", "vote", "reading", "delay", "given", "closing", "way_out", "way_out_word"
]


FieldKind: TypeAlias = Literal["line", "text", "moment", "choice", "choices", "yes_no", "count", "notices"]


QUESTION_KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)


FIELD_KINDS: tuple[FieldKind, ...] = ("line", "text", "moment", "choice", "choices", "yes_no", "count", "notices")


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One thing that the form of a question asks. `required_for`: the outcomes that cannot be recorded without it.

    Kinds: line, text, moment (UTC, never in the future), choice, choices, yes_no, count, notices (obligations by id).
    `sets`: the fact that the answer becomes.
    """

    id: str
    kind: FieldKind
    label: str
    hint: str | None = None
    required_for: tuple[str, ...] = ()
    asked_for: tuple[str, ...] = ()
    """The outcomes for which the form asks it though they can be recorded without it; others need not ask."""
    choices: Mapping[str, str] = field(default_factory=dict)
    sets: str | None = None


@dataclass(frozen=True, kw_only=True)
class FollowUpTask:
    """A task that an outcome brings with it, for a role."""

    id: str
    role: str
    title: str
    cite: str


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What a law asks of an outcome before it may be recorded: exactly one of the ways is given.

    `when`: a condition of the packs on the facts, which must be true. Or the answer in the field `answer`: `must_be`
    this value (`or_same_day`: else the moments in those two fields are of one day in the department's zone, now
    standing for the first while it is empty), `must_not_be` this value, be `given` (`unless` the yes-or-no field says
    yes), or `not_before` the moment in another field. `refuses` names the refusal, which stands under `field`.
    """

    refuses: str
    field: str
    cite: str
    when: Condition | None = None
    answer: str | None = None
    must_be: str | bool | None = None
    or_same_day: tuple[str, ...] = ()
    given: bool = False
    unless: str | None = None
    must_not_be: str | bool | None = None
    not_before: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One way to decide. `sets`: the facts that it becomes; `entails`: the tasks that follow.

    `binds`: what it determines for the assessment, whatever the rules say of the facts. `requires`: what the law asks
    before. `verdict`: what it says of the statute's question, yes or no. `calls_for`: the obligation whose notices it
    calls for, though the law does not.
    """

    id: str
    label: str
    text: str
    sets: Mapping[str, bool] = field(default_factory=dict)
    binds: Mapping[str, bool] = field(default_factory=dict)
    entails: tuple[FollowUpTask, ...] = ()
    requires: tuple[Requirement, ...] = ()
    verdict: str | None = None
    calls_for: str | None = None
    keeps: tuple[str, ...] = ()
    """Of a way out: the policy's provisions that still ask for something once the incident is closed."""


@dataclass(frozen=True, kw_only=True)
class AskWhen:
    """When a question is asked in the channel: every part that is given must hold.

    `when`: a condition of the packs. `verdict`, `obligation`: how the assessment stands. `after`: another question is
    decided, with `outcomes` among its outcomes, or with a severity of at least `at_least`. `recorded`: the team has
    recorded facts.
    """

    when: Condition | None = None
    verdict: tuple[str, ...] = ()
    obligation: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: str | None = None
    outcomes: tuple[str, ...] = ()
    at_least: str | None = None
    recorded: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of whom, why, and on which facts the answer relies; a change of one of those calls it in again."""

    id: str
    kind: QuestionKind
    title: str
    text: str
    cite: str
    roles: tuple[str, ...]
    guidance: tuple[str, ...] = ()
    why: str = ""
    modal: str | None = None
    outcomes: tuple[Outcome, ...] = ()
    fields: tuple[FormField, ...] = ()
    relies_on: tuple[str, ...] = ()
    ask: tuple[AskWhen, ...] = ()
    always: bool = False
    record: str | None = None
    """The record of a law that it is: kept from the later of the decision and the closing."""
    on_record: str = ""
    """What whoever decides reads in the form and in the determination record, such as the penalties of the law."""
    subject: str = ""
    """What it is about, where a law raises it several times: an obligation's recipient."""

    def outcome(self, outcome_id: str) -> Outcome | None:
        """The outcome of that id."""
        return next((one for one in self.outcomes if one.id == outcome_id), None)


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """A question that stands in the channel since `at`; `withdrawn`: what is known now no longer asks for it."""

    question: str
    at: datetime
    withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class ClosingTest:
    """Items of the policy that must be settled before an incident is closed; `done`: not applicable is no answer."""

    id: str
    items: tuple[str, ...]
    done: bool
    cite: str
    text: str
