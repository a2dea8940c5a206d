"""A status update in the channel, and the form that asks for one."""

import json
from datetime import datetime

from bot.rules.updates import LONGEST_UPDATE
from handlers.blocks import Block, context, field, modal, section, text_input
from handlers.render import Mrkdwn, Words, parts

_LONGEST = 2900


def update_message(words: Words, number: str, by: Mrkdwn, at: datetime, text: str) -> tuple[Mrkdwn, list[Block]]:
    """The message's fallback text and blocks."""
    blocks = [
        section(words.say("update", "text", text=part, first=place == 0))
        for place, part in enumerate(parts(text, _LONGEST))
    ]
    blocks.append(context(words.say("update", "by", by=by, at=at)))
    return words.say("update", "fallback", number=number), blocks


def update_form(words: Words, incident: int) -> Block:
    """Asks how things stand."""
    element = text_input("text", longest=LONGEST_UPDATE, lines=True)
    return modal(
        "status_update",
        words.say("update", "title"),
        [field("text", words.say("update", "label"), element, hint=words.say("update", "hint"))],
        close=words.say("update", "cancel"),
        submit=words.say("update", "save"),
        metadata=json.dumps({"incident": incident}),
    )
