"""One figure, with what it is measured against in the same run and how much it varied."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Row:
    """A median; `spread` is the least and the greatest of the rounds."""

    name: str
    value: float
    unit: str
    against: str
    spread: tuple[float, float]


def row(name: str, values: Sequence[float], unit: str, against: str) -> Row:
    """The median of several rounds."""
    return Row(
        name=name,
        value=_rounded(median(values)),
        unit=unit,
        against=against,
        spread=(_rounded(min(values)), _rounded(max(values))),
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _rounded(value: float) -> float:
    return round(value, 3 if abs(value) < 10 else 1)
