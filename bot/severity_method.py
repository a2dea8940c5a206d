"""The severity method as data: all of `bot/policy/severity.yaml`, published scales and this program's own choices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from bot.condition import Condition

Band: TypeAlias = Literal["low", "medium", "high", "very_high"]

BANDS: tuple[Band, ...] = ("low", "medium", "high", "very_high")
"""From the least to the most severe."""
CIRCUMSTANCES = ("confidentiality", "integrity", "availability", "malice")
"""The parts whose sum is CB (ENISA 2013, Circumstances of the Breach)."""
LEVELLED = ("ei", *CIRCUMSTANCES)
"""The terms whose value is the id of a level; DPC is a score, the category a name."""
IMPACTS = ("functional", "information", "recoverability")
"""NIST SP 800-61r2, Tables 3-2 to 3-4."""
DPC_SCORES = (1, 2, 3, 4)


def highest(bands: Iterable[Band]) -> Band | None:
    """The most severe of some bands; None of none."""
    return max(bands, key=BANDS.index, default=None)


@dataclass(frozen=True, kw_only=True)
class Source:
    """A publication, and how far this file was held against it."""

    title: str
    checked: str


@dataclass(frozen=True, kw_only=True)
class Level:
    """One step of a term: its id, what it counts, and what it means."""

    id: str
    value: Decimal
    cite: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Category:
    """A kind of personal data: its basic DPC, and what each DPC from 1 to 4 means for it."""

    id: str
    score: int
    cite: str
    text: str
    levels: Mapping[int, str]


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term of SE: what to ask people, and its levels from the least up."""

    question: str
    cite: str
    levels: tuple[Level, ...]

    def level(self, name: str) -> Level:
        """The level of an id. Raises KeyError."""
        for level in self.levels:
            if level.id == name:
                return level
        raise KeyError(name)


@dataclass(frozen=True, kw_only=True)
class BandStep:
    """A band and the SE at which it begins."""

    id: Band
    least: Decimal
    cite: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FlagRule:
    """Something beside the score: a condition on facts, or more than a number of people."""

    id: str
    when: Condition | None
    people_more_than: int | None
    cite: str
    met: str
    unmet: str
    unknown: str


@dataclass(frozen=True, kw_only=True)
class ImpactValue:
    """One value of an impact scale. `alone`: it goes with no other value."""

    id: str
    text: str
    alone: bool


@dataclass(frozen=True, kw_only=True)
class ImpactScale:
    """One of NIST's three scales."""

    question: str
    cite: str
    values: tuple[ImpactValue, ...]


@dataclass(frozen=True, kw_only=True)
class FloorRule:
    """A least band while a condition on facts holds; without a condition the voters answer the question themselves."""

    id: str
    at_least: Band
    when: Condition | None
    cite: str
    question: str
    text: str


@dataclass(frozen=True, kw_only=True)
class DataProposal:
    """Facts that propose a kind of data and its DPC."""

    category: str
    dpc: int
    when: Condition
    cite: str
    text: str


@dataclass(frozen=True, kw_only=True)
class LevelProposal:
    """Facts that propose a level of a term."""

    value: str
    when: Condition
    cite: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Method:
    """All of `severity.yaml`. The three labels say which parts are configuration and neither policy nor published."""

    name: str
    version: str
    verified_on: date
    sources: Mapping[str, Source]
    data_question: str
    data_cite: str
    categories: Mapping[str, Category]
    terms: Mapping[str, Term]
    bands: tuple[BandStep, ...]
    flags: tuple[FlagRule, ...]
    impact: Mapping[str, ImpactScale]
    lifts_label: str
    lifts: Mapping[str, Band]
    floors_label: str
    floors: tuple[FloorRule, ...]
    proposals_label: str
    data_proposals: tuple[DataProposal, ...]
    level_proposals: Mapping[str, tuple[LevelProposal, ...]]
