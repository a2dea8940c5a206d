"""From starting the process until it is ready, and `breach --help`."""

import subprocess
import sys
import time
from statistics import median

from tests.bench.load import one_by_one, recorded, report
from tests.bench.processes import Place, Running, bot, sandbox
from tests.bench.row import Row, row
from tests.bench.wrong import WrongError
from tests.stage import ROOT

ROUNDS = 5


def measure(place: Place) -> list[Row]:
    """Each against the interpreter that does nothing."""
    ready, shown, nothing = [], [], []
    with sandbox() as slack:
        url = place.fresh_sqlite()
        for _ in range(ROUNDS):
            nothing.append(_run("-c", "pass"))
            shown.append(show_help("-m", "handlers.cli", "--help"))
            with bot(place, url, slack) as ours:
                ready.append(seconds_until_ready(ours))
    against = f"python -c pass ({median(nothing) * 1000:.0f} ms)"
    return [
        row("start-up: the bot is ready", ready, "s", against),
        row("start-up: breach --help", shown, "s", against),
    ]


def seconds_until_ready(ours: Running) -> float:
    """Raises WrongError when it said that it was ready and records no report."""
    try:
        answers = one_by_one(ours.url, [report()])
    except OSError as error:
        raise WrongError(f"it said that it was ready, and nobody answers ({type(error).__name__})") from None
    if not recorded(answers):
        raise WrongError("it said that it was ready, and does not record a report")
    return ours.seconds


def show_help(*arguments: str) -> float:
    """Raises WrongError when what is shown is not the list of what the program can do."""
    began = time.monotonic()
    shown = subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True, timeout=60).stdout
    took = time.monotonic() - began
    if not all(word in shown for word in (b"run", b"doctor", b"verify")):
        raise WrongError("breach --help does not show what there is")
    return took


def _run(*arguments: str) -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, timeout=60)
    return time.monotonic() - began
