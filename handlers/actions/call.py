"""The button that says that the telephone call of policy 3 was made."""

from bot.commands import RecordCall
from bot.decision import Refusal
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.replies import Nothing, Reply
from handlers.request import Request


async def record_call(desk: Desk, request: Request) -> Reply:
    """Press of `record_call`: the call was made; the card and the reporter's message show it."""
    answer = await desk.execute(RecordCall(key=request.key, actor=request.user, incident=request.ids.incident))
    return say_outcome(desk, answer) if isinstance(answer, Refusal) else Nothing()
