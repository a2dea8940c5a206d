"""`/breach join number`: back into a report's channel, for the policy's roles."""

from bot.commands import JoinChannel
from bot.decision import Refusal
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.replies import Reply
from handlers.request import Request


async def join(desk: Desk, request: Request) -> Reply:
    """Invite the person who asks; what one may not see does not exist."""
    found = await desk.look_number(request.rest, request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, _ = found
    told = await desk.execute(JoinChannel(key=request.key, actor=request.user, incident=known.incident.id))
    return say_outcome(desk, told)
