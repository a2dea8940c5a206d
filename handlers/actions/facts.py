"""Update facts: the list of the parts, the form of one, and what was filled in."""

import re
from collections.abc import Mapping
from typing import Any

from bot.commands import RecordFacts
from bot.decision import Refusal
from bot.vocabulary import CHOSEN_METHODS, fact_at
from handlers.boundary import in_form, say_outcome
from handlers.desk import Desk
from handlers.replies import FieldErrors, Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request
from handlers.residents import residents_wrong, typed_residents, understood
from handlers.views.answer_modal import answer_modal
from handlers.views.facts import SECTIONS, hub, section_form


async def update_facts(desk: Desk, request: Request) -> Reply:
    """Press of `update_facts`: the list of the parts."""
    found = await desk.look_pressed(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, _ = found
    return OpenModal(
        view=hub(desk.words, known, desk.department.packs), otherwise=Say(text=desk.words.say("facts", "no_modal"))
    )


async def open_section(desk: Desk, request: Request) -> Reply:
    """Press of `facts_…`: the form of one part: from the card, or on top of the list."""
    found = await desk.look_pressed(request)
    if isinstance(found, Refusal):
        return say_outcome(desk, found)
    known, team = found
    name = next(iter(request.ids.names), "")
    if name not in SECTIONS:
        return say_outcome(desk, Refusal(name="team_needed"))
    return OpenModal(
        view=section_form(desk.words, known, team, name),
        otherwise=Say(text=desk.words.say("facts", "no_modal")),
        push=bool(request.view),
    )


async def submit_facts(desk: Desk, request: Request) -> Reply:
    """Submission of `facts`: what the form says is known now; what is wrong stands under its field.

    Everything typed stays.
    """
    asked = request.metadata
    paths = tuple(path for path in SECTIONS[str(asked["section"])].paths if path in request.inputs)
    forgotten = set(request.chosen_all("forget"))
    found: dict[str, Any] = {}
    errors: dict[str, str] = {}
    people = typed_residents(desk.law, request.typed("residents"))
    for path in paths:
        try:
            found[path] = None if path in forgotten else _read(path, request)
        except ValueError as error:
            errors[path] = str(desk.words.say("facts", str(error)))
    if found.get("residents") is not None:
        found["residents"] = dict(people.counts)
        if wrong := residents_wrong(desk.words, desk.law, people, whole=True):
            errors["residents"] = wrong
    if errors:
        return FieldErrors(errors=errors)
    answer = await desk.execute(
        RecordFacts(
            key=request.key,
            actor=request.user,
            incident=int(asked["incident"]),
            values=_composed(found),
            seen=int(asked["seen"]),
        )
    )
    if isinstance(answer, Refusal):
        return in_form(desk, request, answer, first=_block(answer, paths))
    root = request.view.get("root_view_id")
    if root and root != request.view.get("id"):
        desk.best_effort(_count_again(desk, str(root), int(asked["incident"])))
    if found.get("residents") and answer.name != "nothing_new":
        return ShowInstead(view=answer_modal(desk.words, understood(desk.words, desk.law, people)))
    return Nothing()


async def _count_again(desk: Desk, root: str, incident: int) -> None:
    """The list of the parts, under the form that was just sent, with its new counts."""
    known, _ = await desk.look(incident)
    if known:
        await desk.slack.call("views.update", view_id=root, view=hub(desk.words, known, desk.department.packs))


def _read(path: str, request: Request) -> Any:
    """The plain value of one input; None when it is empty. Raises ValueError with the name of the sentence."""
    fact = fact_at(path)
    kind = fact.kind if fact else "text"
    if path == "planned_methods":
        return [dict(CHOSEN_METHODS[method]) for method in request.chosen_all(path)] or None
    match kind:
        case "flag":
            return request.chosen_yes(path)
        case "word":
            return request.chosen(path)
        case "words":
            return list(request.chosen_all(path)) or None
        case "instant":
            at = request.chosen_moment(path)
            return at.isoformat() if at else None
    text = request.typed(path).strip()
    return _typed(kind, text) if text else None


def _typed(kind: str, text: str) -> Any:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    match kind:
        case "count":
            return _number(text)
        case "counts":
            return [_number(line) for line in lines]
        case "texts":
            return lines
        case "days":
            if any(not re.fullmatch(r"\d{4}-\d{2}-\d{2}", line) for line in lines):
                raise ValueError("bad_days")
            return lines
        case "amount":
            amount = text.replace(",", "").removeprefix("$")
            if not re.fullmatch(r"\d+(\.\d{1,2})?", amount):
                raise ValueError("bad_amount")
            return amount
    return text


def _number(text: str) -> int:
    if not re.fullmatch(r"[0-9][0-9,]{0,14}", text):
        raise ValueError("bad_number")
    return int(text.replace(",", ""))


def _composed(found: Mapping[str, Any]) -> dict[str, Any]:
    """Parts put together to facts: `delay.officer` and its like to `delay`."""
    values: dict[str, Any] = {}
    for path, value in found.items():
        name, _, part = path.partition(".")
        if not part:
            values[name] = value
        elif value is not None:
            values[name] = {**(values.get(name) or {}), part: value}
        else:
            values.setdefault(name, None)
    return values


def _block(refusal: Refusal, paths: tuple[str, ...]) -> str:
    """The input under which a refusal's sentence stands."""
    field = str(refusal.values.get("field") or refusal.values.get("fact") or "")
    exact = [path for path in paths if field.startswith(path)]
    alike = [path for path in paths if path.partition(".")[0] == field.partition(".")[0].partition("[")[0]]
    return next(iter([*exact, *alike, *paths]))
