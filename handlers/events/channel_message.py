"""A message that people write into an incident's channel: when it holds a number of somebody, its author alone is told.

The text is looked at and forgotten: it is not stored, logged or counted. Slack: message event, chat.postEphemeral.
"""

from collections.abc import Mapping
from typing import Any

from bot.screening import personal_data
from handlers.desk import Desk
from handlers.message_text import files_of_message, text_of_message
from handlers.request import Request
from storage import rooms

_WRITTEN = (None, "file_share", "thread_broadcast", "me_message")
"""What brings words (Slack: message event, subtypes); an edit brings them inside, a deletion none."""


async def screened(desk: Desk, request: Request) -> None:
    """Tell the author of a message with a person's number in it, once, how to take it out."""
    event = request.body["event"]
    message = _written(event)
    if message is None or not message.get("user") or message.get("bot_id"):
        return
    found = personal_data("\n".join([text_of_message(message), *files_of_message(message)]))
    channel = str(event.get("channel"))
    if not found or await desk.ask(lambda conn: rooms.by_room(conn, channel)) is None:
        return
    if desk.is_new(request.key):
        thread = message.get("thread_ts") or event.get("thread_ts")
        desk.best_effort(_tell(desk, channel, str(message["user"]), thread, found[0].kind))


async def _tell(desk: Desk, channel: str, user: str, thread: str | None, kind: str) -> None:
    words = desk.words
    text = words.say("personal_data", "in_a_message", kind=words.say("personal_data", kind))
    place = {"thread_ts": thread} if thread else {}
    await desk.slack.call("chat.postEphemeral", channel=channel, user=user, text=text, **place)


def _written(event: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The message as it stands now; None when nobody wrote anything new."""
    if event.get("subtype") != "message_changed":
        return event if event.get("subtype") in _WRITTEN else None
    message, before = event.get("message"), event.get("previous_message")
    if not isinstance(message, Mapping) or message.get("subtype") not in _WRITTEN:
        return None
    same = isinstance(before, Mapping) and before.get("text") == message.get("text")
    return None if same else message
