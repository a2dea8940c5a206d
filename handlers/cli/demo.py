"""`breach demo`: a Slack on this machine with the bot in it, in the browser. Nothing leaves the machine."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from handlers.cli.programs import Program, start

PORT = 8765
ROOT = Path(__file__).parent.parent.parent
Result = TypeVar("Result")


class StoppedError(Exception):
    """Somebody ends the demo."""


class EndedError(Exception):
    """A part of the demo ended by itself."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.name)
        self.program = program


def demo(
    port: Annotated[int, typer.Option(help="The port of the workspace's page.", min=0, max=65535)] = PORT,
    data: Annotated[Path | None, typer.Option(help="Keep the data here; else in a temporary folder.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Open a Slack-like workspace on this machine with the bot in it."""
    if not _free(port):
        raise SystemExit(_sorry(f"port {port} is taken; choose another one with --port"))
    try:
        folder = data.absolute() if data else Path(tempfile.mkdtemp(prefix="breach-demo-"))
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(_sorry(f"cannot use the folder {data}: {error.strerror}")) from None
    keep = data is not None
    try:
        code = asyncio.run(_demo(port, folder, browser))
    except KeyboardInterrupt:  # before there was anything to end
        code = 0
    except EndedError as error:
        keep = True
        program = error.program
        told = program.last.removeprefix("breach: ").removeprefix("sandbox: ") or "it said nothing"
        code = program.process.returncode or 1
        how = f"was ended by signal {-code}" if code < 0 else "ended by itself"
        print(f"breach: {program.name} {how}: {told} (see {program.log})", file=sys.stderr)
        code = max(code, 1)
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
    raise SystemExit(code)


def _sorry(words: str) -> int:
    print(f"breach: {words}", file=sys.stderr)
    return 2


async def _demo(port: int, folder: Path, browser: bool) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with contextlib.suppress(StoppedError):
        async with contextlib.AsyncExitStack() as stack:
            await _play(stack, stop, port, folder, browser)
    print("\nstopped", flush=True)
    return 0


async def _play(stack: contextlib.AsyncExitStack, stop: asyncio.Event, port: int, folder: Path, browser: bool) -> None:
    print("1/3 opening the workspace", flush=True)
    clock, log = folder / "clock", folder / "bot.log"
    for old in (log, folder / "workspace.log"):
        old.unlink(missing_ok=True)
    slack = await start(
        stack,
        "the workspace",
        folder / "workspace.log",
        *("-m", "sandbox", "--port", str(port), "--manifest", str(ROOT / "app.yaml")),
        *("--clock-file", str(clock), "--story", str(ROOT / "examples" / "story.yaml")),
        output=True,
    )
    assert slack.process.stdout is not None  # noqa: S101 - asked for as a pipe
    line = await _unless(stop, slack.process.stdout.readline())
    if not line:
        await slack.ended()
        raise EndedError(slack)
    told = json.loads(line)
    environment = {
        "SLACK_API_URL": told["api_url"],
        "SLACK_BOT_TOKEN": told["bot_token"],
        "SLACK_APP_TOKEN": told["app_token"],
        "BREACH_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'breach.db'}",
        "BREACH_DEPARTMENT": str(ROOT / "examples" / "department.yaml"),
        "BREACH_CLOCK_FILE": str(clock),
    }
    print("2/3 preparing the database", flush=True)
    prepared = await start(
        stack, "the preparation", log, "-m", "handlers.cli", "db", "upgrade", environment=environment
    )
    if await _unless(stop, prepared.ended()):
        raise EndedError(prepared)
    print("3/3 starting the bot", flush=True)
    bot = await start(stack, "the bot", log, "-m", "handlers.cli", "run", "--socket", environment=environment)
    if not await _unless(stop, bot.heard("breach: ready")):
        await bot.ended()
        raise EndedError(bot)
    _invite(told["page_url"], browser)
    raise EndedError(await _unless(stop, _first_to_end(slack, bot)))


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result:
    """What the work gives, unless somebody ends the demo meanwhile."""
    working, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait([working, stopped], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if stop.is_set():
        working.cancel()
        raise StoppedError
    return await working


async def _first_to_end(*programs: Program) -> Program:
    ends = {asyncio.create_task(program.ended()): program for program in programs}
    try:
        done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in ends:
            task.cancel()
    return ends[done.pop()]


def _invite(address: str, browser: bool) -> None:
    shown = browser and _has_browser() and webbrowser.open(address)
    print(f"\nThe workspace is {'open in your browser' if shown else 'at'}: {address}")
    print("A two-minute tour starts there. On your own: type  /breach report  below, send it, and watch it")
    print("open; then switch to somebody else (Isaac of Information Systems, Carla of Chief Counsel's Office).")
    print("Ctrl-C stops everything.", flush=True)


def _has_browser() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool((os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and shutil.which("xdg-open"))


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
