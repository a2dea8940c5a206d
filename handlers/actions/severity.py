"""The severity: a vote with its reason, and the terms behind it."""

from collections.abc import Mapping
from typing import Any

from bot.commands import RecordFacts
from bot.decision import Refusal
from bot.department import Team
from bot.incident import IncidentFacts
from bot.question import Question
from bot.question_commands import Determine, RecordSeverityTerms
from bot.rules.refusals import for_actor, role_needed
from bot.severity_method import LEVELLED
from bot.severity_votes import VOTERS
from handlers.blocks import Block
from handlers.boundary import in_form, sentence
from handlers.desk import Desk
from handlers.render import Mrkdwn
from handlers.replies import Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request
from handlers.seeing import note_seen
from handlers.views.fact_value import facts_line
from handlers.views.severity import NO_CLASS, terms_form, vote_form


async def ask_vote(desk: Desk, request: Request) -> Reply:
    """Press of `severity_vote`: the form of a vote, for AI, CCO and IS."""
    known, team, question = await _look(desk, int(request.pressed.partition("|")[0]))
    if known is None or not _may_vote(request.user, team):
        return Say(text=sentence(desk, for_actor(role_needed(VOTERS, team), request.user, known, team)))
    view = vote_modal(desk, known, team, question, request.user, {})
    asked = [(kind, f"{question.id}|{role}") for kind in ("decision", "confirm") for role in VOTERS]
    note_seen(desk, request, known.incident.id, *asked)
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("question", "no_modal")))


async def ask_terms(desk: Desk, request: Request) -> Reply:
    """Press of `severity_terms`: the form of the terms."""
    known, team, _ = await _look(desk, int(request.pressed.partition("|")[0]))
    if known is None or not _may_vote(request.user, team):
        return Say(text=sentence(desk, for_actor(role_needed(VOTERS, team), request.user, known, team)))
    view = terms_form(desk.words, known, team, desk.law, request.user)
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("question", "no_modal")))


async def submit_vote(desk: Desk, request: Request) -> Reply:
    """Submission of `severity_vote`: the role's vote is on record, with its reason."""
    asked = request.metadata
    role = str((request.state("role").get("selected_option") or {}).get("value") or asked["role"])
    outcome = str((request.state("outcome").get("selected_option") or {}).get("value") or "")
    reason = str(request.state("reason").get("value") or "")
    if refused := await _record_class(desk, request):
        return in_form(desk, request, refused)
    told = await desk.execute(
        Determine(
            key=request.key,
            actor=request.user,
            incident=int(asked["incident"]),
            question=str(asked["question"]),
            act="decide",
            outcome=outcome,
            role=role,
            seen=int(asked["seen"]),
            reason=reason,
        )
    )
    if not isinstance(told, Refusal):
        return Nothing()
    if told.name == "facts_newer":
        known, team, question = await _look(desk, int(asked["incident"]))
        if known is not None:
            typed = {"outcome": outcome, "reason": reason, "role": role, "note": _newer(desk, told, known)}
            return ShowInstead(view=vote_modal(desk, known, team, question, request.user, typed))
    return in_form(desk, request, told)


async def _record_class(desk: Desk, request: Request) -> Refusal | None:
    """The class of the data, where the form asked for it and somebody knew it."""
    said = _option(request, "class") or str(request.state("class").get("value") or "").strip()
    if not said or said == NO_CLASS:
        return None
    told = await desk.execute(
        RecordFacts(
            key=f"{request.key}:class",
            actor=request.user,
            incident=int(request.metadata["incident"]),
            values={"classification": said},
            seen=int(request.metadata["seen"]),
        )
    )
    if not isinstance(told, Refusal):
        return None
    return Refusal(name=told.name, values={**told.values, "field": "class"}, refresh=told.refresh)


async def submit_terms(desk: Desk, request: Request) -> Reply:
    """Submission of `severity_terms`: the terms behind the severity are on record."""
    category, _, dpc = str(_option(request, "category") or "").partition("|")
    terms: dict[str, Any] = {"category": category or None, "dpc": int(dpc) if dpc else None}
    terms |= {name: _option(request, name) for name in LEVELLED}
    terms |= {name: _option(request, name) for name in ("functional", "recoverability")}
    chosen = [str(one["value"]) for one in request.state("information").get("selected_options") or ()]
    terms["information"] = chosen or None
    told_class = _option(request, "restricted_class")
    terms["restricted_class"] = None if told_class is None else told_class == "yes"
    told = await desk.execute(
        RecordSeverityTerms(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            terms=terms,
            seen=int(request.metadata["seen"]),
        )
    )
    return in_form(desk, request, told) if isinstance(told, Refusal) else Nothing()


def vote_modal(
    desk: Desk, known: IncidentFacts, team: Team, question: Question, user: str, typed: Mapping[str, Any]
) -> Block:
    """The form of a vote."""
    return vote_form(desk.words, known, team, desk.law, question, user, typed)


async def _look(desk: Desk, incident: int) -> tuple[IncidentFacts | None, Team, Question]:
    known, team = await desk.look(incident)
    return known, team, desk.law.packs.questions.named["severity"]


def _may_vote(user: str, team: Team) -> bool:
    return any(user in team.users(role) for role in VOTERS)


def _newer(desk: Desk, told: Refusal, known: IncidentFacts) -> Mrkdwn:
    names = told.values.get("facts")
    line = facts_line(desk.words, names if isinstance(names, tuple) else (), known)
    return desk.words.say("question", "form_newer", facts=line)


def _option(request: Request, block: str) -> str | None:
    chosen = request.state(block).get("selected_option") or {}
    value = chosen.get("value")
    return str(value) if value else None
