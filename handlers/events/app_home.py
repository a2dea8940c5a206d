"""The App Home is opened: the number to call, the button to report, what one owes, the reports that one may see."""

from handlers.desk import Desk
from handlers.replies import Nothing, Reply
from handlers.request import Request


async def opened(desk: Desk, request: Request) -> Reply:
    """Publish the person's App Home, once the event is acknowledged."""
    if desk.publish_home:
        desk.best_effort(desk.publish_home(request.user))
    return Nothing()
