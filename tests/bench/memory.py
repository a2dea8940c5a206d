"""Resident memory of a bot's process at its start, after 1,000 reports, and after many of their steps."""

import asyncio
import time

from tests.bench.load import recorded, report, side_by_side
from tests.bench.processes import Place, Running, bot, sandbox
from tests.bench.row import Row, row
from tests.bench.wrong import WrongError

INCIDENTS = 1000
LEAST_CALLS = 1000
DELIVERING_SECONDS = 20.0
"""Opening all of them would take longer than the rest of the benchmark."""


def measure(place: Place) -> list[Row]:
    """In the second bot Slack's limits of calls a minute are lifted, so that whole openings go through the process."""
    with sandbox() as slack, bot(place, place.fresh_sqlite(), slack) as ours:
        start = ours.resident_mb()
        report_many(ours)
        reported = ours.resident_mb()
    with sandbox() as slack, bot(place, place.fresh_sqlite(), slack, unpaced=True) as ours:
        report_many(ours)
        time.sleep(DELIVERING_SECONDS)
        delivered, calls = ours.resident_mb(), len(slack.calls()[0])
    return rows_of(start, reported, delivered, calls)


def rows_of(start: float, reported: float, delivered: float, calls: int) -> list[Row]:
    """The three rows. Raises WrongError when too little went through the bot for the last to mean anything."""
    if calls < LEAST_CALLS:
        raise WrongError(f"with {INCIDENTS} incidents on record the bot called Slack {calls} times")
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


def report_many(ours: Running) -> None:
    """Raises WrongError unless each of the reports was recorded."""
    answers = asyncio.run(side_by_side(ours.url, [report() for _ in range(INCIDENTS)], 20))
    if recorded(answers) != INCIDENTS:
        raise WrongError(f"only {recorded(answers)} of {INCIDENTS} reports were recorded")
