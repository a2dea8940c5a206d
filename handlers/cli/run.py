"""`breach run`: the bot itself, over Socket Mode or signed HTTP."""

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import typer

from handlers.cli.mistakes import mistakes

PATIENCE_SECONDS = 3.0
"""After so long without an answer of Slack's it is said."""


def run(
    socket: Annotated[bool, typer.Option("--socket", help="Socket Mode: no public address needed.")] = False,
    http: Annotated[bool, typer.Option("--http", help="Signed HTTP on PORT.")] = False,
) -> None:
    """Run the bot until it is told to stop."""
    with mistakes():
        _loop()(_run("http" if http else "socket" if socket else None))


def _loop() -> Callable[[Coroutine[Any, Any, None]], None]:
    """uvloop where there is one: an acknowledgement leaves a little sooner."""
    try:
        import uvloop
    except ImportError:  # Windows
        return asyncio.run
    return uvloop.run


async def _run(transport: str | None) -> None:
    from handlers.app import running
    from handlers.logs import set_up_logs
    from handlers.server import serve_http, serve_socket
    from handlers.settings import check_transport, read_settings

    set_up_logs()
    settings = read_settings(**({"breach_transport": transport} if transport else {}))
    check_transport(settings, settings.breach_transport)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)

    def ready(where: str) -> None:
        print(f"breach: ready ({where})", file=sys.stderr, flush=True)

    async def say_if_slack_is_away() -> None:
        await asyncio.sleep(PATIENCE_SECONDS)
        if trouble := bot.workspace.trouble:
            print(
                f"breach: no answer from Slack at {settings.slack_api_url} ({trouble}); trying again",
                file=sys.stderr,
                flush=True,
            )

    serve = serve_http if settings.breach_transport == "http" else serve_socket
    async with running(settings) as bot:
        saying = asyncio.create_task(say_if_slack_is_away())
        try:
            await serve(bot, settings, stop, ready)
        finally:
            saying.cancel()
