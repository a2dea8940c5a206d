"""Taking a text out: the form that counsel sent."""

from bot.decision import Refusal
from bot.expunging import ExpungeText
from handlers.boundary import in_form, in_its_place
from handlers.desk import Desk
from handlers.replies import Reply
from handlers.request import Request


async def submit_expunging(desk: Desk, request: Request) -> Reply:
    """Submission of `expunge`: the text is gone, and why stands in the record."""
    told = await desk.execute(
        ExpungeText(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            name=request.chosen("text") or "",
            reason=request.typed("reason"),
        )
    )
    return in_form(desk, request, told) if isinstance(told, Refusal) else in_its_place(desk, told)
