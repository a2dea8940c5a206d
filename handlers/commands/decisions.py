"""`/breach decisions [number]`: what waits for a decision, what was decided, what may be decided at any time."""

from collections.abc import Callable

from sqlalchemy import Connection

from bot.department import Team
from bot.incident import IncidentFacts
from bot.rules.questions import raised_questions
from bot.situation import assess_incident
from handlers.desk import Desk
from handlers.place_of_press import with_place
from handlers.replies import Reply, Say
from handlers.request import Request
from handlers.views.question_list import question_list
from storage import facts, rooms


async def decisions(desk: Desk, request: Request) -> Reply:
    """The list, for the policy's roles; for others the report is not there."""
    typed = request.rest.upper()
    team, known = await desk.ask(_look_up(desk, typed, request.channel))
    if known is None or not team.roles_of(request.user):
        name = "not_to_be_seen"
        return Say(text=desk.words.say("refusals", name, number=typed[:20]))
    answer = assess_incident(known, desk.law, desk.clock.now())
    found = raised_questions(known, desk.law, answer)
    blocks = with_place(question_list(desk.words, known, team, found), known.incident)
    return Say(text=desk.words.say("question", "list_headline", number=known.incident.number), blocks=blocks)


def _look_up(desk: Desk, typed: str, channel: str | None) -> Callable[[Connection], tuple[Team, IncidentFacts | None]]:
    def ask(conn: Connection) -> tuple[Team, IncidentFacts | None]:
        found = facts.by_number(conn, typed) if typed else rooms.of_channel(conn, channel or "")
        known = facts.incident_facts(conn, found) if found is not None else None
        return facts.team(conn, desk.department), known

    return ask
