"""A sandbox for each test, and the small app in front of it over either transport."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.lost_and_found import lost_and_found

MANIFEST = Path(__file__).with_name("app.yaml")


@dataclass
class Running:
    """A sandbox with the small app connected to it."""

    slack: Sandbox
    heard: list[dict[str, Any]]
    transport: str


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """A sandbox without an app."""
    async with Sandbox(manifest=MANIFEST) as sandbox:
        yield sandbox


@pytest.fixture
async def client(slack: Sandbox) -> AsyncIterator[AsyncWebClient]:
    """Slack's own typed client with the bot's token."""
    yield AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


@pytest.fixture(params=["socket", "http"])
async def running(request: pytest.FixtureRequest) -> AsyncIterator[Running]:
    """The small app over Socket Mode, then over signed HTTP."""
    async with Sandbox(manifest=MANIFEST) as sandbox:
        app, heard = lost_and_found(sandbox.api_url, sandbox.bot_token, sandbox.signing_secret)
        if request.param == "socket":
            handler = AsyncSocketModeHandler(app, sandbox.app_token, ping_interval=1)
            await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt ships it untyped
            await sandbox.connected()
            yield Running(sandbox, heard, "socket")
            await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt ships it untyped
        else:
            runner = web.AppRunner(app.web_app("/slack/events"), access_log=None, shutdown_timeout=0.2)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            sandbox.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
            yield Running(sandbox, heard, "http")
            await runner.cleanup()
