"""A status update: the form, and what was typed."""

from bot.commands import PostUpdate
from bot.decision import Refusal
from handlers.boundary import in_form, in_its_place, say_outcome
from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.update import update_form


async def ask_update(desk: Desk, request: Request) -> Reply:
    """Press of `status_update`: asks how things stand; for the policy's roles."""
    team = await desk.team_now()
    if not team.roles_of(request.user):
        return say_outcome(desk, Refusal(name="team_needed"))
    view = update_form(desk.words, request.ids.incident)
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("update", "no_modal")))


async def submit_update(desk: Desk, request: Request) -> Reply:
    """Submission of `status_update`: the update is posted in the incident's channel."""
    told = await desk.execute(
        PostUpdate(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            text=request.typed("text"),
        )
    )
    if isinstance(told, Refusal):
        return in_form(desk, request, told)
    return in_its_place(desk, told)
