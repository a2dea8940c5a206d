"""Data sets and third parties: their lists, their forms, and what was filled in (policy 1, 6)."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.commands import IncidentCommand
from bot.decision import Refusal
from bot.incident import IncidentFacts
from bot.involved import data_sets, kinds_of, row_of, third_parties
from bot.involved_commands import (
    AddDataSet,
    AddParty,
    ChangeDataSet,
    ChangeParty,
    DescribeElement,
    RemoveDataSet,
    RemoveParty,
    SignNoParties,
)
from bot.vocabulary import PI_ELEMENTS
from handlers.blocks import Block
from handlers.boundary import in_form, say_outcome
from handlers.desk import Desk
from handlers.replies import FieldErrors, Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request
from handlers.residents import residents_wrong, typed_residents
from handlers.views import datasets, parties
from handlers.views.datasets import PAGES, dataset_form, dataset_list, element_form, removal_form
from handlers.views.parties import party_form, party_list

View = Callable[[IncidentFacts, Mapping[str, Any] | None], Block]


async def show_datasets(desk: Desk, request: Request) -> Reply:
    """Press of `datasets`: the list of the data sets."""
    return await _show(desk, request, lambda known, _: dataset_list(desk.words, known))


async def show_parties(desk: Desk, request: Request) -> Reply:
    """Press of `parties`: the list of the third parties."""
    return await _show(desk, request, lambda known, _: party_list(desk.words, known))


async def ask_dataset(desk: Desk, request: Request) -> Reply:
    """Press of `dataset_add` or `dataset_open`: the form of a data set, an empty one or one that is there."""
    return await _show(desk, request, lambda known, row: dataset_form(desk.words, known, desk.department, row))


async def ask_party(desk: Desk, request: Request) -> Reply:
    """Press of `party_add` or `party_open`: the form of a third party, an empty one or one that is there."""
    return await _show(desk, request, lambda known, row: party_form(desk.words, known, row))


async def ask_removal(desk: Desk, request: Request) -> Reply:
    """Press of `dataset_remove` or `party_remove`: asks why, in place of the form. Slack takes no fourth modal."""
    found = await desk.look_pressed(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, _ = found
    row = _row(known, *request.ids.names)
    if row is None:
        return say_outcome(desk, Refusal(name="team_needed"))
    kind = "dataset" if request.action.get("action_id") == "dataset_remove" else "party"
    view = removal_form(desk.words, known.incident.id, row, kind)
    await desk.slack.call("views.update", view_id=str(request.view.get("id")), view=view)
    return Nothing()


async def sign_none(desk: Desk, request: Request) -> Reply:
    """Press of `parties_none`: AI signs that no third party is involved or impacted."""
    incident = request.ids.incident
    told = await desk.execute(SignNoParties(key=request.key, actor=request.user, incident=incident))
    if isinstance(told, Refusal):
        return say_outcome(desk, told)
    desk.best_effort(_renew(desk, str(request.view.get("id")), incident, "parties"))
    return Nothing()


async def submit_dataset(desk: Desk, request: Request) -> Reply:
    """Submission of `dataset`: the data set is on record; then a short page for each kind of personal information."""
    asked = request.metadata
    typed = typed_residents(desk.law, _text(request, "residents"))
    if wrong := residents_wrong(desk.words, desk.law, typed):
        return FieldErrors(errors={"residents": wrong})
    kinds = request.chosen_all("kinds")
    values: dict[str, Any] = {
        "name": _text(request, "name"),
        "classification": _text(request, "class_text") or _chosen(request, "class"),
        "role": _chosen(request, "role"),
        "residents": dict(typed.counts) or None,
        "kinds": [kind for kind in PI_ELEMENTS if kind in kinds] if kinds else None,
        **{name: request.chosen_yes(name) for name in datasets.FLAGS},
    }
    common: dict[str, Any] = {
        "key": request.key,
        "actor": request.user,
        "incident": int(asked["incident"]),
        "values": values,
        "owner": _chosen(request, "owner"),
        "owner_name": _text(request, "owner_name"),
    }
    its = asked.get("dataset")
    command = ChangeDataSet(**common, dataset=str(its), base=str(asked["base"])) if its else AddDataSet(**common)
    refused = await _carried_out(desk, request, command, "datasets")
    if refused is not None:
        return refused
    known, _ = await desk.look(common["incident"])
    sets = data_sets(known.plain) if known else ()
    row = row_of(sets, str(its)) if its else next((one for one in sets if one.get("name") == values["name"]), None)
    return _page(desk, known, row, after=None)


async def submit_element(desk: Desk, request: Request) -> Reply:
    """Submission of `dataset_element`: one kind of personal information is on record; then the page of the next one."""
    asked = request.metadata
    kind = str(asked["kind"])
    digits = _text(request, "digits_visible")
    if digits and not digits.isdecimal():
        return FieldErrors(errors={"digits_visible": str(desk.words.say("datasets", "digits_hint"))})
    values: dict[str, Any] = {
        "protection": _chosen(request, "protection"),
        "key_taken": request.chosen_yes("key_taken"),
        **{name: request.chosen_yes(name) for name in PAGES[kind] if name != "digits_visible"},
        "digits_visible": int(digits) if digits else None,
    }
    command = DescribeElement(
        key=request.key,
        actor=request.user,
        incident=int(asked["incident"]),
        dataset=str(asked["dataset"]),
        kind=kind,
        base=str(asked["base"]),
        values=values,
    )
    refused = await _carried_out(desk, request, command, "datasets")
    if refused is not None:
        return refused
    known, _ = await desk.look(command.incident)
    row = row_of(data_sets(known.plain), command.dataset) if known else None
    return _page(desk, known, row, after=kind)


async def submit_party(desk: Desk, request: Request) -> Reply:
    """Submission of `party`: the third party is on record."""
    asked = request.metadata
    values: dict[str, Any] = {
        "name": _text(request, "name"),
        "kind": _chosen(request, "kind"),
        **{name: request.chosen_yes(name) for name in parties.FLAGS},
    }
    if "owner_of" in request.inputs:
        values["owner_of"] = list(request.chosen_all("owner_of")) or None
    common: dict[str, Any] = {
        "key": request.key,
        "actor": request.user,
        "incident": int(asked["incident"]),
        "values": values,
    }
    its = asked.get("party")
    command = ChangeParty(**common, party=str(its), base=str(asked["base"])) if its else AddParty(**common)
    return await _carried_out(desk, request, command, "parties") or Nothing()


async def submit_removal(desk: Desk, request: Request) -> Reply:
    """Submission of `dataset_remove` or `party_remove`: it is taken out, with the reason."""
    asked = request.metadata
    common: dict[str, Any] = {
        "key": request.key,
        "actor": request.user,
        "incident": int(asked["incident"]),
        "reason": _text(request, "reason"),
    }
    if "dataset" in asked:
        command: IncidentCommand = RemoveDataSet(**common, dataset=str(asked["dataset"]))
        return await _carried_out(desk, request, command, "datasets") or Nothing()
    return await _carried_out(desk, request, RemoveParty(**common, party=str(asked["party"])), "parties") or Nothing()


async def _show(desk: Desk, request: Request, view: View) -> Reply:
    found = await desk.look_pressed(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, _ = found
    row = _row(known, *request.ids.names)
    if request.ids.names and row is None:
        return say_outcome(desk, Refusal(name="no_such_row"))
    otherwise = Say(text=desk.words.say("facts", "no_modal"))
    return OpenModal(view=view(known, row), otherwise=otherwise, push=bool(request.view))


def _page(desk: Desk, known: IncidentFacts | None, row: Mapping[str, Any] | None, *, after: str | None) -> Reply:
    """The page of the first kind, or of the one behind `after`; the list again when there is none."""
    kinds = (kinds_of(row) if row else None) or ()
    rest = kinds[kinds.index(after) + 1 :] if after in kinds else kinds if after is None else ()
    if known is None or row is None or not rest:
        return Nothing()
    return ShowInstead(view=element_form(desk.words, known, row, rest[0]))


async def _carried_out(desk: Desk, request: Request, command: IncidentCommand, surface: str) -> Reply | None:
    """Carry out what a form says; a refusal stands under its field, and the list below is brought up to date."""
    told = await desk.execute(command)
    if isinstance(told, Refusal):
        return in_form(desk, request, told)
    if below := request.view.get("previous_view_id"):
        desk.best_effort(_renew(desk, str(below), command.incident, surface))
    return None


async def _renew(desk: Desk, view_id: str, incident: int, surface: str) -> None:
    known, _ = await desk.look(incident)
    if known:
        view = dataset_list(desk.words, known) if surface == "datasets" else party_list(desk.words, known)
        await desk.slack.call("views.update", view_id=view_id, view=view)


def _row(known: IncidentFacts, row_id: str = "") -> Mapping[str, Any] | None:
    return row_of(data_sets(known.plain), row_id) or row_of(third_parties(known.plain), row_id)


def _text(request: Request, name: str) -> str:
    return request.typed(name).strip()


def _chosen(request: Request, name: str) -> str | None:
    value = request.chosen(name)
    return None if value == datasets.UNKNOWN else value
