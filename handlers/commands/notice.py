"""`/breach notice`, `/breach tally` and `/breach advice`: in an incident's channel, for the policy's roles."""

from sqlalchemy import Connection

from bot.department import Team
from bot.incident import IncidentFacts
from bot.notice_commands import GiveAdvice
from bot.rules.refusals import NOT_HERE, role_needed
from handlers.blocks import Block
from handlers.boundary import say_refusal, say_told
from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.notice_forms import advice_form, tally_form
from handlers.views.notice_list import notice_list
from storage import facts


async def notice(desk: Desk, request: Request) -> Reply:
    """What is called for, and what was begun."""
    known, team = await _here(desk, request)
    if known is None or not team.roles_of(request.user):
        return say_refusal(desk, request, NOT_HERE)
    return _open(desk, notice_list(desk.words, known, desk.law, desk.clock.now()))


async def tally(desk: Desk, request: Request) -> Reply:
    """Asks what the call center heard."""
    known, team = await _here(desk, request)
    if known is None or not team.roles_of(request.user):
        return say_refusal(desk, request, NOT_HERE)
    return _open(desk, tally_form(desk.words, known.incident.id))


async def advice(desk: Desk, request: Request) -> Reply:
    """Counsel's advice, in its own thread; a form when no text is typed."""
    known, team = await _here(desk, request)
    if known is None or not team.roles_of(request.user):
        return say_refusal(desk, request, NOT_HERE)
    if request.user not in team.users("CCO"):
        return say_refusal(desk, request, role_needed(("CCO",), team))
    text = request.rest
    if not text:
        return _open(desk, advice_form(desk.words, known.incident.id))
    told = await desk.execute(GiveAdvice(key=request.key, actor=request.user, incident=known.incident.id, text=text))
    return say_told(desk, request, told)


async def _here(desk: Desk, request: Request) -> tuple[IncidentFacts | None, Team]:
    def ask(conn: Connection) -> tuple[IncidentFacts | None, Team]:
        found = facts.by_channel(conn, request.channel or "")
        known = facts.incident_facts(conn, found) if found is not None else None
        return known, facts.team(conn, desk.department)

    return await desk.ask(ask)


def _open(desk: Desk, view: Block) -> OpenModal:
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("notice", "no_modal")))
