"""The stage of a scenario: a strict Slack on loopback with the bot in it, in this process or as its own process."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from handlers.app import Bot, Texts, read_texts, running
from handlers.server import serve_http, serve_socket
from handlers.settings import Settings, read_settings
from sandbox.channel import Channel
from sandbox.manifest import Manifest, load_manifest
from sandbox.message import Message
from sandbox.person import Actor
from sandbox.server import Sandbox
from sandbox.text import text_of

ROOT = Path(__file__).parent.parent
DEPARTMENT = ROOT / "examples" / "department.yaml"
MANIFEST = ROOT / "app.yaml"
SPEED = 20.0
"""Slack's seconds in one of ours, for the bots of this process and for the limits of the Slack beside them."""
LEASE = 3.0
"""Seconds: short, so that a killed worker's messages come back soon; one Slack call may take a third of it."""

OPENED = {"card", "phase:first_hour", "assessment", "details"}


_texts: dict[str, Texts] = {}


@cache
def _manifest() -> Manifest:
    """The app's manifest, read once in a run of the tests."""
    return load_manifest(MANIFEST)


def texts_of(settings: Settings) -> Texts:
    """What a bot of these settings reads at its start: read once in a run of the tests, for nothing of it changes."""
    if settings.breach_notices is not None:
        return read_texts(settings)
    department = settings.breach_department.read_text(encoding="utf-8")
    if department not in _texts:
        _texts[department] = read_texts(settings)
    return _texts[department]


