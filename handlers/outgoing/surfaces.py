"""The surfaces, one line each: what each shows, where it stands, and under which other.

A surface's name is its kind and, behind a colon, what it is about: `card`, `checklist:IS`, `decision:severity`,
`notice_text:n3:0`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.question import Question
from bot.rules.phases import has_role_lists
from bot.rules.questions import find_question
from handlers.blocks import Block
from handlers.outgoing.job import Job
from handlers.outgoing.notice_surface import above_part, draw_notice, draw_part
from handlers.place_of_press import with_place
from handlers.render import Mrkdwn
from handlers.views.assessment import assessment_card, details
from handlers.views.card import card
from handlers.views.counsel_room import counsel_room, old_thread
from handlers.views.flood import flood
from handlers.views.phase_list import phase_list, role_list
from handlers.views.question_message import question_message
from handlers.views.reporter import reporter
from handlers.views.whole_report import whole_report
from storage import turns

BY_ITSELF = ""
"""In no thread: the surface in whose thread it belongs cannot be had."""
Drawing: TypeAlias = tuple[Mrkdwn, list[Block]]
"""The fallback text and the blocks."""


@dataclass(frozen=True, kw_only=True)
class Surface:
    """How surfaces of one kind are shown."""

    draw: Callable[[Job, str], Awaitable[Drawing]]
    """What it shows now, of what it is about."""
    to_reporter: bool = False
    """In the conversation with whoever reported; else in the incident's channel."""
    to_person: bool = False
    """In the conversation with the person whom its name names."""
    in_counsels_room: bool = False
    above: Callable[[Job, str], str | None] | None = None
    """The surface in whose thread it stands; BY_ITSELF; None while it has to wait. Without this it is in no thread."""


async def draw_card(job: Job, about: str) -> Drawing:
    """The summary card."""
    situation = job.desk.situation(job.facts, job.team)
    return card(job.desk.words, job.facts, job.team, situation.assessment, job.desk.law)


async def draw_phase(job: Job, phase_id: str) -> Drawing:
    """The list of a phase."""
    phase = next(one for one in job.desk.law.packs.phases.phases if one.id == phase_id)
    return phase_list(job.desk.words, job.desk.situation(job.facts, job.team), phase)


async def draw_checklist(job: Job, role: str) -> Drawing:
    """A role's list, in an incident that was opened when each role had one."""
    return role_list(job.desk.words, job.desk.situation(job.facts, job.team), role)


async def draw_assessment(job: Job, about: str) -> Drawing:
    """The assessment card."""
    situation = job.desk.situation(job.facts, job.team)
    return assessment_card(job.desk.words, situation, situation.assessment)


async def draw_details(job: Job, about: str) -> Drawing:
    """The assessment's reasons."""
    return details(job.desk.words, job.facts, job.desk.situation(job.facts, job.team).assessment)


async def draw_report(job: Job, about: str) -> Drawing:
    """The whole of a long report."""
    return whole_report(job.desk.words, job.facts)


async def draw_for_reporter(job: Job, about: str) -> Drawing:
    """What whoever reported may see; outside the channel, so its buttons name it."""
    text, blocks = reporter(job.desk.words, job.facts, job.team)
    return text, with_place(blocks, job.facts.incident)


async def draw_flood(job: Job, about: str) -> Drawing:
    """What AI is told of all the reports that wait for their channel."""
    now = job.desk.clock.now()
    seen = await job.desk.ask(lambda conn: turns.turns(conn, now))
    text, blocks = flood(job.desk.words, job.facts.incident, job.team, seen)
    return text, with_place(blocks, job.facts.incident)


async def draw_question(job: Job, question_id: str) -> Drawing:
    """A question, or what was determined."""
    question = _question(job, question_id)
    answer = job.desk.situation(job.facts, job.team).assessment
    return question_message(job.desk.words, job.facts, job.team, job.desk.law, question, answer)


async def draw_old_thread(job: Job, about: str) -> Drawing:
    """The head of counsel's thread in the channel, which an earlier version left."""
    return old_thread(job.desk.words, job.facts)


async def draw_counsel_room(job: Job, about: str) -> Drawing:
    """What counsel's room is for; it is not the incident's channel, so its buttons name that."""
    text, blocks = counsel_room(job.desk.words, job.facts, job.team)
    return text, with_place(blocks, job.facts.incident)


def list_above(job: Job, question: str) -> str | None:
    """The list that holds a question's line: the question itself stands in its thread."""
    surface = job.desk.law.packs.phases.phase_of(question).surface
    refused = any(trouble.step == f"surface:{surface}" for trouble in job.facts.troubles)
    closed = job.facts.incident.state == "closed"  # a list that has not begun by then never does
    if surface not in job.facts.messages and (refused or closed or has_role_lists(job.facts)):
        return BY_ITSELF
    return surface


SURFACES: Mapping[str, Surface] = {
    "card": Surface(draw=draw_card),
    "report": Surface(draw=draw_report, above=lambda job, about: "card"),
    "reporter": Surface(draw=draw_for_reporter, to_reporter=True),
    "phase": Surface(draw=draw_phase),
    "flood": Surface(draw=draw_flood, to_person=True),
    "checklist": Surface(draw=draw_checklist),
    "assessment": Surface(draw=draw_assessment),
    "details": Surface(draw=draw_details, above=lambda job, about: "assessment"),
    "decision": Surface(draw=draw_question, above=list_above),
    "notice": Surface(draw=draw_notice),
    "notice_text": Surface(draw=draw_part, above=above_part),
    "counsel": Surface(draw=draw_old_thread),
    "counsel_room": Surface(draw=draw_counsel_room, in_counsels_room=True),
}


def surface_of(name: str) -> tuple[Surface, str]:
    """How the surface of that name is shown, and what it is about. Raises KeyError for a kind that is none."""
    kind, _, about = name.partition(":")
    return SURFACES[kind], about


def _question(job: Job, question_id: str) -> Question:
    """The question of a surface; one that the facts no longer raise stands as withdrawn."""
    found = find_question(question_id, job.desk.situation(job.facts, job.team))
    if found is None:
        packs = job.desk.law.packs.questions
        found = packs.named.get(question_id) or replace(packs.patterns[question_id.partition(":")[0]], id=question_id)
    return found
