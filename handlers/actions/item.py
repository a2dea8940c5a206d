"""Pressing a checklist: done, not applicable, assign, undo."""

from datetime import UTC, datetime
from typing import cast

from bot.commands import ActOnItem, ItemAct
from bot.decision import Refusal
from bot.rules.checklist import may_act, statement_of
from bot.rules.items import LEADER_ITEM
from bot.rules.refusals import for_actor, role_needed
from handlers.blocks import Block
from handlers.boundary import plain_of, sentence
from handlers.desk import Desk
from handlers.replies import FieldErrors, Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request
from handlers.views.answer_modal import answer_modal
from handlers.views.checklist import assign_modal, pick_modal, reason_modal, statement_modal
from handlers.views.reminder import leader_form


async def press_item(desk: Desk, request: Request) -> Reply:
    """Press of `item_…` on a list or `nudge_assign` on a reminder: acts at once, or asks who or why first."""
    _, _, item, act, _ = _ids(request.pressed)
    if act in ("not_applicable", "assign", "pick") or (act == "done" and needs_words(desk, item)):
        return await _ask_first(desk, request)
    answer = await desk.execute(act_on(request))
    return Say(text=sentence(desk, answer)) if isinstance(answer, Refusal) else Nothing()


def act_on(request: Request) -> ActOnItem:
    """The command of a press that needs no form."""
    incident, role, item, act, subject = _ids(request.pressed)
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
    """What a list of settled lines says of its own age."""
    _, _, milliseconds = str(request.action.get("block_id") or "").partition("closed:")
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds.isdecimal() else None


def needs_words(desk: Desk, item_id: str) -> bool:
    """Whether an item is done with words only: a finding, a list, who was told."""
    return item_id == LEADER_ITEM or any(row.id == item_id and row.statement for row in desk.policy.rows)


async def submit_statement(desk: Desk, request: Request) -> Reply:
    """Submission of `item_statement`: the item is done, with the finding, the list or the signature that was typed."""
    return await _submit(desk, request, statement=str(request.state("reason").get("value") or ""))


async def submit_not_applicable(desk: Desk, request: Request) -> Reply:
    """Submission of `item_not_applicable`: the item does not apply, with the reason."""
    return await _submit(desk, request, reason=str(request.state("reason").get("value") or ""))


async def submit_assignment(desk: Desk, request: Request) -> Reply:
    """Submission of `item_assign`: the item is that person's from now on."""
    chosen = request.state("assignee").get("selected_option") or {}
    return await _submit(desk, request, assignee=chosen.get("value"))


async def submit_pick(desk: Desk, request: Request) -> Reply:
    """Submission of `item_pick`: an item from further down the list is done, does not apply, or is assigned."""
    chosen = request.state("assignee").get("selected_option") or {}
    act = (request.state("act").get("selected_option") or {}).get("value")
    if act == "assign" and not chosen:
        return FieldErrors(errors={"assignee": desk.words.say("checklist", "assignee_missing")})
    reason = str(request.state("reason").get("value") or "")
    return await _submit(desk, request, act=act, reason=reason, statement=reason, assignee=chosen.get("value"))


async def _ask_first(desk: Desk, request: Request) -> Reply:
    incident, role, item_id, act, subject = _ids(request.pressed)
    known, team = await desk.look(incident)
    item = known.item(role, item_id, subject) if known else None
    if item is None:
        return Say(text=sentence(desk, Refusal(name="no_such_item")))
    if not may_act(request.user, role, team) or not team.users(role):
        refusal = for_actor(role_needed((role,), team), request.user, known, team)
        return Say(text=sentence(desk, refusal))
    view: Block
    match act:
        case "assign":
            view = assign_modal(desk.words, item, team, request.pressed)
        case "pick":
            view = pick_modal(desk.words, item, team, request.pressed, statement_of(item, desk.law))
        case "done" if item.id == LEADER_ITEM and known:
            view = leader_form(desk.words, known, team, desk.clock.now())
        case "done":
            view = statement_modal(desk.words, item, request.pressed, statement_of(item, desk.law) or "")
        case _:
            view = reason_modal(desk.words, item, request.pressed)
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
    incident, role, item, pressed_act, subject = _ids(str(request.metadata.get("value")))
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
    if not isinstance(answer, Refusal):
        return Nothing()
    if "field" in answer.values:
        return FieldErrors(errors={str(answer.values["field"]): plain_of(sentence(desk, answer))})
    return ShowInstead(view=answer_modal(desk.words, sentence(desk, answer)))


def _ids(value: str) -> tuple[int, str, str, str, str]:
    incident, role, item, act, *subject = value.split("|", 4)
    return int(incident), role, item, act, subject[0] if subject else ""
