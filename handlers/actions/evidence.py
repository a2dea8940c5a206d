"""Evidence: its register, its forms, and what was filled in (policy 11.C)."""

from collections.abc import Callable
from typing import cast

from bot.commands import IncidentCommand
from bot.custody_orders import ORDERS, may_record, why_not
from bot.decision import Refusal
from bot.department import Team
from bot.evidence import EventKind, EvidenceItem
from bot.evidence_commands import (
    AcknowledgeGuidance,
    DecideFormalCustody,
    GiveGuidance,
    RecordCustody,
    RegisterEvidence,
    SetHold,
)
from bot.evidence_words import WORDS_OF_KIND
from bot.incident import IncidentFacts
from bot.rules.preservation import PARTNER
from handlers.blocks import Block
from handlers.boundary import in_form, say_outcome
from handlers.desk import Desk
from handlers.replies import Nothing, OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.evidence import evidence_item, evidence_list
from handlers.views.evidence_forms import event_form, guidance_form, partner_form, reason_form, register_form

Looked = tuple[IncidentFacts, Team]


async def show_evidence(desk: Desk, request: Request) -> Reply:
    """Press of `evidence`: the register."""
    return await _show(desk, request, lambda its: evidence_list(desk.words, desk.situation(*its), request.user))


async def turn_page(desk: Desk, request: Request) -> Reply:
    """Press of `evidence_page_next` or `evidence_page_first`: another page of the register, in its place."""
    found = await desk.look_pressed(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    (begins,) = request.ids.names
    view = evidence_list(desk.words, desk.situation(*found), request.user, int(begins))
    await desk.slack.call("views.update", view_id=str(request.view.get("id")), view=view)
    return Nothing()


async def ask_registration(desk: Desk, request: Request) -> Reply:
    """Press of `evidence_add`: the form for an item of that kind."""
    (kind,) = request.ids.names
    if kind not in WORDS_OF_KIND:
        return say_outcome(desk, Refusal(name="evidence_kind"))
    return await _show(desk, request, lambda its: register_form(desk.words, its[0], kind, desk.clock.now(), {}))


async def show_item(desk: Desk, request: Request) -> Reply:
    """Press of `evidence_open`: one item with its history."""
    item = await _item(desk, request)
    if isinstance(item, Refusal):
        return say_outcome(desk, item)
    return await _show(desk, request, lambda its: evidence_item(desk.words, desk.situation(*its), item, request.user))


async def ask_event(desk: Desk, request: Request) -> Reply:
    """Press of `evidence_event`, `evidence_accept` or `evidence_refuse`: what happened to an item."""
    item = await _item(desk, request)
    kind = cast(EventKind, request.ids.names[1])
    if isinstance(item, Refusal):
        return say_outcome(desk, item)
    if kind not in ORDERS or why_not(kind, item) or not may_record(kind, item, request.user):
        return say_outcome(desk, Refusal(name="custody_moved_on", values={"number": f"{item.number:02d}"}))
    return await _show(desk, request, lambda its: event_form(desk.words, *its, item, kind, desk.clock.now()))


async def ask_guidance(desk: Desk, request: Request) -> Reply:
    """Press of `evidence_guidance_…`: asks CCO or AI for what they require."""
    (role,) = request.ids.names
    return await _show(desk, request, lambda its: guidance_form(desk.words, its[0], role))


async def acknowledge(desk: Desk, request: Request) -> Reply:
    """Press of `evidence_read_…`: IS has read a guidance."""
    incident, (role, version) = request.ids.incident, request.ids.names
    command = AcknowledgeGuidance(
        key=request.key, actor=request.user, incident=incident, role=role, version=int(version)
    )
    told = await desk.execute(command)
    if isinstance(told, Refusal):
        return say_outcome(desk, told)
    desk.best_effort(_renew(desk, str(request.view.get("id")), incident, request.user, None))
    return Nothing()


async def ask_partner(desk: Desk, request: Request) -> Reply:
    """Press of `evidence_partner_…`: asks who of the outside office has read a guidance."""
    role, version = request.ids.names
    return await _show(desk, request, lambda its: partner_form(desk.words, its[0], role, int(version)))


async def ask_hold(desk: Desk, request: Request) -> Reply:
    """Press of `evidence_hold`: asks CCO why a hold is put or ended."""
    stands = request.ids.names == ("1",)
    return await _show(desk, request, lambda its: reason_form(desk.words, its[0], "hold", {"stands": stands}))


async def ask_formal_custody(desk: Desk, request: Request) -> Reply:
    """Press of `evidence_formal`: asks CCO why an item needs formal custody, or none."""
    item, formal = request.ids.names
    ids = {"item": int(item), "formal": formal == "1"}
    return await _show(desk, request, lambda its: reason_form(desk.words, its[0], "formal", ids))


async def submit_registration(desk: Desk, request: Request) -> Reply:
    """Submission of `evidence_register`: the item is on record."""
    asked = request.metadata
    kind = str(asked["kind"])
    command = RegisterEvidence(
        key=request.key,
        actor=request.user,
        incident=int(asked["incident"]),
        kind=kind,
        at=request.chosen_moment("at") or desk.clock.now(),
        words=_words(request, WORDS_OF_KIND.get(kind, ())),
    )
    return await _carried_out(desk, request, command, None)


async def submit_event(desk: Desk, request: Request) -> Reply:
    """Submission of `evidence_event`: it is added to the item's history."""
    asked = request.metadata
    kind = cast(EventKind, asked["event"])
    order = ORDERS[kind]
    command = RecordCustody(
        key=request.key,
        actor=request.user,
        incident=int(asked["incident"]),
        item=int(asked["item"]),
        kind=kind,
        base=int(asked["base"]),
        at=request.chosen_moment("at") or desk.clock.now(),
        values=_words(request, (*order.needs, *order.may)),
    )
    return await _carried_out(desk, request, command, command.item)


async def submit_guidance(desk: Desk, request: Request) -> Reply:
    """Submission of `evidence_guidance`: it stands from now on."""
    asked = request.metadata
    command = GiveGuidance(
        key=request.key,
        actor=request.user,
        incident=int(asked["incident"]),
        role=str(asked["role"]),
        text=request.typed("text"),
    )
    return await _carried_out(desk, request, command, None)


async def submit_partner(desk: Desk, request: Request) -> Reply:
    """Submission of `evidence_partner`: somebody of the outside office has read it."""
    asked = request.metadata
    command = AcknowledgeGuidance(
        key=request.key,
        actor=request.user,
        incident=int(asked["incident"]),
        role=str(asked["role"]),
        version=int(asked["version"]),
        partner=PARTNER,
        person=request.typed("person"),
    )
    return await _carried_out(desk, request, command, None)


async def submit_hold(desk: Desk, request: Request) -> Reply:
    """Submission of `evidence_hold`: the hold stands, or is over."""
    asked = request.metadata
    command = SetHold(
        key=request.key,
        actor=request.user,
        incident=int(asked["incident"]),
        stands=bool(asked["stands"]),
        reason=request.typed("reason"),
    )
    return await _carried_out(desk, request, command, None)


async def submit_formal_custody(desk: Desk, request: Request) -> Reply:
    """Submission of `evidence_formal`: whether the item needs formal custody."""
    asked = request.metadata
    command = DecideFormalCustody(
        key=request.key,
        actor=request.user,
        incident=int(asked["incident"]),
        item=int(asked["item"]),
        formal=bool(asked["formal"]),
        reason=request.typed("reason"),
    )
    return await _carried_out(desk, request, command, command.item)


async def _show(desk: Desk, request: Request, view: Callable[[Looked], Block]) -> Reply:
    found = await desk.look_pressed(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    otherwise = Say(text=desk.words.say("facts", "no_modal"))
    return OpenModal(view=view(found), otherwise=otherwise, push=bool(request.view))


async def _item(desk: Desk, request: Request) -> EvidenceItem | Refusal:
    found = await desk.look_pressed(request)
    if isinstance(found, Refusal):
        return found
    return found[0].evidence.get(int(request.ids.names[0])) or Refusal(name="no_such_evidence")


async def _carried_out(desk: Desk, request: Request, command: IncidentCommand, item: int | None) -> Reply:
    """Carry out what a form says; the list or the item below it is brought up to date."""
    told = await desk.execute(command)
    if isinstance(told, Refusal):
        return in_form(desk, request, told)
    if below := request.view.get("previous_view_id"):
        desk.best_effort(_renew(desk, str(below), command.incident, request.user, item))
    return Nothing()


async def _renew(desk: Desk, view_id: str, incident: int, viewer: str, item: int | None) -> None:
    known, team = await desk.look(incident)
    if known is None:
        return
    situation, found = desk.situation(known, team), known.evidence.get(item or 0)
    view = (
        evidence_item(desk.words, situation, found, viewer) if found else evidence_list(desk.words, situation, viewer)
    )
    await desk.slack.call("views.update", view_id=view_id, view=view)


def _words(request: Request, names: tuple[str, ...]) -> dict[str, str]:
    """What was typed or chosen under each of these names."""
    return {name: said for name in names if (said := request.typed(name).strip() or request.chosen(name))}
