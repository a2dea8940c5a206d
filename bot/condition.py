"""The conditions of the packs as data: what they are made of, and which facts they read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

COMPARISONS = ("more_than", "at_least", "less_than", "at_most")


MEASURES = ("sum_of", "largest_of", "count_of")


REFERENCES = ("absent", "known", "claimed", "step", "taken", "reading", "determined")


_OF_FACTS = ("absent", "known", "claimed")


STATUSES = (
    *("required", "not_required", "delayed", "unresolved", "available", "not_available", "subset_only"),
    "settled",
)


@dataclass(frozen=True, kw_only=True)
class Operand:
    """The right side: a literal, a dated value of the pack by name, or another fact by path."""

    literal: str | int | Decimal | bool | tuple[str, ...] | None = None
    value: str | None = None
    fact: str | None = None


@dataclass(frozen=True, kw_only=True)
class Combination:
    """`operator` is all, any, or with one part: not, some_element, shown."""

    operator: str
    parts: tuple["Condition", ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A fact (by path, possibly measured by sum_of, largest_of or count_of) against an operand."""

    fact: str
    measure: str | None = None
    operator: str = "true"
    operand: Operand | None = None
    plus: str | None = None


@dataclass(frozen=True, kw_only=True)
class OpenUntil:
    """Unknown until the condition holds, then false. `first`: the fact that is asked for before the condition's."""

    until: "Condition"
    first: str


@dataclass(frozen=True, kw_only=True)
class Reference:
    """absent, known or claimed with a fact's path; step, taken or reading with a name of the pack; determined."""

    kind: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Owed:
    """Some obligation of the enabled packs has one of the statuses."""

    statuses: tuple[str, ...]


Condition = Combination | Comparison | OpenUntil | Reference | Owed


def leaves(condition: Condition) -> Iterator[Comparison | Reference | Owed]:
    """Every leaf of a condition, left to right."""
    if isinstance(condition, Combination):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, OpenUntil):
        yield from leaves(condition.until)
    else:
        yield condition


def facts_of(condition: Condition) -> Iterator[str]:
    """The paths of the facts that a condition reads itself, not through steps or exemptions."""
    for leaf in leaves(condition):
        if isinstance(leaf, Comparison):
            yield leaf.fact
            if leaf.operand is not None and leaf.operand.fact is not None:
                yield leaf.operand.fact
        elif isinstance(leaf, Reference) and leaf.kind in _OF_FACTS:
            yield leaf.name


NEVER = Combination(operator="any", parts=())


@dataclass(frozen=True, kw_only=True)
class Period:
    """`amount` is in force from `start` until the day before `end` (None = still); None is a repeal."""

    start: date
    end: date | None
    amount: int | Decimal | None
