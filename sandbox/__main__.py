"""`python -m sandbox`: a strict Slack on loopback, in front of any app."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from sandbox.faults import parse_fault
from sandbox.manifest import ManifestError
from sandbox.people import PeopleError
from sandbox.server import Sandbox
from sandbox.story import StoryError


def parser() -> argparse.ArgumentParser:
    """The command line."""
    line = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    line.add_argument("--port", type=int, default=8765, help="port on 127.0.0.1 (0: any free one)")
    line.add_argument("--manifest", type=Path, default=Path("app.yaml"), help="the app's manifest")
    line.add_argument("--app-url", help="deliver over signed HTTP to this address (default: Socket Mode)")
    line.add_argument("--people", type=Path, help="who works here (default: the demo's people)")
    for name in ("bot-token", "app-token", "signing-secret"):
        variable = "SANDBOX_" + name.upper().replace("-", "_")
        line.add_argument(f"--{name}", default=os.environ.get(variable, ""), help=f"or {variable}; else generated")
    line.add_argument("--journal", type=Path, help="write calls, deliveries and violations to this file as JSON lines")
    line.add_argument("--clock-file", type=Path, help="keep the sandbox's time in this file, for the app to read")
    line.add_argument("--story", type=Path, help="a guided story that the page offers on a first visit")
    line.add_argument("--rates", action="store_true", help="enforce Slack's rate tiers")
    line.add_argument("--fault", action="append", default=[], metavar="METHOD:KIND[:KEY=VALUE…]")
    return line


async def serve(options: argparse.Namespace) -> int:
    """Run until a signal; 0 when stopped, 2 when it could not start."""
    try:
        slack = Sandbox(
            manifest=options.manifest,
            people=options.people,
            app_url=options.app_url,
            signing_secret=options.signing_secret,
            bot_token=options.bot_token,
            app_token=options.app_token,
            port=options.port,
            enforce_rates=options.rates,
            journal=options.journal,
            clock_file=options.clock_file,
            story=options.story,
        )
        for text in options.fault:
            method, kind, given = parse_fault(text)
            slack.faults.add(method, kind, **given)
    except (ManifestError, PeopleError, StoryError, ValueError) as error:
        return _sorry(str(error))
    except OSError as error:
        clock = options.clock_file and str(error.filename).startswith(str(options.clock_file))
        what = f"the clock file {options.clock_file}" if clock else f"the journal {options.journal}"
        return _sorry(f"cannot write {what}: {error.strerror}")
    except TypeError:
        return _sorry("a fault's option is wrong; it reads method:kind[:key=value…]")
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    try:
        await slack.start()
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _sorry(f"cannot listen on 127.0.0.1:{options.port}: {reason}")
    ready = {
        "api_url": slack.api_url,
        "page_url": slack.page_url,
        "bot_token": slack.bot_token,
        "app_token": slack.app_token,
        "signing_secret": slack.signing_secret,
    }
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()
    sys.stderr.write(f"A Slack on loopback only: {slack.page_url}\n")
    await stopping.wait()
    await slack.stop()
    return 0


def _sorry(reason: str) -> int:
    sys.stderr.write(f"sandbox: {' '.join(reason.split())}\n")
    return 2


def main() -> None:
    """Entry of `python -m sandbox`."""
    sys.exit(asyncio.run(serve(parser().parse_args())))


if __name__ == "__main__":
    main()
