"""Deciding a question: its form, what was filled in, adding to it, confirming it, opening it again, its record."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from bot.assessment.result import Assessment
from bot.decision import Answer, Refusal
from bot.department import TEAM_ROLES, Team
from bot.incident import IncidentFacts
from bot.question import FormField, Question
from bot.question_commands import Determine, DetermineAct, Reopen
from bot.rules.closing import find_blockers
from bot.rules.conduct import decided_already, not_a_decider
from bot.rules.counsel_room import belongs_in_room, is_counsels_own
from bot.rules.determining import CONDUCT
from bot.rules.questions import people_who_decide, raised_questions
from bot.rules.refusals import for_actor
from bot.situation import assess_incident
from handlers.actions.severity import vote_modal
from handlers.actions.way_out import open_way_out
from handlers.blocks import Block
from handlers.boundary import in_form, say_outcome
from handlers.desk import Desk
from handlers.render import Mrkdwn
from handlers.replies import Nothing, OpenModal, Reply, Say, ShowInstead
from handlers.request import Request
from handlers.seeing import note_seen
from handlers.views.binding import effects_note
from handlers.views.closing import closing_page
from handlers.views.determination_record import determination_record_modal
from handlers.views.fact_value import facts_line
from handlers.views.question_form import question_form, reopen_form


class QuestionForm:
    """A question with all that its forms show: of the assessment what is owed, not what may be chosen."""

    def __init__(self, desk: Desk, known: IncidentFacts, team: Team, question_id: str) -> None:
        self.known, self.team = known, team
        answer = assess_incident(known, desk.law, desk.clock.now())
        owed = tuple(one for one in answer.obligations if not desk.law.is_option(one.law, one.id))
        self.answer: Assessment = replace(answer, obligations=owed)
        self.question: Question | None = raised_questions(known, desk.law, answer).get(question_id)


async def ask_decision(desk: Desk, request: Request) -> Reply:
    """Press of `decide_…`: the form of a question, with an outcome chosen already where a button named one."""
    _, *outcome = request.ids.names
    return await _open(desk, request, "decide", outcome[0] if outcome else "")


async def ask_amendment(desk: Desk, request: Request) -> Reply:
    """Press of `decision_amend`: the form to add details to a decision."""
    return await _open(desk, request, "amend", occasion=_occasion(request))


async def ask_confirmation(desk: Desk, request: Request) -> Reply:
    """Press of `decision_confirm`: the form to confirm a determination on the facts as they are now."""
    return await _open(desk, request, "confirm", occasion=_occasion(request))


async def ask_reopen(desk: Desk, request: Request) -> Reply:
    """Press of `decision_reopen`: asks why the question is opened again."""
    question_id = request.ids.names[0]
    found = await look_at_question(desk, request.ids.incident, question_id)
    made = found.known.in_force(question_id) if found else None
    if found is None or found.question is None or made is None:
        return say_outcome(desk, Refusal(name="nothing_decided"))
    if _occasion(request) not in (None, made.occasion):
        return say_outcome(desk, Refusal(name="moved_since"))
    if found.known.incident.state == "closed" and not CONDUCT[found.question.kind].after_closing:
        return say_outcome(desk, Refusal(name="incident_closed", values={"number": found.known.incident.number}))
    if request.user not in people_who_decide(found.question, found.team):
        return say_outcome(
            desk, for_actor(not_a_decider(found.question, found.team), request.user, found.known, found.team)
        )
    return _modal(desk, reopen_form(desk.words, found.known, found.question, made))


async def show_determination_record(desk: Desk, request: Request) -> Reply:
    """Press of `decision_paper`: the determination's record, to read; for the policy's roles."""
    found = await look_at_question(desk, request.ids.incident, request.ids.names[0])
    if found is None or not found.team.roles_of(request.user):
        return say_outcome(desk, Refusal(name="team_needed"))
    if found.question is None:
        return say_outcome(desk, Refusal(name="no_such_question"))
    if is_counsels_own(found.question, found.team) and not belongs_in_room(
        request.user, found.known.incident, found.team
    ):
        return say_outcome(desk, Refusal(name="counsels_record"))
    return _modal(desk, determination_record_modal(desk.words, found.known, found.team, found.question))


async def submit_determination(desk: Desk, request: Request) -> Reply:
    """Submission of `decide`: the question is decided, added to or confirmed.

    What is wrong stands under its field, and everything typed stays.
    """
    asked = request.metadata
    found = await look_at_question(desk, int(asked["incident"]), str(asked["question"]))
    if found is None or found.question is None:
        return in_form(desk, request, Refusal(name="no_such_question"))
    outcome = str(request.chosen("outcome") or asked["outcome"] or _only(found.question))
    answers: dict[str, Any] = {}
    for one in found.question.fields:
        try:
            answers[one.id] = _read(one, request)
        except ValueError:
            return in_form(desk, request, Refusal(name="count_needed", values={"field": one.id}))
    reason = request.typed("reason")
    consulted = request.chosen_all("consulted")
    act = cast(DetermineAct, asked["act"])
    told = await desk.execute(
        Determine(
            key=request.key,
            actor=request.user,
            incident=int(asked["incident"]),
            question=found.question.id,
            act=act,
            outcome=outcome,
            seen=int(asked["seen"]),
            reason=reason,
            consulted=consulted,
            answers={name: value for name, value in answers.items() if value is not None},
            occasion=asked.get("occasion"),
        )
    )
    typed = {**answers, "reason": reason, "consulted": consulted, "outcome": outcome}
    return await _told(desk, request, told, found, act, typed)


async def submit_reopening(desk: Desk, request: Request) -> Reply:
    """Submission of `decision_reopen`: the question is open again, for the reason that was typed."""
    told = await desk.execute(
        Reopen(
            key=request.key,
            actor=request.user,
            incident=int(request.metadata["incident"]),
            question=str(request.metadata["question"]),
            reason=request.typed("reason"),
            occasion=request.metadata.get("occasion"),
        )
    )
    return in_form(desk, request, told) if isinstance(told, Refusal) else Nothing()


async def look_at_question(desk: Desk, incident: int, question_id: str) -> QuestionForm | None:
    """The question, if there is such an incident."""
    known, team = await desk.look(incident)
    return QuestionForm(desk, known, team, question_id) if known else None


async def _open(
    desk: Desk, request: Request, act: DetermineAct, outcome: str = "", *, occasion: int | None = None
) -> Reply:
    ids = request.ids
    return await open_question(desk, request, ids.incident, ids.names[0], act, outcome, occasion=occasion)


async def open_question(
    desk: Desk,
    request: Request,
    incident: int,
    question_id: str,
    act: DetermineAct,
    outcome: str = "",
    *,
    occasion: int | None = None,
) -> Reply:
    """The form of a question, for those who decide it; else why not, or what is missing before it.

    `occasion`: of the determination that the button was shown with; another one is no longer what was meant.
    """
    found = await look_at_question(desk, incident, question_id)
    if found is None or found.question is None:
        return say_outcome(desk, Refusal(name="no_such_question"))
    question, known, team = found.question, found.known, found.team
    if known.incident.state == "closed":
        return say_outcome(desk, Refusal(name="incident_closed", values={"number": known.incident.number}))
    if request.user not in people_who_decide(question, team):
        return say_outcome(desk, for_actor(not_a_decider(question, team), request.user, known, team))
    made = known.in_force(question.id)
    if occasion is not None and (made is None or made.occasion != occasion):
        return say_outcome(desk, Refusal(name="moved_since"))
    asked = [(kind, f"{question.id}|{role}") for kind in ("decision", "confirm") for role in ("", *TEAM_ROLES)]
    note_seen(desk, request, incident, ("decision", question.id), *asked)
    if question.kind == "delay" and act == "decide" and made and made.outcome == outcome:
        return say_outcome(desk, decided_already(made, "delay_already"))
    if question.kind == "vote":
        return _modal(desk, vote_modal(desk, known, team, question, request.user, {}))
    if question.kind == "way_out":
        return await open_way_out(desk, request, known.incident.id)
    if question.kind == "closing" and (missing := find_blockers(desk.situation(known, team))):
        return _modal(desk, closing_page(desk.words, known, desk.law, missing))
    if made and act == "decide" and question.kind != "delay":
        return say_outcome(desk, decided_already(made))
    note = effects_note(desk.words, question, desk.situation(known, team)) if act == "decide" else None
    view = question_form(desk.words, known, team, found.answer, question, act=act, outcome=outcome, note=note)
    return _modal(desk, view)


async def _told(
    desk: Desk,
    request: Request,
    told: Answer | Refusal,
    found: QuestionForm,
    act: DetermineAct,
    typed: Mapping[str, Any],
) -> Reply:
    if not isinstance(told, Refusal):
        return Nothing()
    question = found.question
    if question is not None and told.name == "facts_newer":
        again = await look_at_question(desk, found.known.incident.id, question.id)
        if again is not None and again.question is not None:
            view = question_form(
                desk.words,
                again.known,
                again.team,
                again.answer,
                again.question,
                act=act,
                outcome=str(typed.get("outcome") or ""),
                typed=typed,
                note=newer_facts(desk, told, again.known),
            )
            return ShowInstead(view=view)
    if told.name == "closing_blocked":
        missing = find_blockers(desk.situation(found.known, found.team))
        return ShowInstead(view=closing_page(desk.words, found.known, desk.law, missing))
    return in_form(desk, request, told)


def newer_facts(desk: Desk, told: Refusal, known: IncidentFacts) -> Mrkdwn:
    """What changed while a form was open."""
    names = told.values.get("facts")
    line = facts_line(desk.words, names if isinstance(names, tuple) else (), known)
    return desk.words.say("question", "form_newer", facts=line)


def _occasion(request: Request) -> int | None:
    """The determination that a button stood under; one from before named none."""
    named = request.ids.names[-1]
    return int(named) if named.isdecimal() else None


def _only(question: Question) -> str:
    return question.outcomes[0].id if len(question.outcomes) == 1 else ""


def _modal(desk: Desk, view: Block) -> OpenModal:
    return OpenModal(view=view, otherwise=Say(text=desk.words.say("question", "no_modal")))


def _read(one: FormField, request: Request) -> Any:
    """The plain value of one input; None when it is empty. Raises ValueError for a number that is none."""
    match one.kind:
        case "yes_no":
            return request.chosen_yes(one.id)
        case "choice":
            return request.chosen(one.id)
        case "choices" | "notices":
            return list(request.chosen_all(one.id)) or None
        case "moment":
            at = request.chosen_moment(one.id)
            return at.isoformat() if at else None
    text = request.typed(one.id).strip()
    if one.kind == "count":
        return int(text.replace(",", "")) if text else None
    return text or None
