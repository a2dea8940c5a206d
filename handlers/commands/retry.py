"""`/breach retry [number]`: try again what Slack refused; for Audits and Investigations."""

from sqlalchemy import Connection

from bot.department import Team
from bot.step_commands import RetrySteps
from handlers.boundary import sentence
from handlers.desk import Desk
from handlers.replies import Reply, Say
from handlers.request import Request
from storage import facts


async def retry(desk: Desk, request: Request) -> Reply:
    """The incident of that number, or of this channel."""
    typed = request.rest.strip().upper()

    def ask(conn: Connection) -> tuple[int | None, Team]:
        found = facts.by_number(conn, typed) if typed else facts.by_channel(conn, request.channel or "")
        return found, facts.team(conn, desk.department)

    incident, team = await desk.ask(ask)
    if incident is None or not team.roles_of(request.user):
        return Say(text=desk.words.say("refusals", "not_to_be_seen", number=typed[:20]))
    told = await desk.execute(RetrySteps(key=request.key, actor=request.user, incident=incident))
    return Say(text=sentence(desk, told))
