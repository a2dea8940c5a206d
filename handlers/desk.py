"""What every handler has at hand: words, the store to ask, commands to carry out, Slack."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import structlog
from sqlalchemy import Connection

from bot.decision import Refusal
from bot.department import Department, Team
from bot.incident import IncidentFacts
from bot.policy.schema import Policy
from bot.rulebook import Rulebook
from bot.situation import Situation
from bot.visibility import View, view_of
from handlers.execute import LISTENER_SECONDS, Execute
from handlers.notices.texts import NoticeTexts
from handlers.now import Clock
from handlers.pace import Pace
from handlers.render import Mrkdwn, Words, name_of
from handlers.request import Request
from handlers.slack_api import SlackApi, SlackRefusedError
from handlers.workspace import Workspace
from storage import facts, rooms
from storage.engine import Store
from storage.unavailable import UnavailableError

T = TypeVar("T")

_REMEMBERED = 1000
"""Deliveries: Slack repeats one at most three times, within minutes."""

_LONGEST_NUMBER = 20
"""Characters of what was typed for a number, said back to the person."""

log = structlog.get_logger()


@dataclass
class Desk:
    """The handlers' desk. `team` is the directory as last read: for names, never for permission."""

    department: Department
    law: Rulebook
    words: Words
    notices: NoticeTexts
    store: Store
    execute: Execute
    slack: SlackApi
    clock: Clock
    team: Team
    addresses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Where a role that nobody takes is called out of band."""
    workspace: Workspace | None = None
    """The workspace that the token is of."""
    pace: Pace = field(default_factory=Pace)
    """Slack's limits, for all of this process."""
    looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while many people are looked up: who waits for it finds the answers in the database."""
    publish_home: Callable[[str], Coroutine[None, None, None]] | None = None
    """Shows somebody their App Home, and keeps it up to date."""
    _seen: dict[str, None] = field(default_factory=dict)
    _best_efforts: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def policy(self) -> Policy:
        """The department's policy."""
        return self.law.packs.policy

    async def ask(self, question: Callable[[Connection], T]) -> T:
        """Ask the store, within the listener's time. Raises UnavailableError."""
        try:
            async with asyncio.timeout(LISTENER_SECONDS):
                return await self.store.read(question)
        except TimeoutError:
            raise UnavailableError("no answer in time") from None

    async def look(self, incident: int) -> tuple[IncidentFacts | None, Team]:
        """What is known of an incident (None: there is none), and the people. Raises UnavailableError."""
        return await self._look(lambda conn: incident)

    async def look_here(self, request: Request, *, counsels: bool = False) -> tuple[IncidentFacts, Team] | Refusal:
        """The incident of the channel, for the policy's roles; for others it is not there. Raises UnavailableError."""
        return await self.look_number("", request, counsels=counsels)

    async def look_number(
        self, number: str, request: Request, *, least: View = "team", counsels: bool = False
    ) -> tuple[IncidentFacts, Team] | Refusal:
        """The incident of that number, else of the channel, for those who may see as much of it as `least`.

        For others it is not there. `counsels`: counsel's room counts as well. Raises UnavailableError.
        """
        wanted = number.upper()
        here = rooms.of_channel if counsels else facts.by_channel
        known, team = await self._look(
            lambda conn: facts.by_number(conn, wanted) if wanted else here(conn, request.channel or "")
        )
        seen = view_of(request.user, known.incident, team) if known else None
        if known is None or seen not in ("team", least):
            return Refusal(name="not_to_be_seen", values={"number": wanted[:_LONGEST_NUMBER]})
        return known, team

    async def look_pressed(self, request: Request) -> tuple[IncidentFacts, Team] | Refusal:
        """The incident that a button is about, for the policy's roles. Raises UnavailableError."""
        known, team = await self.look(request.ids.incident)
        if known is None or not team.roles_of(request.user):
            return Refusal(name="team_needed")
        return known, team

    async def _look(self, find: Callable[[Connection], int | None]) -> tuple[IncidentFacts | None, Team]:
        def ask(conn: Connection) -> tuple[IncidentFacts | None, Team]:
            found = find(conn)
            known = facts.incident_facts(conn, found) if found is not None else None
            return known, facts.team(conn, self.department)

        return await self.ask(ask)

    def situation(self, known: IncidentFacts, team: Team) -> Situation:
        """What the rules decide on, at this moment."""
        return Situation(facts=known, team=team, law=self.law, now=self.clock.now())

    async def team_now(self) -> Team:
        """The roles and their people at this moment."""
        self.team = await self.ask(lambda conn: facts.team(conn, self.department))
        return self.team

    def is_new(self, key: str) -> bool:
        """Whether this process sees a delivery for the first time: for answers that are tried once and not stored."""
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > _REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return True

    def best_effort(self, saying: Coroutine[None, None, None]) -> None:
        """Say something that is tried once and not stored, without making anybody wait for it."""
        task = asyncio.create_task(self._say(saying))
        self._best_efforts.add(task)
        task.add_done_callback(self._best_efforts.discard)

    async def finish(self) -> None:
        """Wait for the best efforts that are under way."""
        await asyncio.gather(*self._best_efforts, return_exceptions=True)

    async def _say(self, saying: Coroutine[None, None, None]) -> None:
        try:
            await saying
        except (SlackRefusedError, UnavailableError) as fault:
            log.warning("best_effort_failed", cause=str(fault))

    def names(self, users: object) -> Mrkdwn:
        """One person's name or several, for reading."""
        if isinstance(users, str):
            return name_of(users, self.team)
        if isinstance(users, (tuple, list)):
            return Mrkdwn(", ".join(name_of(user, self.team) for user in users))
        return Mrkdwn("")