@dataclass
class Stage:
    """A sandbox, its database, and the bots in it."""

    slack: Sandbox
    database_url: str
    department: Path = DEPARTMENT
    speed: float = SPEED
    bots: list[Bot] = field(default_factory=list)
    clock_file: Path | None = None
    """The sandbox's clock as a file, when the bots go by it: `slack.clock.advance` moves all of them."""

    @property
    def bot(self) -> Bot:
        """The only bot."""
        return self.bots[0]

    def person(self, handle: str) -> Actor:
        """Somebody of the workspace."""
        return self.slack.person(handle)

    def channels(self) -> list[Channel]:
        """The incident channels."""
        return [channel for channel in self._opened() if "-counsel" not in channel.name]

    def counsel_rooms(self) -> list[Channel]:
        """Counsel's rooms."""
        return [channel for channel in self._opened() if "-counsel" in channel.name]

    def _opened(self) -> list[Channel]:
        return [channel for channel in self.slack.workspace.channels.values() if channel.name.startswith("br-")]

    async def report(self, what: str = "A laptop was stolen", by: str = "olga") -> Channel:
        """Report with one line, and wait until the incident is open."""
        before = len(self.channels())
        answer = await self.person(by).command("/breach", f"report {what}")
        assert "Recorded as BR-" in (answer.text or ""), answer
        await self.slack.until(lambda: len(self.channels()) > before, timeout=20)
        channel = self.channels()[-1]
        await self.opened(channel)
        return channel

    async def opened(self, channel: Channel, timeout: float = 20.0) -> None:  # noqa: ASYNC109 - a bound, not a cancel scope
        """Wait until everything that opening posts stands in the channel."""
        await self.slack.until(lambda: self.is_open(channel), timeout)

    def is_open(self, channel: Channel) -> bool:
        """Whether card, checklists, pin, topic and bookmark are there, and the reporter was told."""
        number = channel.name[:12].upper()
        told = any(number in text_of(message) for message in self.all_direct_messages())
        return bool(self.shown(channel) >= OPENED and channel.pins and channel.bookmarks and channel.topic and told)

    def shown(self, channel: Channel) -> set[str]:
        """The surfaces that stand in the channel."""
        return {key.partition(":")[2] for key in self.keys(channel)}

    def keys(self, channel: Channel) -> list[str]:
        """The keys of the bot's messages in a channel, each as often as it was posted."""
        return [
            str(message.metadata["event_payload"]["key"])
            for message in channel.messages
            if message.metadata and message.user == self.slack.bot_user_id
        ]

    def all_direct_messages(self) -> list[Message]:
        """Everything that the bot said to single people."""
        return [
            message
            for channel in self.slack.workspace.channels.values()
            if channel.is_im
            for message in channel.messages
            if message.user == self.slack.bot_user_id
        ]

    def surface(self, channel: Channel, surface: str) -> Message:
        """The message that shows a surface."""
        return next(
            message
            for message in channel.messages
            if message.metadata and str(message.metadata["event_payload"]["key"]).partition(":")[2] == surface
        )

    def settings(self, **more: Any) -> Settings:
        """The settings of a bot on this stage."""
        given: dict[str, Any] = {
            "slack_bot_token": SecretStr(self.slack.bot_token),
            "slack_app_token": SecretStr(self.slack.app_token),
            "slack_signing_secret": SecretStr(self.slack.signing_secret),
            "slack_api_url": self.slack.api_url,
            "breach_database_url": self.database_url,
            "breach_department": self.department,
            "breach_lease_seconds": LEASE,
            "breach_clock_file": self.clock_file,
            "port": 0,
        }
        return read_settings(**(given | more))

    def environment(self) -> dict[str, str]:
        """The same for a process of its own."""
        return {
            **os.environ,
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_APP_TOKEN": self.slack.app_token,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            "BREACH_DATABASE_URL": self.database_url,
            "BREACH_DEPARTMENT": str(self.department),
            "BREACH_LEASE_SECONDS": str(LEASE),
            **({"BREACH_CLOCK_FILE": str(self.clock_file)} if self.clock_file else {}),
        }

    @asynccontextmanager
    async def bot_inside(self, *, transport: str = "socket", **more: Any) -> AsyncIterator[Bot]:
        """A bot in this process."""
        settings = self.settings(**more)
        stop, address = asyncio.Event(), asyncio.get_running_loop().create_future()

        def ready(where: str) -> None:
            if not address.done():
                address.set_result(where)

        serve = serve_http if transport == "http" else serve_socket
        async with running(settings, speed=self.speed, texts=texts_of(settings)) as bot:
            serving = asyncio.create_task(serve(bot, settings, stop, ready))
            self.bots.append(bot)
            where = await address
            if transport == "http":
                self.slack.app_url = where
            try:
                yield bot
            finally:
                stop.set()
                await serving
                self.bots.remove(bot)

    @asynccontextmanager
    async def bot_process(self, transport: str = "socket") -> AsyncIterator[asyncio.subprocess.Process]:
        """A bot that can be killed. Gives it once it is ready; over HTTP it becomes the one that Slack delivers to."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "handlers.cli", "run", f"--{transport}"),
            env=self.environment() | {"PORT": "0"},
            cwd=ROOT,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        said = b""
        while b"ready" not in said:
            line = await process.stderr.readline()
            assert line, f"the bot ended: {said.decode()}"
            said += line
        draining = asyncio.create_task(process.stderr.read())
        if transport == "http":
            self.slack.app_url = said.decode().partition("ready (")[2].partition(")")[0]
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
            await draining


@asynccontextmanager
async def on_stage(
    database_url: str,
    *,
    transport: str = "socket",
    bots: int = 1,
    department: Path = DEPARTMENT,
    speed: float = SPEED,
    **sandbox: Any,
) -> AsyncIterator[Stage]:
    """A sandbox that keeps Slack's limits, with `bots` bots in this process."""
    async with AsyncExitStack() as stack:
        strict: dict[str, Any] = {
            "manifest": _manifest(),
            "signing_secret": "secret",
            "enforce_rates": True,
            "speed": speed,
        }
        slack = await stack.enter_async_context(Sandbox(**(strict | sandbox)))
        clock_file = sandbox.get("clock_file")
        stage = Stage(slack=slack, database_url=database_url, department=department, speed=speed, clock_file=clock_file)
        for _ in range(bots):
            await stack.enter_async_context(stage.bot_inside(transport=transport))
        if bots and transport == "socket":
            await slack.connected()
        if bots:
            people = len(stage.bot.desk.department.refs())
            await slack.until(lambda: len(slack.calls("users.lookupByEmail")) >= people)
        yield stage
