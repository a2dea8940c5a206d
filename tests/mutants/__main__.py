"""`python -m tests.mutants [--seed N] [--sample N] [part of a path …]`: do the fast tests notice a mistake?"""

import argparse
import secrets
import sys
import time
from pathlib import Path

from rich.console import Console

from tests.mutants.reach import UnreadyError, measure_reach
from tests.mutants.sample import draw_sample
from tests.mutants.trial import Verdict, try_anew, try_loaded
from tests.mutants.workshop import copy_project, load_packages

ROOT = Path(__file__).parent.parent.parent
KEPT = ROOT / "build" / "mutants"
WANTED = 95
"""Per cent of the mutants that the fast tests must notice."""


def main(arguments: list[str]) -> None:
    """Draw, try, print the score and what survived. Exit code 1: below what is wanted; 2: nothing could be tried."""
    asked = _parser().parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True)
    sample = draw_sample(ROOT, asked.seed, asked.sample, tuple(asked.within))
    load_packages()
    begun = time.monotonic()
    with copy_project(ROOT) as copy:
        console.print(f"seed {asked.seed}: {len(sample)} mutants; counting which tests reach which line")
        verdicts = []
        try:
            reach = measure_reach(copy, KEPT)
            loaded = try_loaded(sample, ROOT, copy, reach)
            console.print(f"{len(loaded)} noticed in loaded functions; the others with everything loaded anew")
            for number, mutant in enumerate(sample, 1):
                verdicts.append(verdict := loaded.get(number - 1) or try_anew(mutant, copy, reach))
                console.print(f"{number}/{len(sample)} {_word(verdict)}", end="", markup=False)
                console.print("" if verdict.killed else f" {mutant.title}", markup=False)
        except UnreadyError as why:
            console.print(str(why), markup=False)
            raise SystemExit(2) from None
    killed = sum(verdict.killed for verdict in verdicts)
    share = 100 * killed / len(verdicts) if verdicts else 100.0
    minutes = (time.monotonic() - begun) / 60
    console.print(f"seed {asked.seed}: {killed} of {len(verdicts)} noticed, {share:.1f} %; {minutes:.1f} minutes")
    if share < WANTED:
        raise SystemExit(1)


def _word(verdict: Verdict) -> str:
    how = "noticed" if verdict.killed else "SURVIVED" if verdict.tests else "SURVIVED, no test reaches it"
    endless = "" if verdict.ended else ", the tests did not end"
    return f"{how}{endless} ({verdict.tests} tests, {verdict.seconds:.0f} s)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("within", nargs="*", help="only files with one of these in their path, such as bot/rules")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000), help="by chance when left out")
    parser.add_argument("--sample", type=int, default=60, help="how many mutants")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
