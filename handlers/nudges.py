"""Reminders: the tick that turns due ones into messages, and the step that sends one, if it still wants sending."""

from dataclasses import replace
from datetime import UTC, datetime

import structlog
from sqlalchemy import Connection

from bot.commands import NudgeSent
from bot.incident import IncidentFacts
from bot.rules.duties import asked, duties
from bot.rules.reminding import is_asked
from handlers.desk import Desk
from handlers.job import Job
from handlers.messages import direct_message, take_buttons
from handlers.slack_api import SlackRefusedError
from handlers.views.nudge import Open, reminder, why_over
from storage import facts, nudges, transaction
from storage.unavailable import UnavailableError

AT_ONCE = 200
"""Due reminders in one transaction; what is due at the same time for one person becomes one message."""

log = structlog.get_logger()


async def remind(desk: Desk) -> int:
    """Turn what is due into messages; answers how many. One look at an index when nothing is due."""
    now, turned = desk.clock.now(), 0
    try:
        while await desk.ask(lambda conn: nudges.is_due(conn, now)):
            count = await desk.store.write(lambda conn: transaction.remind(conn, desk.law, now, AT_ONCE))
            turned += count
            if count < AT_ONCE:
                break
    except UnavailableError:
        log.error("reminders_unavailable")
    return turned


async def send(job: Job) -> NudgeSent | None:
    """Remind one person of what is still open, in one message; not of what is settled, snoozed or another's."""
    desk, user, late = job.desk, str(job.row.payload["user"]), int(str(job.row.payload["late"]))
    now = desk.clock.now()
    found = await _still_open(job, user, now)
    if not found:
        return None
    text, blocks = reminder(desk.words, found, job.team, desk.law, user, late, now)
    posted = await direct_message(job, user, text, blocks)
    about: dict[int, list[tuple[str, str]]] = {}
    for one in found:
        about.setdefault(one.facts.incident.id, []).append((one.duty.kind, one.duty.subject))
    since = datetime.fromtimestamp(late, UTC) if late else None
    first, *others = (
        NudgeSent(
            key=job.row.key,
            incident=incident,
            user=user,
            about=tuple(theirs),
            channel=str(posted["channel"]),
            ts=str(posted["ts"]),
            alone=len(found) == 1,
            late=since,
        )
        for incident, theirs in about.items()
    )
    return replace(first, others=tuple(others))


async def over(job: Job) -> None:
    """Take the buttons from a reminder that asks nothing any more, and say why there."""
    user, channel, ts = (str(job.row.payload[name]) for name in ("user", "channel", "ts"))
    nudge = next((one for one in job.facts.nudges if one.id == job.row.payload["nudge"]), None)
    situation = job.desk.situation(job.facts, job.team)
    open_ = {(duty.kind, duty.subject): duty for duty in duties(situation)}
    duty = open_.get((nudge.kind, nudge.subject)) if nudge else None
    theirs = bool(nudge and duty and is_asked(user, duty, nudge, situation))
    why = why_over(job.desk.words, nudge if duty else None, user, ts, theirs=theirs)
    if why is None:
        return
    try:
        await take_buttons(job, channel, ts, why)
    except SlackRefusedError as refused:
        if not refused.permanent:
            raise
        log.warning("reminder_not_refreshed", error=refused.error)  # a press on it still says so


async def _still_open(job: Job, user: str, now: datetime) -> list[Open]:
    about = job.row.payload["about"]
    wanted = [one.split("|") for one in about] if isinstance(about, (list, tuple)) else []

    def ask(conn: Connection) -> dict[int, IncidentFacts | None]:
        return {incident: facts.incident_facts(conn, incident) for incident in {int(one[0]) for one in wanted}}

    known = await job.desk.ask(ask)
    found = []
    for incident, nudge_id in wanted:
        its = known[int(incident)]
        nudge = next((one for one in its.nudges if one.id == int(nudge_id)), None) if its else None
        if its is None or nudge is None or nudge.snoozed_until:
            continue
        open_ = {(duty.kind, duty.subject): duty for duty in duties(job.desk.situation(its, job.team))}
        duty = open_.get((nudge.kind, nudge.subject))
        if duty and user in asked(duty, max(0, nudge.sent - 1), job.desk.situation(its, job.team)):
            found.append(Open(facts=its, duty=duty, nudge=nudge))
    return found
