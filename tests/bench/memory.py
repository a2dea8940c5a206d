"""Resident memory of a bot's process at its start, after 1,000 reports, and after many of their steps."""

import asyncio
import time

from tests.bench.load import recorded, report, side_by_side
from tests.bench.processes import Place, Running, bot, sandbox
from tests.bench.row import Row, row

INCIDENTS = 1000
DELIVERING_SECONDS = 20.0
"""Opening all of them would take longer than the rest of the benchmark."""


def measure(place: Place) -> list[Row]:
    """In the second bot Slack's limits of calls a minute are lifted, so that whole openings go through the process."""
    with sandbox() as slack, bot(place, place.fresh_sqlite(), slack) as ours:
        start = ours.resident_mb()
        _report(ours)
        reported = ours.resident_mb()
    with sandbox() as slack, bot(place, place.fresh_sqlite(), slack, unpaced=True) as ours:
        _report(ours)
        time.sleep(DELIVERING_SECONDS)
        delivered, calls = ours.resident_mb(), len(slack.calls()[0])
    against = f"{INCIDENTS} reports over HTTP; at most 160"
    return [
        row("resident memory at start", [start], "MB", "the whole process"),
        row("resident memory, 1,000 incidents reported", [reported], "MB", against),
        row(
            f"resident memory, 1,000 incidents and {calls} Slack calls later",
            [delivered],
            "MB",
            f"{against}; Slack's limits lifted",
        ),
    ]


def _report(ours: Running) -> None:
    answers = asyncio.run(side_by_side(ours.url, [report() for _ in range(INCIDENTS)], 20))
    if recorded(answers) != INCIDENTS:
        raise RuntimeError(f"only {recorded(answers)} of {INCIDENTS} reports were recorded")
