"""From starting the process until it is ready, and `breach --help`."""

import subprocess
import sys
import time
from statistics import median

from tests.bench.processes import Place, bot, sandbox
from tests.bench.row import Row, row
from tests.stage import ROOT

ROUNDS = 5


def measure(place: Place) -> list[Row]:
    """Each against the interpreter that does nothing."""
    ready, shown, nothing = [], [], []
    with sandbox() as slack:
        url = place.fresh_sqlite()
        for _ in range(ROUNDS):
            nothing.append(_run("-c", "pass"))
            shown.append(_run("-m", "handlers.cli", "--help"))
            with bot(place, url, slack) as ours:
                ready.append(ours.seconds)
    against = f"python -c pass ({median(nothing) * 1000:.0f} ms)"
    return [
        row("start-up: the bot is ready", ready, "s", against),
        row("start-up: breach --help", shown, "s", against),
    ]


def _run(*arguments: str) -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=60)
    return time.monotonic() - began
