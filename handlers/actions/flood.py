"""The button of the message about all that waits for its channel."""

from sqlalchemy import Connection

from bot.rules.turns import openings_of
from bot.step_commands import OpenWaiting
from bot.turns import Turn, waiting
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.replies import Reply
from handlers.request import Request
from storage import turns


async def open_waiting(desk: Desk, request: Request) -> Reply:
    """Press of `open_waiting`: opens what waited when the message was shown; what came since is shown first."""
    incident, newest = request.ids.incident, int(request.ids.names[0])
    now = desk.clock.now()

    def ask(conn: Connection) -> list[Turn]:
        return [turn for turn in waiting(turns.turns(conn, now)) if turn.id <= newest]

    others = openings_of(await desk.ask(ask), request.user)
    told = await desk.execute(OpenWaiting(key=request.key, actor=request.user, incident=incident, others=others))
    return say_outcome(desk, told)
