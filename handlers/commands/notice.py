"""`/breach notice`, `/breach tally` and `/breach advice`: in an incident's channel, for the policy's roles."""

from bot.counsel_commands import GiveAdvice
from bot.decision import Refusal
from bot.rules.refusals import role_needed
from handlers.blocks import Block
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.notice_forms import advice_form, tally_form
from handlers.views.notice_list import notice_list


async def notice(desk: Desk, request: Request) -> Reply:
    """What is called for, and what was begun."""
    found = await desk.look_here(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found, request)
    known, _ = found
    return _open(desk, notice_list(desk.words, known, desk.law, desk.clock.now()))


async def tally(desk: Desk, request: Request) -> Reply:
    """Asks what the call center heard."""
    found = await desk.look_here(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found, request)
    known, _ = found
    return _open(desk, tally_form(desk.words, known.incident.id))


async def advice(desk: Desk, request: Request) -> Reply:
    """Counsel's advice, in its own room; a form when no text is typed."""
    found = await desk.look_here(request, counsels=True)
    if isinstance(found, Refusal):
        return say_outcome(desk, found, request)
    known, team = found
    if request.user not in team.users("CCO"):
        return say_outcome(desk, role_needed(("CCO",), team), request)
    text = request.rest
    if not text:
        return _open(desk, advice_form(desk.words, known.incident.id))
    told = await desk.execute(GiveAdvice(key=request.key, actor=request.user, incident=known.incident.id, text=text))
    return say_outcome(desk, told, request)


def _open(desk: Desk, view: Block) -> OpenModal:
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("notice", "no_modal")))
