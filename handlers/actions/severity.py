"""The severity: a vote with its reason, and the terms behind it."""

from collections.abc import Mapping
from typing import Any

from bot.decision import Refusal
from bot.department import Team
from bot.incident import IncidentFacts
from bot.question import Question
from bot.question_commands import Determine, RecordSeverityTerms
from bot.severity_method import LEVELLED
from bot.severity_votes import VOTERS
from handlers.blocks import Block
from handlers.boundary import in_form, sentence
from handlers.desk import Desk
from handlers.render import Mrkdwn
from handlers.replies import Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request
from handlers.views.fact_value import facts_line
from handlers.views.severity import terms_form, vote_form


async def ask_vote(desk: Desk, request: Request) -> Reply:
    """The form of a vote, for AI, CCO and IS."""
    known, team, question = await _look(desk, int(request.pressed.partition("|")[0]))
    if known is None or not _may_vote(request.user, team):
        return Say(text=sentence(desk, _voters_needed(team)))
    view = vote_modal(desk, known, team, question, request.user, {})
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("question", "no_modal")))


async def ask_terms(desk: Desk, request: Request) -> Reply:
    """The form of the terms."""
    known, team, _ = await _look(desk, int(request.pressed.partition("|")[0]))
    if known is None or not _may_vote(request.user, team):
        return Say(text=sentence(desk, _voters_needed(team)))
    view = terms_form(desk.words, known, team, desk.law, request.user)
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("question", "no_modal")))


async def submit_vote(desk: Desk, request: Request) -> Reply:
    """Record the vote."""
    asked = request.metadata
    role = str((request.state("role").get("selected_option") or {}).get("value") or asked["role"])
    outcome = str((request.state("outcome").get("selected_option") or {}).get("value") or "")
    reason = str(request.state("reason").get("value") or "")
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


async def submit_terms(desk: Desk, request: Request) -> Reply:
    """Record the terms."""
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


def _voters_needed(team: Team) -> Refusal:
    people = tuple(dict.fromkeys(user for role in VOTERS for user in team.users(role)))
    return Refusal(name="role_needed", values={"role": ", ".join(VOTERS), "people": people})


def _newer(desk: Desk, told: Refusal, known: IncidentFacts) -> Mrkdwn:
    names = told.values.get("facts")
    line = facts_line(desk.words, names if isinstance(names, tuple) else (), known)
    return desk.words.say("question", "form_newer", facts=line)


def _option(request: Request, block: str) -> str | None:
    chosen = request.state(block).get("selected_option") or {}
    value = chosen.get("value")
    return str(value) if value else None
