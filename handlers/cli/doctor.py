"""`breach doctor`: is everything in place? Every fault is shown, each with what to do about it."""

import asyncio
import json
from typing import Annotated

import typer

from handlers.cli.mistakes import mistakes


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False) -> None:
    """Check the set-up, a line each. Exit code 0 when all is well, 1 when something is not."""
    with mistakes():
        raise SystemExit(asyncio.run(_doctor(as_json)))


async def _doctor(as_json: bool) -> int:
    from handlers.cli.examination import examine

    found = []
    async for finding in examine():
        found.append(finding)
        if not as_json:
            print(("ok    " if finding.well else "WRONG ") + " ".join(finding.line.split()), flush=True)
    well = all(finding.well for finding in found)
    if as_json:
        told = [{"part": finding.part, "ok": finding.well, "text": finding.line} for finding in found]
        print(json.dumps({"ok": well, "findings": told}, indent=2))
    return 0 if well else 1
