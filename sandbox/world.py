"""What everything in the sandbox stands on: the state of this Slack, its clock, faults and journal, and who waits."""

from __future__ import annotations

import asyncio
import inspect
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sandbox.clock import Clock, wait_or_end
from sandbox.faults import Faults
from sandbox.journal import Entry, Journal
from sandbox.limits import Rates
from sandbox.manifest import Manifest
from sandbox.message import Message
from sandbox.people import Population
from sandbox.row import Json
from sandbox.story import Story, load_story
from sandbox.workspace import Workspace

ACK_SECONDS = 3.0  # docs: "Handling user interaction", acknowledgement response
_LOOK_SECONDS = 0.05


class World:
    """One Slack's state and journal. It calls nobody; whoever waits for a change is woken."""

    def __init__(
        self,
        *,
        manifest: Manifest,
        population: Population,
        app_url: str | None,
        signing_secret: str,
        bot_token: str,
        app_token: str,
        port: int,
        rates: Rates | None,
        journal: Path | None,
        story: Path | None,
    ) -> None:
        self.manifest = manifest
        self.app_url = app_url
        self.signing_secret = signing_secret or secrets.token_hex(16)
        self.bot_token = bot_token or f"xoxb-sandbox-{secrets.token_hex(12)}"
        self.app_token = app_token or f"xapp-1-sandbox-{secrets.token_hex(12)}"
        self.port = port
        self.revoked: set[str] = set()
        self.scopes: set[str] = set(manifest.scopes)
        self.clock = Clock()
        self.clock.on_move.append(self.changed)
        self.journal = Journal(journal)
        self.faults = Faults(self.changed)
        self.ack_seconds = ACK_SECONDS
        self.rates = rates
        self.workspace = Workspace(population, self.clock, bot_name=manifest.bot_name)
        active = [person.handle for person in self.workspace.people.values() if not person.deleted]
        self.story = load_story(story, active) if story else Story()
        self.version = 0
        self.ending = asyncio.Event()
        self._changed = asyncio.Event()

    @property
    def page_url(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def socket_url(self) -> str:
        """Where sockets are opened."""
        return f"ws://127.0.0.1:{self.port}/link/"

    def permalink(self, message: Message) -> str:
        """The address of a message on the page."""
        return f"{self.page_url}archives/{message.channel}/p{message.ts.replace('.', '')}"

    def rows(self, kind: str, method: str = "") -> list[Entry]:
        """The journal's rows of a kind: call, delivery or violation; of one method only, when it is named."""
        return [row for row in self.journal if row.kind == kind and method in ("", row.method)]

    @property
    def violations(self) -> list[Entry]:
        """Every rule of Slack that the app has broken so far."""
        return self.rows("violation")

    def violation(self, method: str, note: str, args: Json | None = None, answer: Json | None = None) -> None:
        """Note that the app broke a rule."""
        moment = self.clock.now()
        row = Entry(kind="violation", method=method, args=args or {}, answer=answer or {}, time=moment, note=note)
        self.journal.write(row)
        self.changed()

    def revoke(self, token: str = "") -> None:
        """Revoke a token (the bot's when none is named)."""
        self.revoked.add(token or self.bot_token)
        self.changed()

    def changed(self) -> None:
        """Wake whoever waits for something to happen."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def next_change(self) -> None:
        """Return at the next change."""
        await self._changed.wait()

    async def until(self, predicate: Callable[[], Any], timeout: float) -> Any:  # noqa: ASYNC109  # a bound
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
                await asyncio.wait_for(changed.wait(), min(left, _LOOK_SECONDS))
            except TimeoutError:
                continue

    async def pause(self, seconds: float) -> None:
        """Wait really, but no longer than the sandbox lives."""
        await wait_or_end(seconds, self.ending)
