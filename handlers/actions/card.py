"""The menu on the card: each choice opens what its own button opens elsewhere."""

from dataclasses import replace

from handlers.actions import evidence, facts, notice, phase, reporter, role, unasked, update
from handlers.button_ids import pack_ids
from handlers.commands.decisions import decisions
from handlers.desk import Desk
from handlers.replies import Nothing, Reply
from handlers.request import Request


async def choose_more(desk: Desk, request: Request) -> Reply:
    """Press of `card_more`: facts, decisions, notices, evidence, a status update, the reporter's place, a role."""
    incident = request.ids.incident
    match request.ids.names:
        case ("facts",):
            return await facts.update_facts(desk, pressing(request, incident))
        case ("unasked",):
            return await unasked.ask_unasked(desk, pressing(request, incident))
        case ("decisions",):
            return await decisions(desk, request)
        case ("notices",):
            return await notice.show_notices(desk, pressing(request, incident))
        case ("update",):
            return await update.ask_update(desk, pressing(request, incident))
        case ("evidence",):
            return await evidence.show_evidence(desk, pressing(request, incident))
        case ("reporter_out",):
            return await reporter.take_out(desk, pressing(request, incident))
        case ("reporter_in",):
            return await reporter.bring_in(desk, pressing(request, incident))
        case ("list", which):
            return await phase.open_phase(desk, pressing(request, incident, which))
        case ("give", code):
            return await role.ask_holder(desk, pressing(request, incident, code))
        case _:
            return Nothing()


def pressing(request: Request, incident: int, *names: str) -> Request:
    """The same delivery as the press of a button with those ids."""
    pressed = {"type": "button", "value": pack_ids(incident, *names)}
    return replace(request, body={**request.body, "actions": [pressed]})
