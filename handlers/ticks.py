"""Jobs that come back every so many seconds of real time: a wall clock that is set back or forward changes nothing.

APScheduler reckons by the wall clock: set back an hour it is silent for an hour, and set forward it walks through every
run that it missed, one by one, while nothing else runs (8 s for thirty days of a tick a second).
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

log = structlog.get_logger()


class Ticks:
    """Runs each job again and again on the running loop, a first time after its interval, never twice at once."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def every(self, seconds: float, job: Callable[[], Awaitable[object]]) -> None:
        """Run the job every so many seconds; what it raises is logged, and it comes again."""
        self._tasks.append(asyncio.create_task(_repeat(seconds, job)))

    async def stop(self) -> None:
        """No further run; what is under way is cancelled."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task


async def _repeat(seconds: float, job: Callable[[], Awaitable[object]]) -> None:
    loop = asyncio.get_running_loop()  # its time is monotonic (asyncio: Event Loop, loop.time)
    due = loop.time() + seconds
    while True:
        await asyncio.sleep(due - loop.time())
        try:
            await job()
        except Exception as error:  # a job that failed once must not be the last of its kind
            log.error("tick_surprise", job=getattr(job, "__name__", ""), error=type(error).__name__)
        due = max(due + seconds, loop.time())
