"""Answering what nobody has asked yet: the form behind the card's button, and the confirmation of what is proposed."""

from typing import Any

from bot.commands import RecordFacts
from bot.decision import Refusal
from bot.rules.unasked import proposed_facts
from bot.vocabulary import fact_at
from handlers.boundary import in_form, say_outcome
from handlers.desk import Desk
from handlers.replies import Nothing, OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.unasked import names_in_form, unasked_form


async def ask_unasked(desk: Desk, request: Request) -> Reply:
    """Press of `unasked_answer`: the form, for the people of the incident's roles."""
    found = await desk.look_pressed(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, team = found
    if not names_in_form(known, team, desk.law):
        return Say(text=desk.words.say("unasked", "nothing"))
    view = unasked_form(desk.words, known, team, desk.law)
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("question", "no_modal")))


async def confirm_proposed(desk: Desk, request: Request) -> Reply:
    """Press of `unasked_confirm_…`: what the report's words proposed is recorded, as said by whoever pressed."""
    incident, (name, seen) = request.ids.incident, request.ids.names
    known, _team = await desk.look(incident)
    value = proposed_facts(known, desk.law).get(name) if known else None
    if value is None:
        return Say(text=desk.words.say("unasked", "nothing"))
    return await _record(desk, request, incident, {name: value}, int(seen))


async def submit_unasked(desk: Desk, request: Request) -> Reply:
    """Submission of `unasked`: what was answered is on record; an empty input stays unknown."""
    incident = int(request.metadata["incident"])
    known, team = await desk.look(incident)
    if known is None:
        return in_form(desk, request, Refusal(name="no_such_incident"))
    values = {name: _read(name, request) for name in names_in_form(known, team, desk.law)}
    given = {name: value for name, value in values.items() if value is not None}
    if not given:
        return Nothing()
    told = await desk.execute(
        RecordFacts(
            key=request.key, actor=request.user, incident=incident, values=given, seen=int(request.metadata["seen"])
        )
    )
    return in_form(desk, request, told) if isinstance(told, Refusal) else Nothing()


async def _record(desk: Desk, request: Request, incident: int, values: dict[str, Any], seen: int) -> Reply:
    told = await desk.execute(
        RecordFacts(key=request.key, actor=request.user, incident=incident, values=values, seen=seen)
    )
    return say_outcome(desk, told) if isinstance(told, Refusal) else Nothing()


def _read(name: str, request: Request) -> Any:
    """The plain value of one input; None when it is empty or does not stand in the form."""
    fact = fact_at(name)
    if fact and fact.kind == "flag":
        return request.chosen_yes(name)
    lines = [line.strip() for line in request.typed(name).splitlines() if line.strip()]
    return lines or None
