"""A long report in full, in the card's thread."""

from bot.incident import IncidentFacts
from handlers.blocks import Block, context, section
from handlers.render import Mrkdwn, Words, escape, parts

_LONGEST, _LONGEST_TOGETHER = 2900, 12_500
"""Characters of one block, and of all blocks of one message (Slack: chat.postMessage)."""


def whole_report(words: Words, facts: IncidentFacts) -> tuple[Mrkdwn, list[Block]]:
    """The message's fallback text and blocks; what Slack does not take is said, and stands in the record."""
    blocks, length = [section(words.say("card", "whole_report"))], 0
    for piece in parts(facts.incident.what, _LONGEST):
        length += len(escape(piece))
        if length > _LONGEST_TOGETHER:
            blocks.append(context(words.say("card", "whole_report_cut")))
            break
        blocks.append(section(Mrkdwn(escape(piece))))
    return words.say("card", "whole_report"), blocks
