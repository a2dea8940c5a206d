"""Reminders: the tick that turns due ones into messages, and the step that sends one, if it still wants sending."""

from dataclasses import replace
from datetime import UTC, datetime

import structlog
from sqlalchemy import Connection

from bot.commands import ReminderSent
from bot.incident import IncidentFacts
from bot.rules.duties import is_owed_by, line_of, list_duties, recipients_of
from handlers.desk import Desk
from handlers.outgoing.job import Job
from handlers.outgoing.messages import direct_message, take_buttons
from handlers.slack_api import SlackRefusedError
from handlers.views.reminder import OpenDuty, reminder_message, why_expired
from storage import facts, reminders, transaction
from storage.unavailable import UnavailableError

AT_ONCE = 200
"""Due reminders in one transaction; what is due at the same time for one person becomes one message."""

log = structlog.get_logger()


async def remind(desk: Desk) -> int:
    """Turn what is due into messages; answers how many. One look at an index when nothing is due."""
    now, turned = desk.clock.now(), 0
    try:
        while await desk.ask(lambda conn: reminders.is_due(conn, now)):
            count = await desk.store.write(lambda conn: transaction.remind(conn, desk.law, now, AT_ONCE))
            turned += count
            if count < AT_ONCE:
                break
    except UnavailableError:
        log.error("reminders_unavailable")
    return turned


async def send_reminder(job: Job) -> ReminderSent | None:
    """Remind one person of what is still open, in one message; not of what is settled, snoozed or another's."""
    desk, user, late = job.desk, str(job.row.payload["user"]), int(str(job.row.payload["late"]))
    now = desk.clock.now()
    found = await _still_open(job, user, now)
    if not found:
        return None
    text, blocks = reminder_message(desk.words, found, job.team, desk.law, user, late, now)
    posted = await direct_message(job, user, text, blocks)
    about: dict[int, list[tuple[str, str]]] = {}
    for one in found:
        about.setdefault(one.facts.incident.id, []).append((one.duty.kind, one.duty.subject))
    since = datetime.fromtimestamp(late, UTC) if late else None
    first, *others = (
        ReminderSent(
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


async def expire_buttons(job: Job) -> None:
    """Take the buttons from a reminder that asks nothing any more, and say why there."""
    user, channel, ts = (str(job.row.payload[name]) for name in ("user", "channel", "ts"))
    reminder = next((one for one in job.facts.reminders if one.id == job.row.payload["nudge"]), None)
    situation = job.desk.situation(job.facts, job.team)
    open_ = {(duty.kind, duty.subject): duty for duty in list_duties(situation)}
    duty = open_.get((reminder.kind, reminder.subject)) if reminder else None
    theirs = bool(reminder and duty and is_owed_by(user, duty, situation))
    why = why_expired(job.desk.words, reminder if duty else None, user, ts, theirs=theirs)
    if why is None:
        return
    try:
        await take_buttons(job, channel, ts, why)
    except SlackRefusedError as refused:
        if not refused.permanent:
            raise
        log.warning("reminder_not_refreshed", error=refused.error)  # a press on it still says so


async def _still_open(job: Job, user: str, now: datetime) -> list[OpenDuty]:
    about = job.row.payload["about"]
    wanted = [(*str(one).split("|"), "")[:3] for one in about] if isinstance(about, (list, tuple)) else []

    def ask(conn: Connection) -> dict[int, IncidentFacts | None]:
        return {incident: facts.incident_facts(conn, incident) for incident in {int(one[0]) for one in wanted}}

    known = await job.desk.ask(ask)
    found = []
    for incident, reminder_id, stands_in in wanted:
        its = known[int(incident)]
        reminder = next((one for one in its.reminders if one.id == int(reminder_id)), None) if its else None
        if its is None or reminder is None or reminder.snoozed_until:
            continue
        situation = job.desk.situation(its, job.team)
        duty = next((one for one in list_duties(situation) if one.key == (reminder.kind, reminder.subject)), None)
        asked = line_of if stands_in else recipients_of
        if duty and user in asked(duty, max(0, reminder.sent - 1), situation):
            found.append(OpenDuty(facts=its, duty=duty, reminder=reminder))
    return found
