"""The button that tries again what Slack refused."""

from bot.step_commands import RetrySteps
from handlers.actions.reminder import show_outcome
from handlers.desk import Desk
from handlers.replies import Reply
from handlers.request import Request


async def retry_steps(desk: Desk, request: Request) -> Reply:
    """Press of `retry_steps`: tries again what was given up, and at once what waits."""
    command = RetrySteps(key=request.key, actor=request.user, incident=request.ids.incident)
    return show_outcome(desk, request, await desk.execute(command))
