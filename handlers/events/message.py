"""A message to the bot in its Messages tab: nobody reads it there, so it says how to report, the telephone first."""

from collections.abc import Mapping
from typing import Any

from handlers.blocks import actions, button, section
from handlers.desk import Desk
from handlers.events.channel_message import screened
from handlers.replies import Nothing, Reply
from handlers.request import Request

_TYPED = (None, "file_share", "thread_broadcast")
"""What people write themselves (Slack: message event, subtypes)."""


async def arrived(desk: Desk, request: Request) -> Reply:
    """Answer a person who writes to the bot, once a message; look at what is written into an incident's channel."""
    event = request.body["event"]
    if event.get("channel_type") == "group":
        await screened(desk, request)
    if event.get("channel_type") == "im" and _is_typed(event) and desk.is_new(request.key):
        desk.best_effort(_say_how(desk, str(event["channel"]), str(event["ts"])))
    return Nothing()


async def _say_how(desk: Desk, channel: str, ts: str) -> None:
    words = desk.words
    text = words.say("report", "typed_to_the_bot")
    press = button(words.say("report", "typed_button"), "open_report", f"message|{ts}", style="primary")
    blocks = [section(text), actions(press, block_id="typed")]
    await desk.slack.call("chat.postMessage", channel=channel, text=text, blocks=blocks)


def _is_typed(event: Mapping[str, Any]) -> bool:
    return bool(event.get("user")) and not event.get("bot_id") and event.get("subtype") in _TYPED
