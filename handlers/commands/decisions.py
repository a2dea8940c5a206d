"""`/breach decisions [number]`: what waits for a decision, what was decided, what may be decided at any time."""

from bot.decision import Refusal
from bot.rules.questions import raised_questions
from bot.situation import assess_incident
from handlers.boundary import say_outcome
from handlers.desk import Desk
from handlers.place_of_press import with_place
from handlers.replies import Reply, Say
from handlers.request import Request
from handlers.views.question_list import question_list


async def decisions(desk: Desk, request: Request) -> Reply:
    """The list, for the policy's roles; for others the report is not there."""
    found = await desk.look_number(request.rest, request, counsels=True)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, team = found
    answer = assess_incident(known, desk.law, desk.clock.now())
    raised = raised_questions(known, desk.law, answer)
    blocks = with_place(question_list(desk.words, known, team, raised), known.incident)
    return Say(text=desk.words.say("question", "list_headline", number=known.incident.number), blocks=blocks)
