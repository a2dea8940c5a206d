"""The whole list of a phase: opened from its message, and brought up to date after what was done in it."""

from handlers.desk import Desk
from handlers.replies import OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.phase_form import CALLBACK, phase_form


async def open_phase(desk: Desk, request: Request) -> Reply:
    """Press of `phase_open`: every line of the phase, with all that may be done about it."""
    (which,) = request.ids.names
    known, team = await desk.look(request.ids.incident)
    view = phase_form(desk.words, desk.situation(known, team), which) if known else None
    if known is None or view is None or not (team.roles_of(request.user) or request.user == known.incident.reporter):
        return Say(text=desk.words.say("refusals", "not_to_be_seen", number=""))
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("phase", "no_modal")))


def renew_list(desk: Desk, request: Request) -> None:
    """Show the present in the form in which a line was pressed, or which lies under the form that was sent."""
    view = request.view
    if view.get("callback_id") == CALLBACK:
        desk.best_effort(_renew(desk, str(view.get("id")), request.metadata))
    elif (below := view.get("previous_view_id")) and isinstance(known := request.metadata.get("under"), dict):
        desk.best_effort(_renew(desk, str(below), known))


async def _renew(desk: Desk, view_id: str, shown: object) -> None:
    if not isinstance(shown, dict) or "list" not in shown:
        return
    known, team = await desk.look(int(shown["incident"]))
    view = phase_form(desk.words, desk.situation(known, team), str(shown["list"])) if known else None
    if view:
        await desk.slack.call("views.update", view_id=view_id, view=view)
