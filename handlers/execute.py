"""Carrying out a command: look at the clock once, decide and remember in one transaction, wake the delivery."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.commands import Command, IncidentCommand
from bot.counsel_commands import GiveAdvice, MovePrivileged, NameCounselPeople
from bot.decision import Answer, Refusal
from bot.expunging import ExpungeText
from bot.notice_commands import ApproveNotice, ReleaseNotice
from bot.question_commands import Determine, Reopen
from bot.rulebook import Rulebook
from handlers.metrics import COMMANDS
from handlers.now import Clock
from storage import transaction
from storage.engine import Store
from storage.outbox import Row
from storage.unavailable import UnavailableError

LISTENER_SECONDS = 2.0
"""A listener answers Slack within 3 s; what is not committed by then was not recorded."""

WEIGHTY = (ApproveNotice, ReleaseNotice, Determine, Reopen, GiveAdvice, MovePrivileged, NameCounselPeople, ExpungeText)
"""Acts that count for others: who does them is looked at in Slack before. Closing is a determination too."""

log = structlog.get_logger()


class NotRecordedError(Exception):
    """The database did not take the command in time: nothing was recorded, and the person must be told so."""


class Execute:
    """Carries out commands on one store."""

    vouch: Callable[[str], Awaitable[Refusal | None]] | None = None
    """Looks whether somebody still is who the directory says, before a weighty act; else why it cannot be recorded."""

    def __init__(self, store: Store, law: Rulebook, clock: Clock, wake: Callable[[], None]) -> None:
        self._store, self._law, self._clock, self._wake = store, law, clock, wake

    async def __call__(self, command: Command) -> Answer | Refusal:
        """Decide and remember, within the listener's time. Raises NotRecordedError."""
        if isinstance(command, WEIGHTY) and self.vouch and (refusal := await self.vouch(command.actor)):
            COMMANDS.labels(type(command).__name__, "refused").inc()
            return refusal
        now = self._clock.now()
        try:
            async with asyncio.timeout(LISTENER_SECONDS):
                answer = await self._store.write(lambda conn: transaction.record(conn, command, self._law, now))
        except (UnavailableError, TimeoutError) as fault:
            COMMANDS.labels(type(command).__name__, "not_recorded").inc()
            log.error("not_recorded", command=type(command).__name__, cause=str(fault) or type(fault).__name__)
            raise NotRecordedError from fault
        COMMANDS.labels(type(command).__name__, "refused" if isinstance(answer, Refusal) else "recorded").inc()
        self._wake()
        return answer

    def wake(self) -> None:
        """Something was written beside a command: there may be something to send."""
        self._wake()

    async def finish(self, command: IncidentCommand | None, row: Row) -> None:
        """Remember what Slack answered (None: no news), and that the row is done.

        Raises UnavailableError: the row comes back.
        """
        now = self._clock.now()
        await self._store.write(lambda conn: transaction.record(conn, command, self._law, now, row))
        self._wake()

    async def give_up(self, command: IncidentCommand, row: Row, error: str) -> None:
        """Remember that Slack refused the row for good. Raises UnavailableError."""
        now = self._clock.now()
        await self._store.write(lambda conn: transaction.give_up(conn, command, self._law, now, row, error))
        self._wake()
