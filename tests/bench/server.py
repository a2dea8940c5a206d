"""`python -m tests.bench.server bare|quiet|unpaced`: a server to measure that is not quite the bot.

`bare` is a Bolt listener that does nothing, with the bot's own authorization, guard and server around it; `quiet` is
the bot with its store, whose delivery never starts, so that nothing but acknowledging is measured; `unpaced` is the bot
without the limits of calls a minute that it keeps for Slack's sake.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from handlers import pace
from handlers.app import Bot, running
from handlers.outgoing.delivery import Delivery
from handlers.server import serve_http
from handlers.settings import Settings, read_settings


@asynccontextmanager
async def bare(settings: Settings) -> AsyncIterator[Bot]:
    """A bot that is nothing but Bolt."""

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token="xoxb-bench", bot_id="B", bot_user_id="U")

    async def nothing(ack: AsyncAck) -> None:
        await ack()

    app = AsyncApp(name="bare", authorize=authorize, process_before_response=True, request_verification_enabled=False)
    app.command("/breach")(nothing)
    none = cast(Any, None)
    failed = asyncio.get_running_loop().create_future()
    yield Bot(app=app, desk=none, delivery=none, health=none, workspace=none, failed=failed)


async def _never(self: Delivery) -> None:
    await asyncio.Event().wait()


async def _serve(kind: str) -> None:
    settings = read_settings()
    if kind == "quiet":
        Delivery.run = _never  # type: ignore[method-assign]  # this process measures acknowledgements only
    if kind == "unpaced":
        pace.PER_MINUTE.clear()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)

    def ready(where: str) -> None:
        sys.stderr.write(f"ready ({where})\n")
        sys.stderr.flush()

    async with bare(settings) if kind == "bare" else running(settings) as made:
        await serve_http(made, settings, stop, ready)


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
