"""`/breach expunge`: counsel takes a text out of the record and out of messages, with a reason that stays."""

from bot.decision import Refusal
from bot.rules.privileged import COUNSEL
from bot.rules.refusals import role_needed
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.expunging import expunge_form


async def expunge(desk: Desk, request: Request) -> Reply:
    """The form, in the incident's channel or in counsel's room."""
    found = await desk.look_number(request.rest, request, counsels=True)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, team = found
    if request.user not in team.users(COUNSEL):
        return say_outcome(desk, role_needed((COUNSEL,), team))
    view = expunge_form(desk.words, known)
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("question", "no_modal")))
