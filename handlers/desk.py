"""What every handler has at hand: words, the store to ask, commands to carry out, Slack."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from bot.department import Department, Team
from bot.policy.schema import Policy
from handlers.execute import Clock, Execute
from handlers.render import Mrkdwn, Words, name_of
from handlers.slack_api import SlackApi
from storage import facts
from storage.engine import Store

T = TypeVar("T")


@dataclass
class Desk:
    """The handlers' desk. `team` is the directory as last read: for names, never for permission."""

    department: Department
    policy: Policy
    words: Words
    store: Store
    execute: Execute
    slack: SlackApi
    clock: Clock
    team: Team

    async def ask(self, question: Callable[[Connection], T]) -> T:
        """Ask the store. Raises UnavailableError."""
        return await self.store.read(question)

    async def team_now(self) -> Team:
        """The roles and their people at this moment."""
        self.team = await self.ask(lambda conn: facts.team(conn, self.department))
        return self.team

    def names(self, users: object) -> Mrkdwn:
        """One person's name or several, for reading."""
        if isinstance(users, str):
            return name_of(users, self.team)
        if isinstance(users, (tuple, list)):
            return Mrkdwn(", ".join(name_of(user, self.team) for user in users))
        return Mrkdwn("")
