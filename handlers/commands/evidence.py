"""`/breach evidence [number]`: the register of evidence of this channel's incident, or of the one named."""

from bot.decision import Refusal
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.evidence import evidence_list


async def evidence(desk: Desk, request: Request) -> Reply:
    """The register, for the policy's roles; for others the report is not there."""
    found = await desk.look_number(request.rest, request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    view = evidence_list(desk.words, desk.situation(*found), request.user)
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("facts", "no_modal")))
