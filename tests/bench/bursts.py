"""Bursts of reports while every Slack call takes half a second: how many are acknowledged within Slack's limit."""

import asyncio

from tests.bench.load import recorded, report, side_by_side
from tests.bench.processes import Place, Running, bot, sandbox
from tests.bench.row import Row, row

ROUNDS = 3
SIZES = (20, 200)
CALL_SECONDS = 0.5
LONGEST = 3.0
"""Slack's own limit for an acknowledgement."""


def measure(place: Place) -> list[Row]:
    """All reports of a burst leave at once, each over a connection of its own; the delivery is at work."""
    rows = []
    for size in SIZES:
        with sandbox() as slack, bot(place, place.fresh_sqlite(), slack) as ours:
            slack.add_delay(CALL_SECONDS)
            rows += burst(ours, size)
    return rows


def burst(ours: Running, size: int) -> list[Row]:
    """Some bursts of so many reports."""
    shares, slowest = [], []
    for _ in range(ROUNDS):
        answers = asyncio.run(side_by_side(ours.url, [report() for _ in range(size)], size))
        shares.append(recorded([one for one in answers if one.seconds <= LONGEST]) / size * 100)
        slowest.append(max(one.seconds for one in answers))
    against = f"{size} reports sent at once, {CALL_SECONDS} s per API call"
    return [
        row(f"burst of {size}: recorded and acknowledged within 3 s", shares, "%", f"{against}; all"),
        row(f"burst of {size}: slowest acknowledgement", slowest, "s", f"{against}; Slack waits 3 s"),
    ]
