"""`/breach report`: the form; with text behind it, recorded at once."""

from bot.commands import ReportIncident
from bot.decision import Refusal
from bot.screening import personal_data, without_personal_data
from handlers.boundary import say_outcome, sentence
from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.report import report_modal


async def report(desk: Desk, request: Request) -> Reply:
    """Open the form, or record what was typed. Personal data is taken out, and the rest comes back in the form."""
    text = request.rest
    if not text:
        return open_form(desk)
    if personal_data(text):
        return open_prefilled(desk, text)
    command = ReportIncident(key=request.key, actor=request.user, what=text)
    answer = await desk.execute(command)
    if isinstance(answer, Refusal) and answer.name == "text_too_long":
        return OpenModal(
            view=report_modal(desk.words, desk.department, what=text), otherwise=Say(text=sentence(desk, answer))
        )
    return say_outcome(desk, answer)


def open_form(desk: Desk) -> OpenModal:
    """The report form; where Slack does not open it, the number to call and the form that needs no modal."""
    return OpenModal(
        view=report_modal(desk.words, desk.department), otherwise=Say(text=desk.words.say("report", "no_modal"))
    )


def open_prefilled(desk: Desk, text: str) -> OpenModal:
    """The form with a text in it, without the personal data that stood there; the text comes back in any case."""
    say, found = desk.words.say, personal_data(text)
    kind = say("personal_data", found[0].kind) if found else None
    clean = without_personal_data(text, str(say("personal_data", "mark")))
    otherwise = (
        say("report", "no_modal_screened", kind=kind, text=clean)
        if kind
        else say("report", "no_modal_text", text=clean)
    )
    return OpenModal(
        view=report_modal(desk.words, desk.department, what=clean, kind=kind), otherwise=Say(text=otherwise)
    )
