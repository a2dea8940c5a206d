"""`/breach update [text]`: tell the incident's channel how things stand; a form when no text is typed."""

from bot.commands import PostUpdate
from bot.decision import Refusal
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.update import update_form


async def update(desk: Desk, request: Request) -> Reply:
    """Post an update in the channel in which it is typed."""
    found = await desk.look_here(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    incident, text = found[0].incident.id, request.rest
    if not text:
        view = update_form(desk.words, incident)
        return OpenModal(view=view, otherwise=Say(text=desk.words.say("update", "no_modal")))
    told = await desk.execute(PostUpdate(key=request.key, actor=request.user, incident=incident, text=text))
    return say_outcome(desk, told)
