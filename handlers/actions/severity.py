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
from handlers.boundary import in_form, say_outcome
from handlers.desk import Desk
from handlers.render import Mrkdwn
from handlers.replies import Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request
from handlers.views.fact_value import facts_line
from handlers.views.severity import NO_CLASS, terms_form, vote_form


async def ask_vote(desk: Desk, request: Request) -> Reply:
    """Press of `severity_vote`: the form of a vote, for AI, CCO and IS."""
    known, team, question = await _look(desk, request.ids.incident)
    if known is None or not _may_vote(request.user, team):
        return say_outcome(desk, for_actor(role_needed(VOTERS, team), request.user, known, team))
    view = vote_modal(desk, known, team, question, request.user, {})
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("question", "no_modal")))


async def ask_terms(desk: Desk, request: Request) -> Reply:
    """Press of `severity_terms`: the form of the terms."""
    known, team, _ = await _look(desk, request.ids.incident)
    if known is None or not _may_vote(request.user, team):
        return say_outcome(desk, for_actor(role_needed(VOTERS, team), request.user, known, team))
    view = terms_form(desk.words, known, team, desk.law, request.user)
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("question", "no_modal")))


async def submit_vote(desk: Desk, request: Request) -> Reply:
    """Submission of `severity_vote`: the role's vote is on record, with its reason."""
    asked = request.metadata
    role = str(request.chosen("role") or asked["role"])
    outcome = request.chosen("outcome") or ""
    reason = request.typed("reason")
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
    said = request.chosen("class") or request.typed("class").strip()
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
    category, _, dpc = (request.chosen("category") or "").partition("|")
    terms: dict[str, Any] = {"category": category or None, "dpc": int(dpc) if dpc else None}
    terms |= {name: request.chosen(name) for name in LEVELLED}
    terms |= {name: request.chosen(name) for name in ("functional", "recoverability")}
    terms["information"] = list(request.chosen_all("information")) or None
    terms["restricted_class"] = request.chosen_yes("restricted_class")
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
