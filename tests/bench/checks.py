"""What each row of the benchmark must hold: a figure that cannot be right, or misses what it promises, is seen.

A bound is either a promise (documented beside it in the row) or what no working bot can show: nothing sent at all,
nothing waited for, a share beyond all. Times are only held
against promises; how long a shared machine takes is no fault.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.row import Row
from tests.storage.test_statements import LIMITS

NOTHING = 1e-9
"""More than nothing: whatever was measured took some time or memory."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """The bounds of the rows whose name fits: of the least and of the greatest of all rounds."""

    rows: str
    least: float = NOTHING
    most: float = float("inf")

    def holds(self, row: Row) -> bool:
        """Whether every round is within the bounds."""
        return self.least <= row.spread[0] and row.spread[1] <= self.most


CHECKS: Sequence[Check] = (
    Check(rows=r"acknowledgement \(.*\), one at a time, p50"),
    Check(rows=r"acknowledgement \(.*\), one at a time, p50 ratio.*", least=1.0),
    Check(rows=r"acknowledgement \(.*\), 50 at once, p99"),
    Check(rows=r"acknowledgement \(.*\), 50 at once, recorded in time", least=100, most=100),
    Check(rows=r"acknowledgement \(.*\), 50 at once, requests a second"),
    Check(rows=r"acknowledgement \(.*\), 50 at once, ratio of requests a second", least=1.0),
    Check(rows=r"burst of \d+: recorded and acknowledged within 3 s", least=100, most=100),
    Check(rows=r"burst of \d+: slowest acknowledgement", most=3.0),
    Check(rows=r"30 clicks in a second: updates of the checklist", least=1, most=10),
    Check(rows=r"30 clicks in a second: the last state stands there", least=100, most=100),
    Check(rows=r"resident memory at start", least=10),
    Check(rows=r"resident memory, .*", least=10, most=160),
    Check(rows=r"start-up: .*"),
    Check(rows=r"reporter inside the channel, from sending the report", least=400),
    Check(rows=r"reporter inside the channel, ratio", least=2.0, most=2.9),
    Check(rows=r"Slack calls per opening", least=10, most=24),
    Check(rows=r"delivery: claim, read and finish a step \(.*\)"),
    Check(rows=r"assessments on one core", least=100),
    Check(rows=r"assessments of (one data set|twenty data sets)", least=10),
    Check(rows=r"update facts: the form is acknowledged", most=3000),
    Check(rows=r"update facts: the new card stands there", most=3000),
    Check(rows=r"statements, \w+: report", least=1, most=LIMITS["report"]),
    Check(rows=r"statements, \w+: record facts", least=1, most=LIMITS["record facts"]),
    Check(rows=r"statements, \w+: tick an item", least=1, most=LIMITS["tick an item"]),
    Check(rows=r"statements, \w+: determine", least=1, most=LIMITS["determine"]),
    Check(rows=r"claim 50 due of [\d,]+, .*"),
    Check(rows=r"claim, [\d,]+ to [\d,]+, .*", least=0.1, most=3.0),
    Check(rows=r"reminder p99 late, .*", least=0.0, most=3.0),
    Check(rows=r"idle, .*", least=0.0, most=25),
)


def check_of(name: str) -> Check:
    """The check of a row. Raises LookupError: a row without one could say anything."""
    for check in CHECKS:
        if re.fullmatch(check.rows, name):
            return check
    raise LookupError(f"no check for the row {name!r}")
