"""`/breach close [number]`: the form that closes a report, or what is still missing before it."""

from bot.decision import Refusal
from handlers.actions.question import open_question
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.replies import Reply
from handlers.request import Request

_CLOSING = "closing"
"""The question of the pack."""


async def close(desk: Desk, request: Request) -> Reply:
    """For the policy's roles; for others the report is not there."""
    found = await desk.look_number(request.rest, request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, _ = found
    return await open_question(desk, request, known.incident.id, _CLOSING, "decide")
