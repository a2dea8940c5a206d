"""`/breach close [number]`: the form that closes a report, or what is still missing before it."""

from handlers.actions.question import open_question
from handlers.commands.status import look_up
from handlers.desk import Desk
from handlers.replies import Reply, Say
from handlers.request import Request

_CLOSING = "closing"
"""The question of the pack."""


async def close(desk: Desk, request: Request) -> Reply:
    """For the policy's roles; for others the report is not there."""
    typed = request.rest.upper()
    team, known = await desk.ask(look_up(desk, typed, request.channel))
    if known is None or not team.roles_of(request.user):
        return Say(text=desk.words.say("refusals", "not_to_be_seen", number=typed[:20]))
    return await open_question(desk, request, known.incident.id, _CLOSING, "decide", "")
