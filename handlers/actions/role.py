"""Taking a role, and handing it over or assigning it."""

from sqlalchemy import Connection

from bot.commands import GiveRole
from bot.decision import Refusal
from bot.department import Team
from bot.incident import IncidentFacts
from bot.rules.refusals import for_actor, role_needed
from handlers.boundary import plain_of, sentence
from handlers.desk import Desk
from handlers.replies import FieldErrors, Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request
from handlers.views.answer_modal import answer_modal
from handlers.views.roles import give_form
from storage import facts


async def take_role(desk: Desk, request: Request) -> Reply:
    """Press of `role_take` ("I take …" on the card): whoever pressed holds the role."""
    incident, _, role = request.pressed.partition("|")
    answer = await desk.execute(
        GiveRole(key=request.key, actor=request.user, incident=int(incident), role=role, user=request.user)
    )
    return Say(text=sentence(desk, answer)) if isinstance(answer, Refusal) else Nothing()


async def ask_holder(desk: Desk, request: Request) -> Reply:
    """Press of `role_give`: asks who takes the role over."""
    incident, _, role = request.pressed.partition("|")

    def look(conn: Connection) -> tuple[IncidentFacts | None, Team]:
        return facts.incident_facts(conn, int(incident)), facts.team(conn, desk.department)

    known, team = await desk.ask(look)
    people = team.users(role)
    if known is None or request.user not in (*people, team.lead("AI")) or not people:
        refusal = for_actor(role_needed((role,), team), request.user, known, team)
        return Say(text=sentence(desk, refusal))
    return OpenModal(
        view=give_form(desk.words, known, team, role), otherwise=Say(text=desk.words.say("reminder", "no_modal"))
    )


async def submit_holder(desk: Desk, request: Request) -> Reply:
    """Submission of `role_give`: that person holds the role."""
    chosen = request.state("user").get("selected_option") or {}
    answer = await desk.execute(
        GiveRole(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            role=str(request.metadata["role"]),
            user=str(chosen.get("value") or ""),
            note=str(request.state("note").get("value") or ""),
        )
    )
    if not isinstance(answer, Refusal):
        return Nothing()
    if "field" in answer.values:
        return FieldErrors(errors={str(answer.values["field"]): plain_of(sentence(desk, answer))})
    return ShowInstead(view=answer_modal(desk.words, sentence(desk, answer)))
