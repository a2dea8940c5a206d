"""What the clock does: opens what has its turn, reminds and wakes the delivery every second; self-check and the like.

These are only ticks; what is due is a column, and the claim decides who acts.
"""

import structlog

from handlers import directory
from handlers.desk import Desk
from handlers.health import Health
from handlers.outgoing import reminders, selfcheck, turns
from handlers.outgoing.delivery import Delivery
from handlers.outgoing.ticks import Ticks
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
    desk: Desk, delivery: Delivery, health: Health, heartbeat_url: str = "", tick_seconds: float = TICK_SECONDS
) -> Ticks:
    """Start ticking on the running loop."""

    async def tick() -> None:
        await turns.open_in_turn(desk)
        await reminders.remind(desk)
        delivery.wake()

    async def self_check() -> None:
        await selfcheck.check_incidents(desk)
        delivery.wake()

    async def beat() -> None:
        await health.beat(heartbeat_url)

    async def look_after_directory() -> None:
        try:
            await directory.refresh(desk)
        except UnavailableError:
            log.error("directory_not_kept")

    ticks = Ticks()
    ticks.every(max(LEAST_TICK, tick_seconds), tick)
    ticks.every(DIRECTORY_SECONDS, look_after_directory)
    ticks.every(GAUGES_SECONDS, delivery.measure)
    ticks.every(SELF_CHECK_SECONDS, self_check)
    ticks.every(HEARTBEAT_SECONDS, beat if heartbeat_url else health.parts)
    return ticks
