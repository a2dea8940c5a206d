"""The sandbox itself: a Slack workspace with one app in it, served on loopback."""

from __future__ import annotations

import asyncio
import inspect
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from sandbox.channel import Channel
from sandbox.clock import Clock
from sandbox.deliveries import Answer, Deliveries, Delivery
from sandbox.faults import Fault, Faults
from sandbox.happenings import Happenings
from sandbox.journal import Entry, Journal
from sandbox.limits import Rates
from sandbox.manifest import Manifest, load_manifest
from sandbox.message import Message
from sandbox.people import DEFAULT_PEOPLE, Person, load_people, person_id
from sandbox.person import Actor
from sandbox.routes import application
from sandbox.row import Json
from sandbox.socket_mode import Sockets
from sandbox.story import Story, load_story
from sandbox.text import text_of
from sandbox.web_api import wait_or_end
from sandbox.workspace import Workspace

__all__ = ["Sandbox", "text_of"]

ACK_SECONDS = 3.0  # docs: "Handling user interaction", acknowledgement response


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
        self.manifest = manifest if isinstance(manifest, Manifest) else load_manifest(manifest)
        self.app_url = app_url
        self.signing_secret = signing_secret or secrets.token_hex(16)
        self.bot_token = bot_token or f"xoxb-sandbox-{secrets.token_hex(12)}"
        self.app_token = app_token or f"xapp-1-sandbox-{secrets.token_hex(12)}"
        self.revoked: set[str] = set()
        self.scopes: set[str] = set(self.manifest.scopes)
        self.clock = Clock()
        self.clock.on_move.append(self.changed)
        self.journal = Journal(journal)
        self.faults = Faults(self.changed)
        self.ack_seconds = ACK_SECONDS
        self.rates = Rates(speed) if enforce_rates else None
        self.workspace = Workspace(load_people(people or DEFAULT_PEOPLE), self.clock, bot_name=self.manifest.bot_name)
        active = [person.handle for person in self.workspace.people.values() if not person.deleted]
        self.story = load_story(story, active) if story else Story()
        self.happenings = Happenings(self)
        self.sockets = Sockets(self)
        self.deliveries = Deliveries(self)
        self.version = 0
        self.ending = asyncio.Event()
        self._changed = asyncio.Event()
        self._port = port
        self._clock_file = clock_file
        if clock_file:
            self._tell_time(clock_file)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen on loopback; OSError when the port is taken."""
        self._runner = web.AppRunner(application(self), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        self._port = self._runner.addresses[0][1]
        if self._clock_file:
            self.deliveries.spawn(self._write_clock(self._clock_file))

    async def stop(self) -> None:
        """Close sockets and connections, end what is under way."""
        self.ending.set()
        self.changed()
        await self.sockets.disconnect("link_disabled")
        await self.deliveries.close()
        if self._runner:
            await self._runner.cleanup()
        self.journal.close()

    @property
    def page_url(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self._port}/"

    @property
    def api_url(self) -> str:
        """The address of the Web API, for SLACK_API_URL."""
        return self.page_url + "api/"

    @property
    def socket_url(self) -> str:
        """Where sockets are opened."""
        return f"ws://127.0.0.1:{self._port}/link/"

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
        return Actor(self, handle)

    def calls(self, method: str) -> list[Entry]:
        """The journal's rows of one method."""
        return [row for row in self.journal if row.kind == "call" and row.method == method]

    def delivered(self, name: str) -> list[Entry]:
        """The journal's rows of one kind of delivery, such as "/lost" or "view_submission"."""
        return [row for row in self.journal if row.kind == "delivery" and row.method == name]

    @property
    def breaches(self) -> list[Entry]:
        """Every rule of Slack that the app has broken so far."""
        return [row for row in self.journal if row.kind == "breach"]

    def fault(self, kind: str, *, delivery: str = "delivery", **options: Any) -> Fault:
        """Switch on a fault of deliveries: "redeliver", "disconnect", "reorder", "lost", "delay"…"""
        return self.faults.add(delivery, kind, **options)

    def breach(self, method: str, note: str, args: Json | None = None, answer: Json | None = None) -> None:
        """Note that the app broke a rule."""
        row = Entry(
            kind="breach",
            method=method,
            args=args or {},
            answer=answer or {},
            time=self.clock.now(),
            note=note,
        )
        self.journal.write(row)
        self.changed()

    def changed(self) -> None:
        """Wake whoever waits for something to happen."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def next_change(self) -> None:
        """Return at the next change."""
        await self._changed.wait()

    async def until(self, predicate: Callable[[], Any], timeout: float = 10.0) -> Any:  # noqa: ASYNC109  # a bound
        """Wait until the predicate holds and return its value; else raise with the journal's tail."""
        deadline = time.monotonic() + timeout
        while True:
            changed = self._changed
            value = predicate()
            if inspect.isawaitable(value):
                value = await value
            if value:
                return value
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"not within {timeout} s; the journal's tail:\n{self.journal.tail()}")
            try:
                # What the predicate looks at may also stand outside of the sandbox: look again now and then.
                await asyncio.wait_for(changed.wait(), min(left, 0.25))
            except TimeoutError:
                continue

    async def connected(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109  # a bound
        """Wait until a socket of the bot is connected."""
        await self.until(lambda: bool(self.sockets.connections), timeout)

    async def disconnect(self, reason: str = "refresh_requested") -> int:
        """Send the bot's sockets away, as Slack does from time to time."""
        return await self.sockets.disconnect(reason)

    async def pause(self, seconds: float) -> None:
        """Wait really, but no longer than the sandbox lives."""
        await wait_or_end(seconds, self.ending)

    def revoke(self, token: str = "") -> None:
        """Revoke a token (the bot's when none is named)."""
        self.revoked.add(token or self.bot_token)
        self.changed()

    def deactivate(self, handle: str) -> None:
        """Deactivate somebody: gone from every channel, kept in the list of people."""
        person = self.workspace.by_handle(handle)
        if person is None:
            raise LookupError(f"nobody here is called {handle!r}")
        person.deleted = True
        for channel in self.workspace.channels.values():
            if person.id in channel.members and not channel.is_im:
                channel.members.remove(person.id)
        self.emit("user_change", {"user": person.user_object(with_email=False)}, None, person.id)
        self.changed()

    def join_team(self, handle: str, name: str, title: str = "") -> Actor:
        """Somebody new comes into the workspace."""
        email = f"{handle}@dot.example.gov"
        person = Person(id=person_id(handle), handle=handle, name=name, title=title, email=email)
        person.team_id = self.team_id
        self.workspace.people[person.id] = person
        self.emit("team_join", {"user": person.user_object(with_email=False)}, None, person.id)
        return Actor(self, handle)

    def emit(self, kind: str, fields: Json, channel: Channel | None = None, person: str | None = None) -> None:
        """Deliver an event beside whatever is going on."""
        delivery = self.happenings.event(kind, fields, channel, person)
        if delivery:
            self.deliveries.spawn(self.deliveries.event(delivery))
        self.changed()

    async def deliver_event(self, kind: str, fields: Json, person: str | None = None) -> Answer:
        """Deliver an event and wait for the app's first answer."""
        return await self.happenings.tell(self.happenings.event(kind, fields, None, person))

    async def verify_url(self) -> bool:
        """Ask the app's address for its challenge, as Slack does once (docs: "url_verification event")."""
        challenge = self.next_hash()
        payload = {"type": "url_verification", "token": "sandbox", "challenge": challenge}
        answer = await self.deliveries.send(
            Delivery(kind="events_api", name="url_verification", person=None, payload=payload)
        )
        body = answer.body
        return answer.ok and challenge == (body.get("challenge") if isinstance(body, dict) else body)

    def next_hash(self) -> str:
        """A fresh id for a request."""
        return self.workspace.next_hash()

    def permalink(self, message: Message) -> str:
        """The address of a message on the page."""
        return f"{self.page_url}archives/{message.channel}/p{message.ts.replace('.', '')}"

    async def _write_clock(self, path: Path) -> None:
        """Keep a file with the time of this Slack, for an app that reads its time from there."""
        while not self.ending.is_set():
            self._tell_time(path)
            try:
                await asyncio.wait_for(self._changed.wait(), 0.5)
            except TimeoutError:
                continue

    def _tell_time(self, path: Path) -> None:
        """In one step, so that a reader never finds half a line."""
        fresh = path.with_name(path.name + ".new")
        fresh.write_text(self.clock.now().isoformat() + "\n", encoding="utf-8")
        fresh.replace(path)
