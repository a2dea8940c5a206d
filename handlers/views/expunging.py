"""The form by which counsel takes a text out."""

import json

from bot.incident import IncidentFacts
from bot.rules.expunging import LONGEST_REASON, texts_to_expunge
from handlers.blocks import Block, field, modal, section, select, text_input
from handlers.render import Words

_MOST = 100


def expunge_form(words: Words, facts: IncidentFacts) -> Block:
    """Asks which text, and why."""
    found = texts_to_expunge(facts)[:_MOST]
    if not found:
        return modal(
            "expunge_none",
            words.say("expunge", "title"),
            [section(words.say("expunge", "none"))],
            close=words.say("notice", "close"),
        )
    options = [
        (str(words.say("expunge", "option", kind=words.say("expunge", kind), text=text)), name)
        for name, kind, text in found
    ]
    reason = text_input("reason", longest=LONGEST_REASON, lines=True)
    blocks = [
        section(words.say("expunge", "intro", number=facts.incident.number)),
        field("text", words.say("expunge", "which"), select("text", words.say("question", "choose"), options)),
        field("reason", words.say("expunge", "why"), reason, hint=words.say("expunge", "why_hint")),
    ]
    return modal(
        "expunge",
        words.say("expunge", "title"),
        blocks,
        close=words.say("notice", "cancel"),
        submit=words.say("expunge", "submit"),
        metadata=json.dumps({"incident": facts.incident.id}),
    )
