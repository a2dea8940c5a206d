"""Taking a role, and handing it over or assigning it."""

from bot.commands import GiveRole
from bot.decision import Refusal
from bot.rules.refusals import for_actor, role_needed
from handlers.boundary import in_form, say_outcome
from handlers.desk import Desk
from handlers.replies import Nothing, OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.roles import give_form


async def take_role(desk: Desk, request: Request) -> Reply:
    """Press of `role_take` ("I take …" on the card): whoever pressed holds the role."""
    (role,) = request.ids.names
    answer = await desk.execute(
        GiveRole(key=request.key, actor=request.user, incident=request.ids.incident, role=role, user=request.user)
    )
    return say_outcome(desk, answer) if isinstance(answer, Refusal) else Nothing()


async def ask_holder(desk: Desk, request: Request) -> Reply:
    """Press of `role_give`: asks who takes the role over."""
    (role,) = request.ids.names
    known, team = await desk.look(request.ids.incident)
    people = team.users(role)
    if known is None or request.user not in (*people, team.lead("AI")) or not people:
        return say_outcome(desk, for_actor(role_needed((role,), team), request.user, known, team))
    return OpenModal(
        view=give_form(desk.words, known, team, role), otherwise=Say(text=desk.words.say("reminder", "no_modal"))
    )


async def submit_holder(desk: Desk, request: Request) -> Reply:
    """Submission of `role_give`: that person holds the role."""
    answer = await desk.execute(
        GiveRole(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            role=str(request.metadata["role"]),
            user=request.chosen("user") or "",
            note=request.typed("note"),
        )
    )
    return in_form(desk, request, answer, first=None) if isinstance(answer, Refusal) else Nothing()
