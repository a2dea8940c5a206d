"""Delivery: claims outbox rows, does each with Slack, and brings back what Slack said.

Any number of processes may do it: a claim is a lease, and a row whose worker died comes back when the lease ends.
"""

import asyncio
import contextlib
import random
import secrets
import time
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.rules.privileged import PRIVILEGED_STEPS
from bot.rules.stuck import UNTOLD_STEPS
from bot.step_commands import StepFailed
from handlers.desk import Desk
from handlers.execute import NotRecordedError
from handlers.metrics import OUTBOX_AGE, OUTBOX_PARKED, OUTBOX_WAITING
from handlers.outgoing.channel_watch import tell_state
from handlers.outgoing.job import Job, LeaseLostError, NoChannelError, NotYetError
from handlers.outgoing.steps import step_of
from handlers.pace import Pace
from handlers.slack_api import SlackRefusedError
from storage import facts, outbox
from storage.outbox import NO_CHANNEL, STUCK_ATTEMPTS, SURFACE_PACE, Row
from storage.unavailable import UnavailableError

AT_ONCE = 24
"""Slack calls of this process at the same time."""
LONGEST_BACKOFF = 300.0
"""Seconds."""
CHANNEL_PAUSE = 60.0
"""Seconds after which a row that waits for the channel looks again, if nothing made it due before."""
MOST_UNFINISHED = 3
"""Tries without an end, one after the other, after which a step is given up and told."""
_TOLD_SOON = 6
"""Tries of a step of opening after which people are told: less than a minute of them."""
_TOLD_SLOW = 3
"""The same for what only an operator can mend, with a minute between two tries."""
_LEAST_REST = 0.005
"""Seconds: who looks a moment early would look again at once."""
_CLOCK_STEP = 1.5
"""Seconds by which a clock may run unevenly without having been set."""

log = structlog.get_logger()


def backoff(attempts: int) -> float:
    """Seconds until the next try: doubling, at most five minutes, spread so that replicas do not try together."""
    return min(LONGEST_BACKOFF, 0.25 * 2.0 ** min(attempts, 12)) * random.uniform(0.8, 1.2)  # noqa: S311 - a spread, no secret


