"""The self-check: every open duty has its next reminder, holders can act, channels are as they were, nothing hangs."""

import structlog

from handlers.desk import Desk
from handlers.execute import NotRecordedError
from handlers.metrics import REPAIRED
from handlers.outgoing import channel_watch
from storage import facts, outbox, transaction
from storage.unavailable import UnavailableError

log = structlog.get_logger()


async def check_incidents(desk: Desk) -> int:
    """Look at every open incident; what is missing is mended, recorded, counted and logged. Answers how much it was."""
    repaired = 0
    try:
        now = desk.clock.now()
        repaired += await desk.store.write(lambda conn: outbox.pull_in(conn, now))
        for incident in await desk.ask(facts.open_incidents):
            repaired += await _check_one(desk, incident)
    except (UnavailableError, NotRecordedError):
        log.error("self_check_unavailable")
    if repaired:
        REPAIRED.inc(repaired)
        log.error("self_check_repaired", count=repaired)
    return repaired


async def _check_one(desk: Desk, incident: int) -> int:
    now = desk.clock.now()
    answer = await desk.store.write(lambda conn: transaction.check_incident(conn, incident, desk.law, now))
    known, team = await desk.look(incident)
    if known:
        await channel_watch.compare_channel(desk, known, team)
    return sum(count for count in answer.values.values() if isinstance(count, int))
