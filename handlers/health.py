"""Whether the bot works: not the process, but what it is there for. Nothing of an incident is in what it says."""

import asyncio
from datetime import datetime, timedelta

import aiohttp
import structlog

from bot.department import Team
from handlers.desk import Desk
from handlers.metrics import WORKING
from handlers.socket_connection import SocketConnection
from handlers.workspace import Workspace
from storage import facts, identity, outbox, people
from storage.engine import probe
from storage.unavailable import UnavailableError

OUTBOX_LIMIT = timedelta(minutes=15)
"""What is due and not sent for so long is not going to be sent by waiting."""
DIRECTORY_LIMIT = timedelta(hours=1)
"""People are looked up every quarter of an hour; this program's own figure."""
_WRITE_SECONDS = 2.0
_PATIENCE = aiohttp.ClientTimeout(total=10)

log = structlog.get_logger()


class Health:
    """Looks at each part of a running bot."""

    def __init__(self, desk: Desk, workspace: Workspace) -> None:
        self._desk, self._workspace = desk, workspace
        self.socket: SocketConnection | None = None
        """The Socket Mode connection, when the bot runs on one."""

    async def readiness(self) -> str | None:
        """Why nothing can be taken from people now; None when it can. For `/readyz`."""
        return await probe(self._desk.store) or self._socket()

    async def seen(self) -> dict[str, str | None]:
        """Every part as it looks without writing anything."""
        return {
            "socket": self._socket(),
            "token": self._workspace.trouble,
            "database": await probe(self._desk.store),
            "outbox": await self._outbox(),
            "clock": self._clock(),
            "directory": await self._directory(),
        }

    async def parts(self) -> dict[str, str | None]:
        """Every part, and what is wrong with it (None: nothing)."""
        found = await self.seen()
        found["database"] = found["database"] or await self._writing()
        for part, trouble in found.items():
            WORKING.labels(part).set(trouble is None)
        return found

    async def beat(self, url: str) -> bool:
        """Call the dead man's switch, but only while everything works; answers whether it took the call."""
        ill = {part: trouble for part, trouble in (await self.parts()).items() if trouble}
        if ill:
            log.error("heartbeat_withheld", **ill)
            return False
        return await call_switch(url)

    def _socket(self) -> str | None:
        return self.socket.trouble if self.socket else None

    def _clock(self) -> str | None:
        skew = self._desk.slack.skew
        return f"{round(skew.seconds or 0)} seconds off" if skew.is_off else None

    async def _directory(self) -> str | None:
        """Whether what Slack said of the people is old, or no more than remembered. No name is told."""
        try:
            team, gaps = await self._desk.ask(lambda conn: (facts.team(conn, self._desk.department), people.gaps(conn)))
        except UnavailableError:
            return "not known"
        age = directory_age(team, self._desk.clock.now())
        told = f"{len(gaps)} addresses or groups are not known to Slack any more" if gaps else None
        return "; ".join(filter(None, (age, told))) or None

    async def _writing(self) -> str | None:
        now = self._desk.clock.now()
        try:
            async with asyncio.timeout(_WRITE_SECONDS):
                await self._desk.store.write(lambda conn: identity.prove_writable(conn, now))
        except (UnavailableError, TimeoutError):
            return "cannot be written to"
        return None

    async def _outbox(self) -> str | None:
        before = self._desk.clock.now() - OUTBOX_LIMIT
        try:
            stuck = await self._desk.ask(lambda conn: outbox.stuck(conn, before))
        except UnavailableError:
            return "not known"
        return f"{stuck} messages wait too long" if stuck else None


def directory_age(team: Team, now: datetime) -> str | None:
    """That the oldest look at a person or a group of the configuration is too old; None while it is not."""
    times = [seen for ref in team.department.refs() if (seen := team.person(ref).seen_at)]
    times += [seen for group in team.usergroups() if (seen := team.groups_seen.get(group))]
    if not times or now - min(times) <= DIRECTORY_LIMIT:
        return None
    return f"last read {int((now - min(times)).total_seconds() // 60)} minutes ago"


async def call_switch(url: str) -> bool:
    """Call the dead man's switch; answers whether it took the call. Its address may hold a token and is not logged."""
    try:
        async with aiohttp.ClientSession(timeout=_PATIENCE) as session, session.get(url) as answer:
            if answer.status < 400:
                return True
            log.error("heartbeat_not_taken", status=answer.status)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        log.error("heartbeat_not_taken", error=type(error).__name__)
    return False
