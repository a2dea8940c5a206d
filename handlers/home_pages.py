"""Each person's App Home, kept up to date: published when it is opened, and within a second of a change while it may
be looked at. A burst of changes is one publish, and a page that would look the same is not published again.
"""

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from bot.department import Team
from bot.incident import Incident, IncidentFacts
from bot.situation import Situation
from handlers.blocks import Block
from handlers.desk import Desk
from handlers.slack_api import SlackRefusedError
from handlers.views.home import MOST_REPORTS, home_page
from storage import facts, home_viewers
from storage.unavailable import UnavailableError

LOOKED_AT = timedelta(hours=12)
"""So long after somebody opened the page it is kept up to date; opening it always shows the present."""
LOOK_SECONDS = 1.0
"""How often it is looked whether another replica recorded something."""
BURST_SECONDS = 0.3
"""Once nothing more was recorded for this time, a burst is over: it is one publish."""
_MOST_WAITS = 3
"""So often is it waited for the end of a burst: a page is never more than about a second behind."""

log = structlog.get_logger()


class HomePages:
    """The pages of one process: open incidents as last read, and what each viewer was shown last."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._changed = asyncio.Event()
        self._seq = -1
        self._team: Team | None = None
        self._known: dict[int, IncidentFacts] = {}
        self._drawn: dict[int, Situation] = {}
        self._shown: dict[str, str] = {}
        self._told: dict[str, int] = {}  # the newest entry that each viewer's page takes in
        self._reading = asyncio.Lock()

    def wake(self) -> None:
        """Something may have been recorded."""
        self._changed.set()

    async def publish(self, user: str) -> None:
        """Show one person the present and keep it so; without a database the telephone. Raises SlackRefusedError."""
        now = self._desk.clock.now()
        try:
            await self._desk.store.write(lambda conn: home_viewers.remember_viewer(conn, user, now))
            self._shown.pop(user, None)
            open_ones, seq = await self._look(), self._seq
            await self._publish(user, open_ones)
            self._told[user] = seq
        except UnavailableError:
            await self._desk.slack.call("views.publish", user_id=user, view=home_page(self._desk.words, user, (), ()))

    async def run(self) -> None:
        """Publish what changed, until cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._changed.wait()
            self._changed.clear()
            try:
                await self._publish_changed()
            except UnavailableError:
                log.error("home_pages_unavailable")
            except Exception as error:  # the pages go on; a press in the channel does not depend on them
                log.error("home_pages_surprise", error=type(error).__name__)

    async def _publish_changed(self) -> None:
        since = self._desk.clock.now() - LOOKED_AT
        people, newest = await self._desk.ask(
            lambda conn: (home_viewers.viewers(conn, since), home_viewers.newest_entry(conn))
        )
        if all(self._told.get(user) == newest for user in people):
            return
        await self._after_burst(newest)
        open_ones, seq = await self._look(), self._seq
        for user in people:
            try:
                await self._publish(user, open_ones)
            except SlackRefusedError as refused:
                self._shown.pop(user, None)
                log.warning("home_not_published", error=refused.error)
                if not refused.permanent:
                    continue
            self._told[user] = seq

    async def _after_burst(self, newest: int) -> None:
        """Wait until nothing more is recorded."""
        for _ in range(_MOST_WAITS):
            await asyncio.sleep(BURST_SECONDS)
            before, newest = newest, await self._desk.ask(home_viewers.newest_entry)
            if newest == before:
                return

    async def _publish(self, user: str, open_ones: Sequence[Situation]) -> None:
        reported: list[Incident] = await self._desk.ask(lambda conn: facts.listed(conn, user, MOST_REPORTS))
        view: Block = await asyncio.to_thread(home_page, self._desk.words, user, open_ones, reported)
        drawn = json.dumps(view)
        if self._shown.get(user) == drawn:
            return
        while wait := self._desk.pace.wait("views.publish", None, time.monotonic()):  # noqa: ASYNC110 - tokens come with time
            await asyncio.sleep(wait)
        await self._desk.slack.call("views.publish", user_id=user, view=view)
        self._shown[user] = drawn

    async def _look(self) -> Sequence[Situation]:
        """The open incidents; only those of which something was recorded are read anew."""
        async with self._reading:
            before, now = self._seq, self._desk.clock.now()

            def ask(conn: Connection) -> tuple[Team, int, list[int], Mapping[int, IncidentFacts | None]]:
                newest = home_viewers.newest_entry(conn)
                changed = home_viewers.changed_since(conn, before) if before >= 0 else set()
                ids = facts.open_incidents(conn)
                wanted = [one for one in ids if one in changed or one not in self._known]
                found = {one: facts.incident_facts(conn, one) for one in wanted}
                return facts.team(conn, self._desk.department), newest, ids, found

            team, self._seq, ids, found = await self._desk.store.read(ask)
            if team != self._team:
                self._team, self._drawn = team, {}
            for incident, known in found.items():
                self._drawn.pop(incident, None)
                if known is not None:
                    self._known[incident] = known
            for incident in [one for one in self._known if one not in ids]:
                del self._known[incident]
                self._drawn.pop(incident, None)
            for incident, known in self._known.items():
                drawn = self._drawn.get(incident)
                if drawn is None or now - drawn.now > timedelta(hours=1) or now < drawn.now:
                    self._drawn[incident] = Situation(facts=known, team=team, law=self._desk.law, now=now)
            return [self._drawn[one] for one in ids if one in self._drawn]
