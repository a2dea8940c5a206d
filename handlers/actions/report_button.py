"""The button that opens the report form: on the App Home, and under what somebody typed to the bot."""

from handlers.commands.report import open_form, open_prefilled
from handlers.desk import Desk
from handlers.message_text import text_of_message
from handlers.replies import Reply
from handlers.request import Request
from handlers.slack_api import SlackRefusedError


async def open_report(desk: Desk, request: Request) -> Reply:
    """Press of `open_report`: the form, with the words of the message that the button stands under."""
    kind, _, ts = request.pressed.partition("|")
    text = await _typed(desk, request.channel, ts) if kind == "message" and request.channel else ""
    return open_prefilled(desk, text) if text else open_form(desk)


async def _typed(desk: Desk, channel: str, ts: str) -> str:
    """The words of one message in a direct conversation; empty when Slack does not give them in time."""
    try:
        page = await desk.slack.call(
            "conversations.history", channel=channel, latest=ts, oldest=ts, inclusive=True, limit=1
        )
    except SlackRefusedError:
        return ""
    return next((text_of_message(one) for one in page["messages"] if one.get("ts") == ts), "")
