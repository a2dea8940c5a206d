"""`/breach catchup [number]`: where a report stands, what was decided, what is open for you, what changed since."""

from bot.decision import Refusal
from bot.visibility import view_of
from handlers.boundary import say_outcome
from handlers.commands.status import status, status_for_team
from handlers.desk import Desk
from handlers.place_of_press import with_place
from handlers.replies import Reply, Say
from handlers.request import Request
from handlers.views.catchup import catchup as catchup_blocks
from storage import looks


async def catchup(desk: Desk, request: Request) -> Reply:
    """For the policy's roles; a reporter gets the status, and what one may not see does not exist."""
    found = await desk.look_number(request.rest, request, least="reporter")
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, team = found
    if view_of(request.user, known.incident, team) != "team":
        return await status(desk, request)
    incident, now = known.incident, desk.clock.now()
    since = await desk.ask(lambda conn: looks.last_look(conn, incident.id, request.user))
    state = status_for_team(desk, known, team)
    blocks = catchup_blocks(desk.words, desk.situation(known, team), request.user, since, state)
    await desk.store.write(lambda conn: looks.remember_look(conn, incident.id, request.user, now))
    return Say(text=state, blocks=with_place(blocks, incident))
