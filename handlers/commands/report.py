"""`/breach report`: the form; with text behind it, recorded at once."""

from bot.commands import ReportIncident
from bot.decision import Refusal
from bot.screening import personal_data, without_personal_data
from handlers.boundary import sentence
from handlers.desk import Desk
from handlers.render import short
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.report import report_modal


async def report(desk: Desk, request: Request) -> Reply:
    """Open the form, or record what was typed. Personal data is taken out, and the rest comes back in the form."""
    text = request.text.partition(" ")[2].strip()
    if not text:
        return open_form(desk)
    if found := personal_data(text):
        kind = desk.words.say("personal_data", found[0].kind)
        clean = without_personal_data(text, str(desk.words.say("personal_data", "mark")))
        return OpenModal(
            view=report_modal(desk.words, desk.department, what=clean, kind=kind),
            otherwise=Say(text=desk.words.say("report", "no_modal_screened", kind=kind, text=short(clean, 2000))),
        )
    command = ReportIncident(key=request.key, actor=request.user, what=text)
    answer = await desk.execute(command)
    if isinstance(answer, Refusal) and answer.name == "text_too_long":
        return OpenModal(
            view=report_modal(desk.words, desk.department, what=text), otherwise=Say(text=sentence(desk, answer))
        )
    return Say(text=sentence(desk, answer))


def open_form(desk: Desk, what: str | None = None) -> OpenModal:
    """The report form; where Slack does not open it, the number to call and the form that needs no modal."""
    return OpenModal(
        view=report_modal(desk.words, desk.department, what=what),
        otherwise=Say(text=desk.words.say("report", "no_modal")),
    )
