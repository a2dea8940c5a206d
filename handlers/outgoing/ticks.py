"""Jobs that come back every so many seconds, whatever the wall clock does.

APScheduler reckons by the wall clock: set back an hour, it would be silent for an hour; set forward, it would walk
through every run that it missed, one by one, while nothing else runs. So a look at the monotonic clock every second
finds a step back and gives every job its next time anew, and no run is made up for.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from handlers.now import Clock

LOOK_SECONDS = 1.0
LONGEST_STEP = timedelta(seconds=1.5)
"""By which the wall clock may run unevenly without having been set."""

log = structlog.get_logger()


class Ticks:
    """Runs each job again and again on the running loop, a first time after its interval, never twice at once."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.start()
        self._looking = asyncio.create_task(self._look())

    def every(self, seconds: float, job: Callable[[], Awaitable[object]]) -> None:
        """Run the job every so many seconds; what it raises is logged, and it comes again."""
        added = self._scheduler.add_job(
            partial(_run, job), _FromNow(seconds=seconds), max_instances=1, coalesce=True, misfire_grace_time=None
        )
        self._seconds[added.id] = seconds

    async def stop(self) -> None:
        """No further run."""
        self._looking.cancel()
        with suppress(asyncio.CancelledError):
            await self._looking
        self._scheduler.shutdown(wait=False)

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()  # its time is monotonic (asyncio: Event Loop, loop.time)
        clock = Clock()
        wall, steady = clock.now(), loop.time()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            before, wall = wall, clock.now()
            passed, steady = timedelta(seconds=loop.time() - steady), loop.time()
            if abs(wall - before - passed) > LONGEST_STEP:
                log.warning("wall_clock_was_set", seconds=round((wall - before - passed).total_seconds()))
                for job, seconds in self._seconds.items():
                    self._scheduler.reschedule_job(job, trigger=_FromNow(seconds=seconds))


class _FromNow(IntervalTrigger):  # type: ignore[misc]  # APScheduler 3.11 ships no type information
    """The next run is always to come, however many were missed."""

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        interval = timedelta(seconds=self.interval_length)
        steady = previous_fire_time + interval if previous_fire_time else now
        return steady if now < steady <= now + interval else now + interval


async def _run(job: Callable[[], Awaitable[object]]) -> None:
    try:
        await job()
    except Exception as error:  # a job that failed once comes again; APScheduler would log the error with its words
        log.error("tick_surprise", job=getattr(job, "__name__", ""), error=type(error).__name__)
