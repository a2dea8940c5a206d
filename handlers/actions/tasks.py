"""The button "My duties", and what is pressed in its list: the list shows at once, under the row, what came of it."""

import json
from collections.abc import Mapping

from bot.visibility import view_of
from handlers.blocks import Block
from handlers.desk import Desk
from handlers.render import Mrkdwn
from handlers.replies import FieldErrors, Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request
from handlers.views.duty_list import CALLBACK, duty_list, place_of, rows_of

_UNDER = "duties"
"""The key of a form's ids under which stands which list lies below it, and the row that was pressed."""


async def my_tasks(desk: Desk, request: Request) -> Reply:
    """Press of `my_tasks`: everything that the person owes in the incident, with a button on each row."""
    known, team = await desk.look(request.ids.incident)
    if known is None or view_of(request.user, known.incident, team) is None:
        return Say(text=desk.words.say("refusals", "not_to_be_seen", number=""))
    view = duty_list(desk.words, desk.situation(known, team), request.user)
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("duty", "list_no_modal")))


def in_list(desk: Desk, request: Request, reply: Reply) -> Reply:
    """What a press in the list, or a form on top of it, answers: the list itself is brought up to date below.

    A sentence stands under the row that was pressed; a form knows the list that it lies on.
    """
    if request.view.get("callback_id") == CALLBACK and request.body.get("type") == "block_actions":
        place = place_of(str(request.action.get("block_id") or ""))
        here = {"view": str(request.view.get("id")), "place": place, **request.metadata}
        if isinstance(reply, OpenModal):
            return OpenModal(view=_carrying(reply.view, here), otherwise=reply.otherwise, push=True)
        if isinstance(reply, (Nothing, Say)):
            desk.best_effort(_show(desk, request.user, here, reply.text if isinstance(reply, Say) else None))
            return Nothing()
        return reply
    below = request.metadata.get(_UNDER)
    if not isinstance(below, dict) or isinstance(reply, FieldErrors):
        return reply
    if isinstance(reply, OpenModal):
        return OpenModal(view=_carrying(reply.view, below), otherwise=reply.otherwise, push=reply.push)
    if request.body.get("type") == "view_submission":
        desk.best_effort(_show(desk, request.user, below, None))
    return ShowInstead(view=_carrying(reply.view, below)) if isinstance(reply, ShowInstead) else reply


async def _show(desk: Desk, user: str, here: Mapping[str, object], note: Mrkdwn | None) -> None:
    """The list as it is now, in its place."""
    known, team = await desk.look(int(str(here["incident"])))
    if known is None:
        return
    place = here.get("place")
    notes = {place: note} if note and isinstance(place, int) else {}
    view = duty_list(desk.words, desk.situation(known, team), user, rows_of(here), notes)
    await desk.slack.call("views.update", view_id=str(here["view"]), view=view)


def _carrying(view: Block, below: Mapping[str, object]) -> Block:
    """The form with the list that lies below it, when there is room for it among its ids."""
    try:
        ids = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return view
    packed = json.dumps({**ids, _UNDER: dict(below)}) if isinstance(ids, dict) else ""
    return {**view, "private_metadata": packed} if packed and len(packed) <= 3000 else view
