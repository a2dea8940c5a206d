"""Counsel's room: its buttons and its forms."""

from bot.assessment.facts import FactErrors
from bot.counsel_commands import GiveAdvice, MovePrivileged, NameCounselPeople
from bot.decision import Answer, Refusal
from bot.department import Team
from bot.incident import IncidentFacts
from bot.rules.counsel_room import belongs_in_room, counsels_questions
from bot.rules.privileged import COUNSEL
from bot.rules.refusals import only
from handlers.actions.reminder import show_outcome
from handlers.blocks import Block
from handlers.boundary import in_form, say_outcome
from handlers.desk import Desk
from handlers.replies import Nothing, OpenModal, Reply, Say
from handlers.request import Request
from handlers.views.counsel_room import draft_form, kept_advice, people_form
from handlers.views.notice_forms import advice_form


async def ask_advice(desk: Desk, request: Request) -> Reply:
    """Press of `counsel_advise`: asks for advice."""
    known, team = await _look(desk, request)
    if refusal := _refuse(request, known, team):
        return say_outcome(desk, refusal)
    return _open(desk, advice_form(desk.words, request.ids.incident))


async def ask_draft(desk: Desk, request: Request) -> Reply:
    """Press of `counsel_draft`: asks for the draft of a determination."""
    known, team = await _look(desk, request)
    if refusal := _refuse(request, known, team):
        return say_outcome(desk, refusal)
    try:
        questions = counsels_questions(desk.situation(known, team)) if known else ()
    except FactErrors:
        questions = ()
    if not questions:
        return say_outcome(desk, Refusal(name="nothing_to_draft"))
    return _open(desk, draft_form(desk.words, request.ids.incident, questions))


async def ask_people(desk: Desk, request: Request) -> Reply:
    """Press of `counsel_people`: asks who is in counsel's room."""
    known, team = await _look(desk, request)
    if refusal := _refuse(request, known, team):
        return say_outcome(desk, refusal)
    return _open(desk, people_form(desk.words, known)) if known else Nothing()


async def read_advice(desk: Desk, request: Request) -> Reply:
    """Press of `counsel_read`: what counsel said, for those who belong into its room."""
    known, team = await _look(desk, request)
    if known is None or not belongs_in_room(request.user, known.incident, team):
        return say_outcome(desk, _refuse(request, known, team) or Refusal(name="no_such_incident"))
    return _open(desk, kept_advice(desk.words, known, team))


async def move_privileged(desk: Desk, request: Request) -> Reply:
    """Press of `counsel_move`: the old privileged threads go into counsel's room."""
    command = MovePrivileged(key=request.key, actor=request.user, incident=request.ids.incident)
    return show_outcome(desk, request, await desk.execute(command))


async def submit_draft(desk: Desk, request: Request) -> Reply:
    """Submission of `counsel_draft`: the draft is on record, privileged."""
    told = await desk.execute(
        GiveAdvice(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            text=request.typed("text"),
            question=request.chosen("question") or "",
        )
    )
    return _told(desk, request, told)


async def submit_people(desk: Desk, request: Request) -> Reply:
    """Submission of `counsel_people`: who is in counsel's room from now on."""
    told = await desk.execute(
        NameCounselPeople(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            users=request.chosen_users("people"),
        )
    )
    return _told(desk, request, told)


async def _look(desk: Desk, request: Request) -> tuple[IncidentFacts | None, Team]:
    return await desk.look(request.ids.incident)


def _refuse(request: Request, known: IncidentFacts | None, team: Team) -> Refusal | None:
    return Refusal(name="no_such_incident") if known is None else only(request.user, COUNSEL, team)


def _told(desk: Desk, request: Request, told: Answer | Refusal) -> Reply:
    return in_form(desk, request, told) if isinstance(told, Refusal) else Nothing()


def _open(desk: Desk, view: Block) -> OpenModal:
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("notice", "no_modal")))
