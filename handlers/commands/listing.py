"""`/breach list`: the reports that a person may see, the newest first."""

from sqlalchemy import Connection

from bot.incident import Incident
from handlers.desk import Desk
from handlers.render import Mrkdwn
from handlers.replies import Reply, Say
from handlers.request import Request
from handlers.views.card import state_of
from storage import facts

MOST = 15
"""Lines: one screen of a phone."""


async def listing(desk: Desk, request: Request) -> Reply:
    """All reports for the policy's roles, their own for others."""

    def ask(conn: Connection) -> list[Incident]:
        everything = bool(facts.team(conn, desk.department).roles_of(request.user))
        return facts.listed(conn, None if everything else request.user, MOST + 1)

    found = await desk.ask(ask)
    if not found:
        return Say(text=desk.words.say("status", "list_empty"))
    return Say(text=Mrkdwn("\n".join(list_lines(desk, found))))


def list_lines(desk: Desk, found: list[Incident]) -> list[Mrkdwn]:
    """The list's lines, with its headline."""
    lines = [desk.words.say("status", "list_headline")]
    for incident in found[:MOST]:
        lines.append(
            desk.words.say(
                "status",
                "list_line",
                number=incident.number,
                state=state_of(desk.words, incident),
                reported_at=incident.reported_at,
                channel=incident.channel,
            )
        )
    if len(found) > MOST:
        lines.append(desk.words.say("status", "list_more", count=MOST))
    return lines
