"""Ways out: the button on the card and its form. A false alarm is three taps: the button, the choice, Record."""

from sqlalchemy import Connection

from bot.decision import Refusal
from bot.department import Team
from bot.incident import Incident, IncidentFacts
from bot.question_commands import Determine
from bot.rules.conduct import decided_already, not_a_decider
from bot.rules.questions import people_who_decide
from bot.rules.refusals import closed, for_actor
from bot.rules.ways_out import DUPLICATE, WAY_OUT, needs_counsel
from handlers.boundary import in_form, say_outcome
from handlers.desk import Desk
from handlers.replies import Nothing, OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.way_out import way_out_form
from storage import facts

_MOST = 100


async def ask_way_out(desk: Desk, request: Request) -> Reply:
    """Press of `way_out`: asks how the incident ends, and why."""
    return await open_way_out(desk, request, request.ids.incident)


async def open_way_out(desk: Desk, request: Request, incident: int) -> Reply:
    """The form, or why it is not for this person or not now."""
    known, team, others = await desk.ask(lambda conn: _look(conn, desk, incident))
    question = desk.law.packs.questions.named[WAY_OUT]
    if known is None:
        return say_outcome(desk, Refusal(name="no_such_incident"))
    made = known.in_force(WAY_OUT)
    refusal = closed(known) or (decided_already(made) if made else None)
    if request.user not in people_who_decide(question, team):
        refusal = for_actor(not_a_decider(question, team), request.user, known, team)
    if refusal:
        return say_outcome(desk, refusal)
    counsel = needs_counsel("false_alarm", desk.situation(known, team))
    view = way_out_form(desk.words, known, question, others, counsel=counsel)
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("question", "no_modal")))


async def submit_way_out(desk: Desk, request: Request) -> Reply:
    """Submission of `way_out`: AI decided how the incident ends; what is wrong stands under its field."""
    outcome, other = request.chosen("outcome") or "", request.chosen("other")
    meanwhile = request.typed("meanwhile").strip()
    if outcome == DUPLICATE and other:
        found = await desk.ask(lambda conn: _open_one(conn, other))
        if found is None:
            return in_form(desk, request, Refusal(name="way_out_other_closed", values={"field": "other"}))
    answers = {"other": other if outcome == DUPLICATE else None, "meanwhile": meanwhile or None}
    told = await desk.execute(
        Determine(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            question=WAY_OUT,
            act="decide",
            outcome=outcome,
            seen=int(request.metadata["seen"]),
            reason=request.typed("reason"),
            answers={name: value for name, value in answers.items() if value is not None},
        )
    )
    return in_form(desk, request, told) if isinstance(told, Refusal) else Nothing()


def _look(conn: Connection, desk: Desk, incident: int) -> tuple[IncidentFacts | None, Team, list[Incident]]:
    others = [one for one in facts.listed(conn, None, _MOST) if one.id != incident and one.state == "investigating"]
    return facts.incident_facts(conn, incident), facts.team(conn, desk.department), others


def _open_one(conn: Connection, number: str) -> IncidentFacts | None:
    incident = facts.by_number(conn, number)
    known = facts.incident_facts(conn, incident) if incident is not None else None
    return known if known and known.incident.state != "closed" else None
