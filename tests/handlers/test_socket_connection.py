"""Socket Mode: a new address for every connection, a dead one is noticed, and both are said."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

import sandbox.socket_mode
from handlers import socket_connection
from handlers.metrics import SOCKET_CONNECTED
from handlers.settings import BadSettingsError
from sandbox.world import World
from tests.stage import Stage, on_stage

GAUGE = SOCKET_CONNECTED._value


@dataclass
class Wire:
    """A wire between the bot and Slack's sockets that can go dead without a word."""

    port: int = 0
    carries: asyncio.Event = field(default_factory=asyncio.Event)

    async def carry(self, one: asyncio.StreamReader, other: asyncio.StreamWriter) -> None:
        while data := await one.read(65_536):
            await self.carries.wait()
            other.write(data)


@pytest.fixture
async def wire(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wire]:
    """Every socket's address leads over this wire."""
    made, tasks = Wire(), set()
    target: list[int | None] = []
    made.carries.set()
    real = World.socket_url

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target[0])
        for work in (made.carry(reader, far_writer), made.carry(far_reader, writer)):
            tasks.add(asyncio.create_task(work))

    def over_the_wire(slack: World) -> str:
        address = urlsplit(str(real.__get__(slack)))
        target[:] = [address.port]
        return address._replace(netloc=f"127.0.0.1:{made.port}").geturl()

    monkeypatch.setattr(World, "socket_url", property(over_the_wire))
    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    for task in tasks:
        task.cancel()
    server.close()


async def ready(stage: Stage) -> str | None:
    return await stage.bot.health.readiness()


async def test_after_refusals_a_new_address_is_asked_for_and_people_are_heard_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with capture_logs() as lines, monkeypatch.context() as refusing:
        refusing.setattr(sandbox.socket_mode, "TICKET_SECONDS", -1.0)
        before = len(stage.slack.calls("apps.connections.open"))
        await stage.slack.disconnect("")
        await stage.slack.until(lambda: len(stage.slack.calls("apps.connections.open")) >= before + 3)
        assert not stage.slack.sockets.connections
        assert GAUGE.get() == 0
        assert await ready(stage)
    await stage.slack.connected()
    await stage.slack.until(lambda: GAUGE.get() == 1)
    assert await ready(stage) is None
    events = [line["event"] for line in lines]
    assert "socket_lost" in events
    assert "socket_refused" in events
    await stage.report()


async def test_a_dead_connection_is_noticed_and_replaced(
    wire: Wire, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_connection, "HEARTBEAT_SECONDS", 0.4)
    async with on_stage(sqlite_url) as stage:
        (first,) = stage.slack.sockets.connections
        wire.carries.clear()  # no end, no reset: nothing
        await stage.slack.until(lambda: len(stage.slack.calls("apps.connections.open")) >= 2)
        wire.carries.set()
        await stage.slack.until(lambda: any(one is not first for one in stage.slack.sockets.connections))
        await stage.slack.until(lambda: GAUGE.get() == 1)
        assert "Recorded as BR-" in ((await stage.person("olga").command("/breach", "report x")).text or "")


async def test_sent_away_by_slack_it_comes_back(stage: Stage) -> None:
    for _ in range(3):
        await stage.slack.disconnect()
        await stage.slack.connected()
    await stage.report()


async def test_an_app_token_that_slack_refuses_is_named(sqlite_url: str) -> None:
    async with on_stage(sqlite_url, bots=0) as stage:
        stage.slack.revoke(stage.slack.app_token)
        with pytest.raises(BadSettingsError, match=r"^SLACK_APP_TOKEN: Slack refuses it \(\w+\)$"):
            await started(stage)


async def started(stage: Stage) -> None:
    from handlers.app import running
    from handlers.server import serve_socket

    settings = stage.settings()
    async with running(settings) as bot:
        await serve_socket(bot, settings, asyncio.Event(), lambda where: None)
