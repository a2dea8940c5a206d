"""What the call center heard, and counsel's advice: the forms that were sent."""

from bot.counsel_commands import GiveAdvice
from bot.decision import Answer, Refusal
from bot.notice_commands import RecordTally
from handlers.boundary import in_form, plain_of, sentence
from handlers.desk import Desk
from handlers.replies import FieldErrors, Reply, ShowInstead
from handlers.request import Request
from handlers.views.answer_modal import answer_modal


async def submit_tally(desk: Desk, request: Request) -> Reply:
    """Submission of `tally`: how many called on a day, and what they asked, is on record."""
    text = str(request.state("calls").get("value") or "").strip().replace(",", "")
    if not text.isdecimal():
        return FieldErrors(errors={"calls": plain_of(sentence(desk, Refusal(name="count_needed")))})
    told = await desk.execute(
        RecordTally(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            calls=int(text),
            asked=str(request.state("asked").get("value") or ""),
        )
    )
    return _told(desk, request, told)


async def submit_advice(desk: Desk, request: Request) -> Reply:
    """Submission of `advice`: counsel's advice is on record, privileged."""
    told = await desk.execute(
        GiveAdvice(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            text=str(request.state("text").get("value") or ""),
        )
    )
    return _told(desk, request, told)


def _told(desk: Desk, request: Request, told: Answer | Refusal) -> Reply:
    if isinstance(told, Refusal):
        return in_form(desk, request, told)
    return ShowInstead(view=answer_modal(desk.words, sentence(desk, told)))
