"""The answer of an assessment, in the shape that ASSESS names; `as_json` gives it as plain values."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """A sentence with its citation."""

    cite: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One thing that a notice must say, or must not."""

    id: str
    cite: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Alternative:
    """Another date that another reading gives, and why."""

    due: date | datetime
    reason: str
    cite: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RefusedMethod:
    """A planned method that the law does not accept, and why."""

    kind: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SettledBy:
    """The determination of CCO that governs in place of what the rules alone say."""

    question: str
    outcome: bool
    at: datetime | None
    by: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentAnswer:
    """Whether the policy's own definition is met: yes, no or unresolved."""

    status: str
    reasons: tuple[Reason, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BreachAnswer:
    """Whether the law finds a breach: yes, no or unresolved. `law` None: no enabled pack defines one."""

    law: str | None
    status: str
    debatable: bool
    reading: str | None
    reasons: tuple[Reason, ...]
    needs: tuple[str, ...]
    could_change: tuple[str, ...]
    rule_status: str = ""
    settled_by: SettledBy | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ObligationAnswer:
    """One obligation. `count`: people. `due`: only where a source sets a countable limit.

    `cite`: the subsection that makes this duty. `subject`: the party or data set that a repeated duty is about.
    `rule_status`: what the rules alone say, where a determination governs. `at_least`: a count that is certain.
    """

    id: str
    law: str
    recipient: str
    status: str
    count: int | None
    clock: str | None
    due: date | datetime | None
    alternatives: tuple[Alternative, ...]
    contents: tuple[Item, ...]
    contents_forbidden: tuple[Item, ...]
    methods_refused: tuple[RefusedMethod, ...]
    debatable: bool
    reading: str | None
    reasons: tuple[Reason, ...]
    needs: tuple[str, ...]
    could_change: tuple[str, ...]
    cite: str = ""
    subject: str | None = None
    rule_status: str = ""
    settled_by: SettledBy | None = None
    at_least: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionAnswer:
    """A question that a person decides."""

    id: str
    question: str
    roles: tuple[str, ...]
    guidance: tuple[str, ...]
    cite: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskAnswer:
    """Something to do. `role` answers for it; `for_each` names the one it stands for, where there is one each."""

    id: str
    role: str
    modal: str | None
    time_word: str | None
    for_each: str | None
    title: str
    cite: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unsettled:
    """A task, decision or record whose condition is unknown: not dropped, not yet asked of anybody."""

    id: str
    kind: str
    needs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagAnswer:
    """A federal flag: open, or unresolved while it is unknown whether the data includes its kind."""

    id: str
    status: str
    due: date | datetime | None
    reasons: tuple[Reason, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordAnswer:
    """A record to keep until a day; None while the day it counts from is unknown."""

    id: str
    keep_until: date | None
    cite: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """Something odd in the facts that does not stop the assessment: the fact and a sentence."""

    fact: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PackAnswer:
    """A pack that was used, its version and the day it was last checked against its source."""

    name: str
    version: str
    verified_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Assessment:
    """What the policy and the law ask for, given what is known."""

    policy_incident: IncidentAnswer
    statutory_breach: BreachAnswer
    obligations: tuple[ObligationAnswer, ...]
    decisions: tuple[DecisionAnswer, ...]
    tasks: tuple[TaskAnswer, ...]
    unsettled: tuple[Unsettled, ...]
    flags: tuple[FlagAnswer, ...]
    records: tuple[RecordAnswer, ...]
    marks: tuple[Mark, ...]
    policy: PackAnswer
    packs: tuple[PackAnswer, ...]


def as_json(value: Any) -> Any:
    """An answer as JSON's own values: dates as ISO 8601, tuples as lists, dataclasses as objects."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
