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
from pathlib import Path
from typing import Annotated

import typer

PORT = 8765


def demo(
    port: Annotated[int, typer.Option(help="The port of the workspace's page.")] = PORT,
    data: Annotated[Path | None, typer.Option(help="Keep the data here; else in a temporary folder.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Open a Slack-like workspace on this machine with the bot in it."""
    if not _free(port):
        print(f"breach: port {port} is taken; choose another: breach demo --port {port + 1}", file=sys.stderr)
        raise SystemExit(2)
    with contextlib.ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="breach-demo-")))
        folder.mkdir(parents=True, exist_ok=True)
        raise SystemExit(asyncio.run(_demo(port, folder, browser)))


async def _demo(port: int, folder: Path, browser: bool) -> int:
    root = Path(__file__).parent.parent.parent
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with contextlib.AsyncExitStack() as stack:
        print("1/3 opening the workspace", flush=True)
        slack = await _start(
            stack, "-m", "sandbox", "--port", str(port), "--manifest", str(root / "app.yaml"), output=True
        )
        assert slack.stdout is not None  # noqa: S101 - asked for as a pipe
        line = await slack.stdout.readline()
        if not line:
            return 2
        told = json.loads(line)
        environment = {
            "SLACK_API_URL": told["api_url"],
            "SLACK_BOT_TOKEN": told["bot_token"],
            "SLACK_APP_TOKEN": told["app_token"],
            "BREACH_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'breach.db'}",
            "BREACH_DEPARTMENT": str(root / "examples" / "department.yaml"),
        }
        print("2/3 preparing the database", flush=True)
        prepared = await _start(stack, "-m", "handlers.cli", "db", "upgrade", environment=environment, output=True)
        if await prepared.wait():
            return 2
        print("3/3 starting the bot", flush=True)
        bot = await _start(stack, "-m", "handlers.cli", "run", "--socket", environment=environment, quiet=True)
        _invite(told["page_url"], browser)
        ended = [asyncio.create_task(process.wait()) for process in (slack, bot)]
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait([*ended, stopped], return_when=asyncio.FIRST_COMPLETED)
        for task in (*ended, stopped):
            task.cancel()
        if stop.is_set():
            print("\nstopped", flush=True)
            return 0
        print("breach: the demo stopped by itself", file=sys.stderr)
        return 1


def _invite(address: str, browser: bool) -> None:
    shown = browser and _has_browser() and webbrowser.open(address)
    print(f"\nThe workspace is {'open in your browser' if shown else 'at'}: {address}")
    print("You are one of its people. Type  /breach report  below, send it, and watch the incident open.")
    print("Then switch to somebody else (Isaac of Information Systems, Carla of Chief Counsel's Office) and answer.")
    print("Ctrl-C stops everything.", flush=True)


def _has_browser() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool((os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and shutil.which("xdg-open"))


async def _start(
    stack: contextlib.AsyncExitStack,
    *arguments: str,
    environment: dict[str, str] | None = None,
    output: bool = False,
    quiet: bool = False,
) -> asyncio.subprocess.Process:
    """Start a Python program of ours, to be ended when the demo ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env={**os.environ, **(environment or {})},
        stdout=asyncio.subprocess.PIPE if output else None,
        stderr=asyncio.subprocess.DEVNULL if quiet else None,
        stdin=asyncio.subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches the demo, which ends the others in order
    )

    async def end() -> None:
        if process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 5)
        except TimeoutError:
            process.kill()
            await process.wait()

    stack.push_async_callback(end)
    return process


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
