"""The shortcuts: the form from anywhere, and "Report this" on a message."""

from slack_bolt.async_app import AsyncApp

from handlers.boundary import Boundary
from handlers.commands.report import open_form, open_prefilled
from handlers.desk import Desk
from handlers.message_text import address_of_message, files_of_message, text_of_message
from handlers.render import as_typed
from handlers.replies import Reply
from handlers.request import Request


async def report_incident(desk: Desk, request: Request) -> Reply:
    """The global shortcut opens the form."""
    return open_form(desk)


async def report_message(desk: Desk, request: Request) -> Reply:
    """The form with what the message says, the names of its files and where it stands."""
    found = request.body.get("message")
    message = found if isinstance(found, dict) else {}
    text, files = text_of_message(message), files_of_message(message)
    address = address_of_message(request.body, desk.slack.workspace_host)
    if not text and not files and not address:
        return open_form(desk)
    told = desk.words.say("report", "from_message", address=address, text=text, files=files)
    return open_prefilled(desk, as_typed(told))


def register(app: AsyncApp, boundary: Boundary) -> None:
    """Listen to the shortcuts."""
    app.shortcut({"type": "shortcut", "callback_id": "report_incident"})(boundary.listener(report_incident))
    app.shortcut({"type": "message_action", "callback_id": "report_message"})(boundary.listener(report_message))
