"""What somebody typed behind a command, given back when nothing came of it: Slack itself keeps it nowhere."""

from bot.screening import without_personal_data
from handlers.blocks import Block, context, section
from handlers.render import Mrkdwn, Words, escape, parts

_LONGEST, _MOST_BLOCKS = 2800, 10
"""Characters of a block, where each line has its mark; and blocks of one message."""


def given_back(words: Words, typed: str) -> list[Block]:
    """The text in blocks, without what looks like personal data; none when there is no text."""
    if not typed:
        return []
    clean = without_personal_data(typed, str(words.say("personal_data", "mark")))
    quoted = [Mrkdwn("\n".join(f"&gt; {line}" for line in escape(one).split("\n"))) for one in parts(clean, _LONGEST)]
    return [context(words.say("given_back", "headline")), *(section(one) for one in quoted[:_MOST_BLOCKS])]
