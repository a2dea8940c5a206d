"""Pressing a checklist: done, not applicable, assign, undo."""

import re
from datetime import UTC, datetime
from typing import cast

from bot.commands import ActOnItem, ItemAct
from bot.decision import Refusal
from bot.rules.checklist import may_act, statement_of, words_asked
from bot.rules.items import LEADER_ITEM
from bot.rules.refusals import for_actor, role_needed
from handlers.actions.phase import renew_list
from handlers.blocks import Block
from handlers.boundary import in_form, say_outcome
from handlers.button_ids import ButtonIds, read_ids
from handlers.desk import Desk
from handlers.replies import FieldErrors, Nothing, OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.checklist import assign_modal, pick_modal, reason_modal, statement_modal
from handlers.views.reminder import leader_form
from handlers.views.standing import named_at, standing_lines

_SHOWN_AT = re.compile(r"closed:(\d{1,16}):")
"""How the block of a settled line begins."""


async def press_item(desk: Desk, request: Request) -> Reply:
    """Press of `item_…` on a list or `nudge_assign` on a reminder: acts at once, or asks who or why first."""
    _, _, item, act, _ = _read(request.ids)
    if act in ("not_applicable", "assign", "pick") or (act == "done" and needs_words(desk, item)):
        return await _ask_first(desk, request)
    answer = await desk.execute(act_on(request))
    renew_list(desk, request)
    return say_outcome(desk, answer) if isinstance(answer, Refusal) else Nothing()


def act_on(request: Request) -> ActOnItem:
    """The command of a press that needs no form."""
    incident, role, item, act, subject = _read(request.ids)
    return ActOnItem(
        key=request.key,
        actor=request.user,
        incident=incident,
        role=role,
        item=item,
        subject=subject,
        act=cast(ItemAct, act),
        shown_at=_shown_at(request),
    )


def _shown_at(request: Request) -> datetime | None:
    """Since when a settled line was so, as its list shows it."""
    found = _SHOWN_AT.match(str(request.action.get("block_id") or ""))
    return datetime.fromtimestamp(int(found[1]) / 1000, UTC) if found else None


def needs_words(desk: Desk, item_id: str) -> bool:
    """Whether an item is done with words only: a finding, a list, who was told."""
    return item_id == LEADER_ITEM or words_asked(item_id, desk.law) is not None


async def submit_statement(desk: Desk, request: Request) -> Reply:
    """Submission of `item_statement`: the item is done, with the finding, the list or the signature that was typed."""
    return await _submit(desk, request, statement=request.typed("reason"))


async def submit_not_applicable(desk: Desk, request: Request) -> Reply:
    """Submission of `item_not_applicable`: the item does not apply, with the reason."""
    return await _submit(desk, request, reason=request.typed("reason"))


async def submit_assignment(desk: Desk, request: Request) -> Reply:
    """Submission of `item_assign`: the item is that person's from now on."""
    return await _submit(desk, request, assignee=request.chosen("assignee"))


async def submit_pick(desk: Desk, request: Request) -> Reply:
    """Submission of `item_pick`: an item from further down the list is done, does not apply, or is assigned."""
    act, assignee = request.chosen("act"), request.chosen("assignee")
    if act == "assign" and not assignee:
        return FieldErrors(errors={"assignee": desk.words.say("checklist", "assignee_missing")})
    reason = request.typed("reason")
    return await _submit(desk, request, act=act, reason=reason, statement=reason, assignee=assignee)


async def _ask_first(desk: Desk, request: Request) -> Reply:
    incident, role, item_id, act, subject = _read(request.ids)
    known, team = await desk.look(incident)
    item = known.item(role, item_id, subject) if known else None
    if item is None:
        return say_outcome(desk, Refusal(name="no_such_item"))
    if not may_act(request.user, role, team) or not team.users(role):
        return say_outcome(desk, for_actor(role_needed((role,), team), request.user, known, team))
    view: Block
    under = request.metadata if request.view else None
    match act:
        case "assign":
            view = assign_modal(desk.words, item, team, request.pressed, under)
        case "pick":
            view = pick_modal(desk.words, item, team, request.pressed, statement_of(item, desk.law))
        case "done" if item.id == LEADER_ITEM and known:
            view = leader_form(desk.words, known, team, desk.clock.now())
        case "done":
            lines = standing_lines(desk.words, desk.department, item.id, named_at(desk.policy, item.id))
            view = statement_modal(desk.words, item, request.pressed, statement_of(item, desk.law) or "", under, lines)
        case _:
            view = reason_modal(desk.words, item, request.pressed, under)
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("checklist", "no_modal")))


async def _submit(
    desk: Desk,
    request: Request,
    *,
    act: str | None = None,
    reason: str | None = None,
    assignee: str | None = None,
    statement: str | None = None,
) -> Reply:
    incident, role, item, pressed_act, subject = _read(read_ids(str(request.metadata.get("value"))))
    answer = await desk.execute(
        ActOnItem(
            key=request.key,
            actor=request.user,
            incident=incident,
            role=role,
            item=item,
            subject=subject,
            act=cast(ItemAct, act or pressed_act),
            reason=reason,
            assignee=assignee,
            statement=statement,
        )
    )
    if isinstance(answer, Refusal):
        return in_form(desk, request, answer, first=None)
    renew_list(desk, request)
    return Nothing()


def _read(ids: ButtonIds) -> tuple[int, str, str, str, str]:
    """Incident, role, item, act, and what the item is about: a place, a party; it may hold any sign."""
    role, item, act, *subject = ids.names
    return ids.incident, role, item, act, "|".join(subject)
