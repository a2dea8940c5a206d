"""`/breach retry [number]`: try again what Slack refused; for Audits and Investigations."""

from bot.decision import Refusal
from bot.step_commands import RetrySteps
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.replies import Reply
from handlers.request import Request


async def retry(desk: Desk, request: Request) -> Reply:
    """The incident of that number, or of this channel."""
    found = await desk.look_number(request.rest, request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, _ = found
    command = RetrySteps(key=request.key, actor=request.user, incident=known.incident.id)
    return say_outcome(desk, await desk.execute(command))
