"""Resident memory of a bot's process at its start, after 1,000 incidents were reported, and after many were opened."""

import asyncio
import time

from tests.bench.load import recorded, report, side_by_side
from tests.bench.processes import Place, Running, bot, sandbox
from tests.bench.row import Row, row

INCIDENTS = 1000
OPENED_SECONDS = 30.0
"""Opening all of them would take longer than the rest of the benchmark."""


def measure(place: Place) -> list[Row]:
    """In the second bot Slack's limits of calls a minute are lifted, so that whole openings go through the process."""
    with sandbox() as slack, bot(place, place.fresh_sqlite(), slack) as ours:
        start = ours.resident_mb()
        _report(ours)
        reported = ours.resident_mb()
    with sandbox() as slack, bot(place, place.fresh_sqlite(), slack, unpaced=True) as ours:
        _report(ours)
        time.sleep(OPENED_SECONDS)
        opened, done = ours.resident_mb(), slack.count("pins.add")  # the pin is among the last calls of an opening
    against = f"{INCIDENTS} reports over HTTP; at most 160"
    return [
        row("resident memory at start", [start], "MB", "the whole process"),
        row("resident memory, 1,000 incidents reported", [reported], "MB", against),
        row(f"resident memory, {done} of 1,000 incidents opened", [opened], "MB", f"{against}; Slack's limits lifted"),
    ]


def _report(ours: Running) -> None:
    answers = asyncio.run(side_by_side(ours.url, [report() for _ in range(INCIDENTS)], 20))
    if recorded(answers) != INCIDENTS:
        raise RuntimeError(f"only {recorded(answers)} of {INCIDENTS} reports were recorded")
