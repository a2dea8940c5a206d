"""`/breach update [text]`: tell the incident's channel how things stand; a form when no text is typed."""

from sqlalchemy import Connection

from bot.commands import PostUpdate
from bot.department import Team
from bot.rules.refusals import NOT_HERE
from handlers.boundary import say_refusal, say_told
from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.update import update_form
from storage import facts


async def update(desk: Desk, request: Request) -> Reply:
    """Post an update in the channel in which it is typed."""

    def ask(conn: Connection) -> tuple[int | None, Team]:
        return facts.by_channel(conn, request.channel or ""), facts.team(conn, desk.department)

    incident, team = await desk.ask(ask)
    if incident is None or not team.roles_of(request.user):
        return say_refusal(desk, request, NOT_HERE)
    text = request.rest
    if not text:
        view = update_form(desk.words, incident)
        return OpenModal(view=view, otherwise=Say(text=desk.words.say("update", "no_modal")))
    told = await desk.execute(PostUpdate(key=request.key, actor=request.user, incident=incident, text=text))
    return say_told(desk, request, told)
