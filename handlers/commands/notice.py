"""`/breach notice`, `/breach tally` and `/breach advice`: in an incident's channel, for the policy's roles."""

from sqlalchemy import Connection

from bot.counsel_commands import GiveAdvice
from bot.department import Team
from bot.incident import IncidentFacts
from bot.rules.refusals import role_needed
from handlers.blocks import Block
from handlers.boundary import sentence
from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.notice_forms import advice_form, tally_form
from handlers.views.notice_list import notice_list
from storage import facts, rooms


async def notice(desk: Desk, request: Request) -> Reply:
    """What is called for, and what was begun."""
    known, team = await _here(desk, request)
    if known is None or not team.roles_of(request.user):
        return Say(text=desk.words.say("refusals", "not_to_be_seen", number=""))
    return _open(desk, notice_list(desk.words, known, desk.law, desk.clock.now()))


async def tally(desk: Desk, request: Request) -> Reply:
    """Asks what the call center heard."""
    known, team = await _here(desk, request)
    if known is None or not team.roles_of(request.user):
        return Say(text=desk.words.say("refusals", "not_to_be_seen", number=""))
    return _open(desk, tally_form(desk.words, known.incident.id))


async def advice(desk: Desk, request: Request) -> Reply:
    """Counsel's advice, in its own room; a form when no text is typed."""
    known, team = await _here(desk, request, counsels=True)
    if known is None or not team.roles_of(request.user):
        return Say(text=desk.words.say("refusals", "not_to_be_seen", number=""))
    if request.user not in team.users("CCO"):
        return Say(text=sentence(desk, role_needed(("CCO",), team)))
    text = request.rest
    if not text:
        return _open(desk, advice_form(desk.words, known.incident.id))
    told = await desk.execute(GiveAdvice(key=request.key, actor=request.user, incident=known.incident.id, text=text))
    return Say(text=sentence(desk, told))


async def _here(desk: Desk, request: Request, *, counsels: bool = False) -> tuple[IncidentFacts | None, Team]:
    def ask(conn: Connection) -> tuple[IncidentFacts | None, Team]:
        found = rooms.by_room(conn, request.channel or "")
        here = found is not None and (found[1] == "incident" or counsels)
        known = facts.incident_facts(conn, found[0]) if found and here else None
        return known, facts.team(conn, desk.department)

    return await desk.ask(ask)


def _open(desk: Desk, view: Block) -> OpenModal:
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("notice", "no_modal")))
