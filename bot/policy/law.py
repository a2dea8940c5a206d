"""The shape of a law pack: steps, exemptions, obligations and what hangs on them, each with its citation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.condition import Condition
from bot.policy.law_steps import Breach, Exemption, Origin, Reading, Step, Value

QUALITATIVE_CLOCKS = ("without_unreasonable_delay", "immediately", "promptly", "as_directed")
COUNTED_CLOCKS = ("business_days", "calendar_days", "hours")
CONFIDENCE = ("firm", "part", "debatable", "gap")
FOR_EACH = ("owners",)
"""For whom an obligation may stand once each: the owners of the data sets that the department maintains."""
EFFECTS = ("not_required", "delayed")


@dataclass(frozen=True, kw_only=True)
class Content:
    """One thing that a notice must say, or must not; or a measure that the law lets time be spent on."""

    id: str
    cite: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Start:
    """A start of a clock: the earliest of these facts, where the condition holds (None: always)."""

    facts: tuple[str, ...]
    when: Condition | None
    text: str


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A qualitative kind, or a counted kind with its amount: a literal or a dated value of the pack by name.

    The first day is excluded. `calendar` and `reading` only for business days. A qualitative clock has no date: its
    starts say since when time has passed, and `spent_on` the only measures that the law lets that time be spent on.
    """

    kind: str
    cite: str
    amount: int | None = None
    value: str | None = None
    starts: tuple[Start, ...] = ()
    calendar: str | None = None
    reading: str | None = None
    no_start: str | None = None
    spent_on: tuple[Content, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MethodRule:
    """A method of telling people: the parts that must be recorded true, with the sentence if not."""

    kind: str
    cite: str
    needs: tuple[tuple[str, str], ...]
    never: str | None


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A ground for substitute notice: for all, or only for the consumers it counts."""

    id: str
    cite: str
    when: Condition
    whole: bool
    met: str
    unmet: str
    unknown: str
    count: str | None
    less: str | None


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """A notice or an answer that somebody is owed."""

    id: str
    rule: str
    origin: Origin
    for_each: str | None
    start: date
    end: date | None
    not_in_force: str
    recipient: str
    count: str | None
    measure: str | None
    plus: str | None
    depends_on: str | None
    dependent: tuple[str, str] | None
    requires: tuple[str, ...]
    exemptions: tuple[str, ...]
    grounds: tuple[Ground, ...]
    no_ground: str | None
    clock: Clock
    contents: tuple[Content, ...]
    forbidden: tuple[Content, ...]
    methods: tuple[MethodRule, ...]


@dataclass(frozen=True, kw_only=True)
class DeterminationRule:
    """What a determination of CCO ends: with the outcome `ends`, the obligations, with the sentence `ended`.

    `about_breach`: it answers whether there is a breach; `found`: the sentence of the other outcome, where that one
    finds a breach (only then may a determination make a duty appear that the rules deny).
    """

    question: str
    origin: Origin
    ends: bool
    obligations: tuple[str, ...]
    about_breach: bool
    ended: str
    found: str | None


@dataclass(frozen=True, kw_only=True)
class LawDecision:
    """A question that a person decides under the law."""

    id: str
    origin: Origin
    when: Condition
    question: str
    roles: tuple[str, ...]
    guidance: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LawTask:
    """Something to do under the law."""

    id: str
    origin: Origin
    when: Condition
    role: str
    modal: str
    time_word: str | None
    title: str
    text: str
    statement: str | None = None
    """What to ask in words when it is done, where the law asks for a finding."""


@dataclass(frozen=True, kw_only=True)
class RecordRule:
    """A record that the law makes somebody keep, for years from a fact's date."""

    id: str
    origin: Origin
    when: Condition
    years: str
    since: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FlagRule:
    """A federal or contractual hook: open when the data includes a kind and CCO enabled the flag."""

    id: str
    origin: Origin
    data: str
    text: str
    unknown: str
    clock: Clock


@dataclass(frozen=True, kw_only=True)
class StandingDuty:
    """A duty that holds before and between incidents, or a rule that guides one; `every` only as enacted.

    `modal`: the source's own verb where it is a duty, such as shall or must. `register`: the register that carries it.
    """

    id: str
    origin: Origin
    title: str
    text: str
    role: str
    every: str | None
    evidence: str | None
    modal: str | None = None
    register: str | None = None


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """What carries a subsection of the law: parts of the pack by name, or a sentence why none is needed."""

    cite: str
    parts: tuple[str, ...]
    none: str | None


@dataclass(frozen=True, kw_only=True)
class Law:
    """One law as data."""

    name: str
    title: str
    version: str
    verified_on: date
    jurisdiction: str
    residents_of: str | None
    sources: dict[str, str]
    values: dict[str, Value] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    exemptions: dict[str, Exemption] = field(default_factory=dict)
    breach: Breach | None = None
    obligations: tuple[Obligation, ...] = ()
    determinations: tuple[DeterminationRule, ...] = ()
    decisions: tuple[LawDecision, ...] = ()
    tasks: tuple[LawTask, ...] = ()
    records: tuple[RecordRule, ...] = ()
    flags: tuple[FlagRule, ...] = ()
    standing: tuple[StandingDuty, ...] = ()
    coverage: tuple[Carrier, ...] = ()
    consumer_obligation: str | None = None
    """The obligation that tells the people affected."""
    harm_record: str | None = None
    """The record of a determination that harm is not likely."""

    def obligation(self, name: str) -> Obligation | None:
        """The obligation of that id."""
        return next((rule for rule in self.obligations if rule.id == name), None)

    @property
    def methods(self) -> tuple[MethodRule, ...]:
        """The methods of telling the people affected, each with what it must meet; empty: the law names none."""
        found = self.obligation(self.consumer_obligation or "")
        return found.methods if found else ()

    def takes_method(self, planned: Mapping[str, object]) -> bool:
        """Whether a planned method (as in `planned_methods`) is a notice to the people affected under this law."""
        if not self.methods:
            return True
        rule = next((one for one in self.methods if one.kind == planned.get("kind")), None)
        return rule is not None and rule.never is None and all(planned.get(part) is True for part, _ in rule.needs)
