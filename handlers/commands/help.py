"""`/breach help`, and what to say to a word that the bot does not know."""

from collections.abc import Iterable
from difflib import get_close_matches

from handlers.commands.report import open_prefilled
from handlers.desk import Desk
from handlers.render import Mrkdwn, short
from handlers.replies import Reply, Say
from handlers.request import Request

_ALIKE = 0.7


async def help_text(desk: Desk, request: Request) -> Reply:
    """What can be typed, the telephone first."""
    return Say(text=desk.words.say("help", "text"))


def answer_unknown(desk: Desk, request: Request, words: Iterable[str]) -> Reply:
    """Somebody's own words are a report without its first word: the form with them; else the word that is like it."""
    typed = request.text.split()[0]
    near = get_close_matches(typed.lower(), list(words), n=1, cutoff=_ALIKE)
    if not near and request.rest:
        return open_prefilled(desk, request.text)
    block = "did_you_mean" if near else "unknown"
    said = desk.words.say("help", block, word=short(typed, 40), near=near[0] if near else "")
    return Say(text=Mrkdwn(said + "\n" + desk.words.say("help", "text")))
