"""Calling for the channels whose turn has come."""

import structlog

from handlers.desk import Desk
from storage import transaction, turns
from storage.unavailable import UnavailableError

log = structlog.get_logger()


async def open_in_turn(desk: Desk) -> int:
    """Open what may open now; answers how many. One look at an empty index while nothing waits."""
    now = desk.clock.now()
    try:
        if not await desk.ask(lambda conn: turns.is_due(conn, desk.department, now)):
            return 0
        return await desk.store.write(lambda conn: transaction.open_in_turn(conn, desk.law, now))
    except UnavailableError:
        log.error("turns_unavailable")
        return 0
