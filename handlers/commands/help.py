"""`/breach help`, and what to say to a word that the bot does not know."""

from handlers.desk import Desk
from handlers.render import Mrkdwn, short
from handlers.replies import Reply, Say
from handlers.request import Request


async def help_text(desk: Desk, request: Request) -> Reply:
    """What can be typed, the telephone first."""
    return Say(text=desk.words.say("help", "text"))


async def unknown(desk: Desk, request: Request) -> Reply:
    """Name the word, then help."""
    word = short(request.text.split()[0], 40)
    return Say(text=Mrkdwn(desk.words.say("help", "unknown", word=word) + "\n" + desk.words.say("help", "text")))
