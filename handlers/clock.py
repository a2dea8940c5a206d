"""What the clock does: reminds and wakes the delivery every second; now and then directory, gauges, self-check.

APScheduler is only the clock; what is due is a column, and the claim decides who acts.
"""

from collections.abc import Awaitable, Callable

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from handlers import directory, nudges, selfcheck
from handlers.delivery import Delivery
from handlers.desk import Desk
from storage.unavailable import UnavailableError

TICK_SECONDS = 1
LEAST_TICK = 0.25
"""Seconds: a look at the database costs more than a finer tick would gain at any speed."""
DIRECTORY_SECONDS = 900
GAUGES_SECONDS = 15
SELF_CHECK_SECONDS = 300
HEARTBEAT_SECONDS = 60

log = structlog.get_logger()


def start_clock(
    desk: Desk, delivery: Delivery, heartbeat_url: str = "", tick_seconds: float = TICK_SECONDS
) -> AsyncIOScheduler:
    """Start ticking on the running loop."""
    scheduler = AsyncIOScheduler(timezone="UTC")

    def every(seconds: float, job: Callable[[], Awaitable[None]]) -> None:
        scheduler.add_job(job, "interval", seconds=seconds, max_instances=1, coalesce=True, misfire_grace_time=None)

    async def tick() -> None:
        await nudges.remind(desk)
        delivery.wake()

    async def self_check() -> None:
        await selfcheck.check(desk)
        delivery.wake()

    async def beat() -> None:
        await selfcheck.beat(heartbeat_url)

    async def look_after_directory() -> None:
        try:
            await directory.refresh(desk)
        except UnavailableError:
            log.error("directory_not_kept")

    every(max(LEAST_TICK, tick_seconds), tick)
    every(DIRECTORY_SECONDS, look_after_directory)
    every(GAUGES_SECONDS, delivery.measure)
    every(SELF_CHECK_SECONDS, self_check)
    if heartbeat_url:
        every(HEARTBEAT_SECONDS, beat)
    scheduler.start()
    return scheduler