class Delivery:
    """The worker of one process."""

    def __init__(self, desk: Desk, lease_seconds: float, pace: Pace) -> None:
        self._desk, self._lease, self._pace = desk, lease_seconds, pace
        self._surface_pace = SURFACE_PACE / pace.speed
        self._wake = asyncio.Event()
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._looked: tuple[datetime, float] | None = None
        self._leases_wrong_until = 0.0

    def wake(self) -> None:
        """Something may be due."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; then let what is under way end."""
        try:
            while True:
                self._wake.clear()
                if not await self._claim():
                    await self._rest()
        finally:
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _rest(self) -> None:
        """Until somebody wakes us or the next row is due; other replicas' rows and a moved clock wait for the tick."""
        rest: float | None = None
        if len(self._under_way) < AT_ONCE and time.monotonic() >= self._leases_wrong_until:
            with contextlib.suppress(UnavailableError):
                rest = await self._until_due()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(rest):  # wait_for of Python 3.11 swallows a cancellation
                await self._wake.wait()

    async def _until_due(self) -> float | None:
        """Seconds of the clock until the next row is due, with a little that keeps it from being a look too early."""
        now = self._desk.clock.now()
        due = await self._desk.ask(lambda conn: outbox.next_due(conn, now, self._surface_pace))
        return max(_LEAST_REST, (due - now).total_seconds()) if due else None

    async def measure(self) -> None:
        """Set the gauges of the outbox."""
        with contextlib.suppress(UnavailableError):
            waiting, oldest = await self._desk.ask(outbox.waiting)
            OUTBOX_WAITING.set(waiting)
            OUTBOX_AGE.set((self._desk.clock.now() - oldest).total_seconds() if oldest else 0)

    async def _claim(self) -> bool:
        """Start what is due; answers whether anything was.

        1. Take no more rows than there are free places; none at all while all are taken.
        2. Where the clock was set lately, leave rows alone that somebody holds.
        3. Claim rows for the length of a lease, in one transaction.
        4. Start sending each; it may write to Slack until six tenths of the lease are over.
        """
        free = AT_ONCE - len(self._under_way)
        if free <= 0:
            return False
        now = self._desk.clock.now()
        lease_for = timedelta(seconds=self._lease)
        claimed_at = time.monotonic()
        jumped = self._jumped(now, claimed_at)
        try:
            rows = await self._desk.store.write(
                lambda conn: outbox.claim(
                    conn, now, lease_for, free, unleased_only=jumped, surface_pace=self._surface_pace
                )
            )
        except UnavailableError:
            log.error("outbox_unavailable")
            await asyncio.sleep(1.0)
            return True
        for row in rows:
            earlier = self._under_way.get(row.id)
            task = asyncio.create_task(self._send(row, claimed_at + self._lease * 0.6, earlier))
            self._under_way[row.id] = task
            task.add_done_callback(partial(self._ended, row.id))
        return bool(rows)

    def _jumped(self, now: datetime, at: float) -> bool:
        """Whether the clock was set lately: then a lease that seems over may not be, its holder may still send."""
        before, self._looked = self._looked, (now, at)
        if before and abs((now - before[0]).total_seconds() - (at - before[1])) > max(self._lease / 4, _CLOCK_STEP):
            self._leases_wrong_until = at + self._lease
        return at < self._leases_wrong_until

    def _ended(self, row_id: int, task: asyncio.Task[None]) -> None:
        if self._under_way.get(row_id) is task:
            del self._under_way[row_id]
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery_surprise", error=type(error).__name__)
        self._wake.set()

    async def _send(self, row: Row, until: float, earlier: asyncio.Task[None] | None) -> None:
        """Do one row, and write what came of it.

        1. Wait for our own earlier try of the same row, if the clock jumped under it.
        2. Read the incident as it is now, do the step, and record Slack's answer with the end of the row.
        3. A lost lease: somebody else has the row, nothing is written.
        4. Slack's limit: later, and it does not count as a try.
        5. Refused for good: parked, and people are told. Refused for now, or a surprise: later, after a growing pause.
        6. No database: nothing is written, and the row comes back when its lease ends.
        """
        if earlier:  # the clock jumped: our own try of this row has not ended; the repeat looks first
            await asyncio.wait([earlier])
        try:
            await self._do(row, until)
        except LeaseLostError:
            log.warning("lease_lost", step=row.step)
        except NotYetError as later:
            await self._postpone(row, later.seconds, None, tried=False)
        except NoChannelError:
            await self._postpone(row, CHANNEL_PAUSE, NO_CHANNEL, tried=False)
        except SlackRefusedError as refused:
            await self._refused(row, refused)
        except UnavailableError:
            log.error("answer_not_recorded", step=row.step)
        except Exception as error:  # a row must not stop the others; it comes back, and people see it on the gauges
            log.error("step_surprise", step=row.step, error=type(error).__name__)
            await self._postpone(row, backoff(row.attempts + 4), type(error).__name__, tried=True, surprised=True)

    async def _do(self, row: Row, until: float) -> None:
        desk = self._desk
        if row.unfinished >= MOST_UNFINISHED:
            reference = secrets.token_hex(2).upper()
            log.error("step_unfinished", step=row.step, tries=row.unfinished, reference=reference)
            await self._give_up(row, f"reference {reference}")
            return
        known, team = await desk.ask(
            lambda conn: (facts.incident_facts(conn, row.incident), facts.team(conn, desk.department))
        )
        if known is None:
            raise LookupError("an outbox row of no incident")
        job = Job(desk=desk, pace=self._pace, row=row, facts=known, team=team, until=until)
        told = await step_of(row.step)(job)
        if told is None and row.error is None:
            now = desk.clock.now()
            await desk.store.write(lambda conn: outbox.finish(conn, row, now))
        else:
            await desk.execute.finish(told, row)

    async def _refused(self, row: Row, refused: SlackRefusedError) -> None:
        """Give up what asking again cannot mend; all else waits, and people hear of it when it lasts."""
        if refused.permanent:
            await self._give_up(row, refused.error)
            return
        if refused.in_channel:
            with contextlib.suppress(UnavailableError, NotRecordedError):
                await tell_state(self._desk, row.incident, refused.error, refused.room)
            await self._postpone(row, max(CHANNEL_PAUSE, backoff(row.attempts)), refused.error, tried=True)
            return
        if row.attempts == self._told_after(row, refused):
            key = f"stuck:{row.id}:{row.wanted}:{refused.error}"
            command = StepFailed(key=key, incident=row.incident, step=row.step, error=refused.error[:80])
            with contextlib.suppress(UnavailableError, NotRecordedError):
                await self._desk.execute(command)
        await self._postpone(row, refused.after or backoff(row.attempts), refused.error, tried=True)

    @staticmethod
    def _told_after(row: Row, refused: SlackRefusedError) -> int:
        if refused.after and refused.error != "ratelimited":
            return _TOLD_SLOW
        return _TOLD_SOON if row.step in (*UNTOLD_STEPS, *PRIVILEGED_STEPS) else STUCK_ATTEMPTS

    async def _give_up(self, row: Row, error: str) -> None:
        OUTBOX_PARKED.labels(row.step).inc()
        log.error("step_refused", step=row.step, error=error)
        command = StepFailed(key=row.key, incident=row.incident, step=row.step, error=error[:80])
        with contextlib.suppress(UnavailableError):
            await self._desk.execute.give_up(command, row, error)

    async def _postpone(
        self, row: Row, seconds: float, error: str | None, *, tried: bool, surprised: bool = False
    ) -> None:
        due_at = self._desk.clock.now() + timedelta(seconds=seconds)
        with contextlib.suppress(UnavailableError):
            await self._desk.store.write(
                lambda conn: outbox.postpone(conn, row, due_at, error, tried=tried, surprised=surprised)
            )
