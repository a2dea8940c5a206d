"""What a law pack argues with: where a rule comes from, its dated numbers, readings, steps and exemptions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.condition import Condition, Period


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a rule comes from: citation, source of the pack, how sure, when checked, its own words."""

    cite: str
    source: str
    confidence: str
    verified_on: date
    quote: str | None


@dataclass(frozen=True, kw_only=True)
class Value:
    """A number of the law, as enacted, with the periods in which it is or was in force."""

    name: str
    unit: str
    origin: Origin
    periods: tuple[Period, ...]

    def on(self, day: date) -> int | Decimal | None:
        """The amount in force on a day; None before the first period, after the last, and once repealed."""
        for period in self.periods:
            if period.start <= day and (period.end is None or day < period.end):
                return period.amount
        return None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A debatable reading: what the pack takes it to be, and the question that CCO answers."""

    id: str
    origin: Origin
    text: str
    question: str


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A sentence for one case of an answer (True, False or None for unknown): said when its condition holds."""

    of: bool | None
    when: Condition
    text: str


@dataclass(frozen=True, kw_only=True)
class Step:
    """One question of a rule, and the sentences for its three answers; `variants` say the case at hand.

    `follows`: the step without which this one has no answer of its own, so that only that one is told.
    """

    id: str
    origin: Origin
    when: Condition
    met: str
    unmet: str
    unknown: str
    follows: str | None = None
    variants: tuple[Variant, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Check:
    """One precondition of an exemption. Sentences for false and for unknown."""

    when: Condition
    cite: str
    unmet: str
    unknown: str


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """An exemption that somebody must record. `fact` names what is recorded; absent, the duty stands."""

    id: str
    rule: str
    origin: Origin
    fact: str
    made: Condition
    checks: tuple[Check, ...]
    effect: str
    taken: str


@dataclass(frozen=True, kw_only=True)
class Breach:
    """When the law finds a breach: its steps in order, the exemptions, and the sentences."""

    origin: Origin
    steps: tuple[str, ...]
    exemptions: tuple[str, ...]
    met: str
    unmet: str
    unknown: str
