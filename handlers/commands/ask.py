"""`/breach ask [text]`: ask whoever reported something, by direct message; for the policy's roles."""

from bot.decision import Refusal
from bot.reporter_commands import AskReporter
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.reporter import words_form


async def ask(desk: Desk, request: Request) -> Reply:
    """Ask in the channel in which it is typed; a form when no text is typed."""
    found = await desk.look_here(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, _ = found
    text = request.rest
    if not text:
        view = words_form(desk.words, known.incident.id, "reporter_ask")
        return OpenModal(view=view, otherwise=Say(text=desk.words.say("question", "no_modal")))
    command = AskReporter(key=request.key, actor=request.user, incident=known.incident.id, text=text)
    return say_outcome(desk, await desk.execute(command))
