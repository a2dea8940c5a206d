"""`/breach evidence [number]`: the register of evidence of this channel's incident, or of the one named."""

from collections.abc import Callable

from sqlalchemy import Connection

from bot.department import Team
from bot.incident import IncidentFacts
from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.evidence import evidence_list
from storage import facts


async def evidence(desk: Desk, request: Request) -> Reply:
    """The register, for the policy's roles; for others the report is not there."""
    typed = request.rest.upper()
    team, known = await desk.ask(_look_up(desk, typed, request.channel))
    if known is None or not team.roles_of(request.user):
        return Say(text=desk.words.say("refusals", "not_to_be_seen", number=typed[:20]))
    view = evidence_list(desk.words, desk.situation(known, team), request.user)
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("facts", "no_modal")))


def _look_up(desk: Desk, typed: str, channel: str | None) -> Callable[[Connection], tuple[Team, IncidentFacts | None]]:
    def ask(conn: Connection) -> tuple[Team, IncidentFacts | None]:
        found = facts.by_number(conn, typed) if typed else facts.by_channel(conn, channel or "")
        known = facts.incident_facts(conn, found) if found is not None else None
        return facts.team(conn, desk.department), known

    return ask
