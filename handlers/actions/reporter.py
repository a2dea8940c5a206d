"""The reporter's place: AI's choices in the card's menu, and the reporter's own form in the direct message."""

from bot.decision import Answer, Refusal
from bot.reporter_commands import AddWords, AskReporter, MoveReporter
from handlers.boundary import in_form, in_its_place, say_outcome
from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.reporter import words_form


async def take_out(desk: Desk, request: Request) -> Reply:
    """Choice of the card's menu: AI goes on without the reporter in the channel."""
    return await _move(desk, request, inside=False)


async def bring_in(desk: Desk, request: Request) -> Reply:
    """Choice of the card's menu: the reporter is in the channel again."""
    return await _move(desk, request, inside=True)


async def ask_words(desk: Desk, request: Request) -> Reply:
    """Press of `reporter_add`: asks the reporter what to add."""
    known, _ = await desk.look(request.ids.incident)
    if known is None or known.incident.reporter != request.user:
        return say_outcome(desk, Refusal(name="not_to_be_seen", values={"number": ""}))
    view = words_form(desk.words, known.incident.id, "reporter_add")
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("question", "no_modal")))


async def submit_words(desk: Desk, request: Request) -> Reply:
    """Submission of `reporter_add`: the reporter's words are kept and stand in the channel."""
    told = await desk.execute(
        AddWords(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            text=request.typed("text"),
        )
    )
    return _told(desk, request, told)


async def submit_question(desk: Desk, request: Request) -> Reply:
    """Submission of `reporter_ask`: the reporter is asked."""
    told = await desk.execute(
        AskReporter(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            text=request.typed("text"),
        )
    )
    return _told(desk, request, told)


async def _move(desk: Desk, request: Request, *, inside: bool) -> Reply:
    command = MoveReporter(key=request.key, actor=request.user, incident=request.ids.incident, inside=inside)
    return say_outcome(desk, await desk.execute(command))


def _told(desk: Desk, request: Request, told: Answer | Refusal) -> Reply:
    return in_form(desk, request, told) if isinstance(told, Refusal) else in_its_place(desk, told)
