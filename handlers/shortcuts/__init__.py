"""The shortcuts: the form from anywhere, and "Report this" on a message."""

from slack_bolt.async_app import AsyncApp

from bot.screening import without_personal_data
from handlers.boundary import Boundary
from handlers.commands.report import open_form
from handlers.desk import Desk
from handlers.render import as_typed, short
from handlers.replies import Reply
from handlers.request import Request


async def report_incident(desk: Desk, request: Request) -> Reply:
    """The global shortcut opens the form."""
    return open_form(desk)


async def report_message(desk: Desk, request: Request) -> Reply:
    """The form with the message's text in it; personal data in it is taken out."""
    message = request.body.get("message")
    text = as_typed(str(message.get("text") or "")) if isinstance(message, dict) else ""
    clean = without_personal_data(text, str(desk.words.say("personal_data", "mark")))
    if not clean:
        return open_form(desk)
    return open_form(desk, what=as_typed(desk.words.say("report", "from_message", text=short(clean, 2500))))


def register(app: AsyncApp, boundary: Boundary) -> None:
    """Listen to the shortcuts."""
    app.shortcut({"type": "shortcut", "callback_id": "report_incident"})(boundary.listener(report_incident))
    app.shortcut({"type": "message_action", "callback_id": "report_message"})(boundary.listener(report_message))
