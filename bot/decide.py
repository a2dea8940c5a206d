"""The program's table of contents: which rule decides which command."""

from dataclasses import dataclass
from datetime import datetime

from bot.commands import (
    ActOnItem,
    AnswerReading,
    ChannelOpened,
    IncidentCommand,
    PeopleInvited,
    RecordCall,
    RecordElapsed,
    RecordFacts,
    ReportIncident,
    StepFailed,
    SurfaceShown,
)
from bot.decision import Decision, Refusal
from bot.department import Department, Team
from bot.incident import IncidentFacts
from bot.law import Law
from bot.rules import assessing, checklist, elapsed, intake, opening


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """The number and the channel name that storage set aside for a new report."""

    number: str
    channel_name: str


def decide_report(command: ReportIncident, aside: SetAside, *, department: Department, now: datetime) -> Decision:
    """Decide on a new report that `refuse_report` let pass. `now` is UTC."""
    return intake.report(command, department, aside.number, aside.channel_name, now)


def decide(
    command: IncidentCommand, facts: IncidentFacts, *, team: Team, law: Law, now: datetime
) -> Decision | Refusal:
    """Decide one command on the facts of its incident. `now` is UTC."""
    match command:
        case RecordCall():
            return intake.record_call(command, facts, team, now)
        case ActOnItem():
            return checklist.act(command, facts, team, now)
        case RecordFacts():
            return assessing.record_facts(command, facts, team, law, now)
        case AnswerReading():
            return assessing.answer_reading(command, facts, team, law, now)
        case RecordElapsed():
            return elapsed.record_elapsed(command, facts, team, law, now)
        case ChannelOpened():
            return opening.channel_opened(command, facts, team, law, now)
        case PeopleInvited():
            return opening.people_invited(command, facts, team)
        case SurfaceShown():
            return opening.surface_shown(command, facts)
        case StepFailed():
            return opening.step_failed(command, facts, team)
