"""The sandbox itself: a Slack workspace with one app in it, served on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from sandbox import administration
from sandbox.channel import Channel
from sandbox.deliveries import Deliveries, Delivery
from sandbox.faults import Fault
from sandbox.happenings import Happenings
from sandbox.journal import Entry
from sandbox.limits import Rates
from sandbox.manifest import Manifest, load_manifest
from sandbox.people import DEFAULT_PEOPLE, load_people
from sandbox.person import Actor
from sandbox.routes import application
from sandbox.row import Json
from sandbox.socket_mode import Sockets
from sandbox.text import text_of
from sandbox.world import World

__all__ = ["Sandbox", "text_of"]


class Sandbox:
    """A strict Slack. `async with Sandbox(manifest=…) as slack:` serves it until the block ends."""

    def __init__(
        self,
        *,
        manifest: Path | Manifest,
        people: Path | None = None,
        app_url: str | None = None,
        signing_secret: str = "",
        bot_token: str = "",
        app_token: str = "",
        port: int = 0,
        enforce_rates: bool = False,
        speed: float = 1.0,
        journal: Path | None = None,
        clock_file: Path | None = None,
        story: Path | None = None,
    ) -> None:
        self.world = World(
            manifest=manifest if isinstance(manifest, Manifest) else load_manifest(manifest),
            population=load_people(people or DEFAULT_PEOPLE),
            app_url=app_url,
            signing_secret=signing_secret,
            bot_token=bot_token,
            app_token=app_token,
            port=port,
            rates=Rates(speed) if enforce_rates else None,
            journal=journal,
            story=story,
        )
        self.sockets = Sockets(self.world)
        self.deliveries = Deliveries(self.world, self.sockets)
        self.happenings = Happenings(self.world, self.deliveries)
        self.workspace = self.world.workspace
        self.clock, self.journal, self.faults = self.world.clock, self.world.journal, self.world.faults
        self.manifest, self.scopes, self.story = self.world.manifest, self.world.scopes, self.world.story
        self.revoked, self.signing_secret = self.world.revoked, self.world.signing_secret
        self.bot_token, self.app_token = self.world.bot_token, self.world.app_token
        self._clock_file = clock_file
        if clock_file:
            self._tell_time(clock_file)
        self._runner: web.AppRunner | None = None

    @property
    def app_url(self) -> str | None:
        """Where the app listens; None: over Socket Mode."""
        return self.world.app_url

    @app_url.setter
    def app_url(self, address: str | None) -> None:
        self.world.app_url = address

    @property
    def ack_seconds(self) -> float:
        """How long the app has to acknowledge; a test of lateness can shorten it."""
        return self.world.ack_seconds

    @ack_seconds.setter
    def ack_seconds(self, seconds: float) -> None:
        self.world.ack_seconds = seconds

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen on loopback; OSError when the port is taken."""
        self._runner = web.AppRunner(application(self.happenings), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.world.port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.world.port = self._runner.addresses[0][1]
        if self._clock_file:
            self.deliveries.spawn(self._write_clock(self._clock_file))

    async def stop(self) -> None:
        """Close sockets and connections, end what is under way."""
        self.world.ending.set()
        self.changed()
        await self.sockets.disconnect("link_disabled")
        await self.deliveries.close()
        if self._runner:
            await self._runner.cleanup()
        self.journal.close()

    @property
    def page_url(self) -> str:
        """The address of the page."""
        return self.world.page_url

    @property
    def api_url(self) -> str:
        """The address of the Web API, for SLACK_API_URL."""
        return self.page_url + "api/"

    @property
    def bot_user_id(self) -> str:
        """The bot's user id."""
        return self.workspace.bot.id

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.workspace.team_id

    def person(self, handle: str) -> Actor:
        """Somebody to act as, by handle or id."""
        return Actor(self.happenings, handle)

    def calls(self, method: str) -> list[Entry]:
        """The journal's rows of one method."""
        return self.world.rows("call", method)

    def delivered(self, name: str) -> list[Entry]:
        """The journal's rows of one kind of delivery, such as "/lost" or "view_submission"."""
        return self.world.rows("delivery", name)

    @property
    def violations(self) -> list[Entry]:
        """Every rule of Slack that the app has broken so far."""
        return self.world.violations

    def fault(self, kind: str, *, delivery: str = "delivery", **options: Any) -> Fault:
        """Switch on a fault of deliveries: "redeliver", "disconnect", "reorder", "lost", "delay"…"""
        return self.faults.add(delivery, kind, **options)

    def changed(self) -> None:
        """Wake whoever waits for something to happen."""
        self.world.changed()

    async def until(self, predicate: Callable[[], Any], timeout: float = 30.0) -> Any:  # noqa: ASYNC109  # a bound
        """Wait until the predicate holds and return its value; else raise with the journal's tail."""
        return await self.world.until(predicate, timeout)

    async def connected(self, timeout: float = 30.0) -> None:  # noqa: ASYNC109  # a bound
        """Wait until a socket of the bot is connected."""
        await self.until(lambda: bool(self.sockets.connections), timeout)

    async def disconnect(self, reason: str = "refresh_requested") -> int:
        """Send the bot's sockets away, as Slack does from time to time."""
        return await self.sockets.disconnect(reason)

    async def refuse_sockets(self, seconds: float) -> int:
        """Cut every socket and refuse new ones for so long, while the API answers; how many were cut."""
        return await self.sockets.refuse(seconds)

    def revoke(self, token: str = "") -> None:
        """Revoke a token (the bot's when none is named)."""
        self.world.revoke(token)

    def deactivate(self, handle: str) -> None:
        """Deactivate somebody: gone from every channel, kept in the list of people."""
        administration.deactivate(self.happenings, handle)

    def join_team(self, handle: str, name: str, title: str = "") -> Actor:
        """Somebody new comes into the workspace."""
        administration.join_team(self.happenings, handle, name, title)
        return Actor(self.happenings, handle)

    def change_email(self, handle: str, email: str, *, quietly: bool = False) -> None:
        """Give somebody another address; the id stays."""
        administration.change_email(self.happenings, handle, email, quietly=quietly)

    def make_guest(self, handle: str, *, quietly: bool = False) -> None:
        """Turn a member into a guest, who stays in the channels where they are."""
        administration.make_guest(self.happenings, handle, quietly=quietly)

    def change_usergroup(self, handle: str, *members: str, quietly: bool = False) -> None:
        """Say anew who is in a user group; `quietly`: the app hears no event."""
        administration.change_usergroup(self.happenings, handle, members, quietly=quietly)

    def delete_message(self, channel: str, ts: str) -> None:
        """Delete anybody's message, the bot's too, as an administrator can."""
        administration.delete_message(self.happenings, channel, ts)

    def emit(self, kind: str, fields: Json, channel: Channel | None = None, person: str | None = None) -> None:
        """Deliver an event beside whatever is going on."""
        self.happenings.emit(kind, fields, channel, person)

    async def verify_url(self) -> bool:
        """Ask the app's address for its challenge, as Slack does once (docs: "url_verification event")."""
        challenge = self.workspace.next_hash()
        payload = {"type": "url_verification", "token": "sandbox", "challenge": challenge}
        answer = await self.deliveries.send(
            Delivery(kind="events_api", name="url_verification", person=None, payload=payload)
        )
        body = answer.body
        return answer.ok and challenge == (body.get("challenge") if isinstance(body, dict) else body)

    async def _write_clock(self, path: Path) -> None:
        """Keep a file with the time of this Slack, for an app that reads its time from there."""
        while not self.world.ending.is_set():
            self._tell_time(path)
            try:
                await asyncio.wait_for(self.world.next_change(), 0.5)
            except TimeoutError:
                continue

    def _tell_time(self, path: Path) -> None:
        """In one step, so that a reader never finds half a line."""
        fresh = path.with_name(path.name + ".new")
        fresh.write_text(self.clock.now().isoformat() + "\n", encoding="utf-8")
        fresh.replace(path)
