"""What the call center heard, and counsel's advice: the forms that were sent."""

from bot.counsel_commands import GiveAdvice
from bot.decision import Answer, Refusal
from bot.notice_commands import RecordTally
from handlers.boundary import in_form, in_its_place
from handlers.desk import Desk
from handlers.replies import Reply
from handlers.request import Request


async def submit_tally(desk: Desk, request: Request) -> Reply:
    """Submission of `tally`: how many called on a day, and what they asked, is on record."""
    text = request.typed("calls").strip().replace(",", "")
    if not text.isdecimal():
        return in_form(desk, request, Refusal(name="count_needed", values={"field": "calls"}))
    told = await desk.execute(
        RecordTally(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            calls=int(text),
            asked=request.typed("asked"),
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
            text=request.typed("text"),
        )
    )
    return _told(desk, request, told)


def _told(desk: Desk, request: Request, told: Answer | Refusal) -> Reply:
    return in_form(desk, request, told) if isinstance(told, Refusal) else in_its_place(desk, told)
