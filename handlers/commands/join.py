"""`/breach join number`: back into a report's channel, for the policy's roles."""

from bot.commands import JoinChannel
from handlers.boundary import sentence
from handlers.commands.status import look_up
from handlers.desk import Desk
from handlers.replies import Reply, Say
from handlers.request import Request


async def join(desk: Desk, request: Request) -> Reply:
    """Invite the person who asks; what one may not see does not exist."""
    typed = request.rest.upper()
    team, known = await desk.ask(look_up(desk, typed, request.channel))
    if known is None or not team.roles_of(request.user):
        return Say(text=desk.words.say("refusals", "not_to_be_seen", number=typed[:20]))
    told = await desk.execute(JoinChannel(key=request.key, actor=request.user, incident=known.incident.id))
    return Say(text=sentence(desk, told))
