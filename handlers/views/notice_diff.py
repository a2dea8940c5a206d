"""What a new version of a notice changed, a line a sentence."""

from bot.notice.revision import differences
from handlers.render import Mrkdwn, Words, short

_SENTENCE = 400


def diff_lines(words: Words, before: str, after: str) -> list[Mrkdwn]:
    """What changed, a line a sentence."""
    return [
        words.say("notice", f"diff_{kind}", line=short(line, _SENTENCE)) for kind, line in differences(before, after)
    ]
