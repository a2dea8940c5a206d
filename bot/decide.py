"""The program's table of contents: which rule decides which command."""

from dataclasses import dataclass
from datetime import datetime

from bot.commands import (
    ActOnItem,
    ChannelOpened,
    CheckDuties,
    GiveRole,
    IncidentCommand,
    NudgeSent,
    OutOfBandTried,
    PeopleInvited,
    PostUpdate,
    PutRoomRight,
    RecordCall,
    RecordElapsed,
    RecordFacts,
    RecordLeaderNotice,
    ReportIncident,
    RoomChanged,
    SnoozeNudge,
    StepFailed,
    SurfaceShown,
)
from bot.decision import Decision, Refusal
from bot.decision_commands import Determine, RecordSeverityTerms, Reopen
from bot.department import Department, Team
from bot.incident import IncidentFacts
from bot.notice_commands import (
    AnswerNotices,
    ApproveNotice,
    AskApproval,
    DraftNotice,
    GiveAdvice,
    RecordBatch,
    RecordTally,
    ReleaseNotice,
    ReviseNotice,
    WantFile,
)
from bot.rulebook import Rulebook
from bot.rules import (
    approving,
    assessing,
    checklist,
    deciding,
    elapsed,
    intake,
    leader,
    notices,
    opening,
    proving,
    reminding,
    roles,
    room,
    severity,
    updates,
)


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """The number and the channel name that storage set aside for a new report."""

    number: str
    channel_name: str


def decide_report(command: ReportIncident, aside: SetAside, *, department: Department, now: datetime) -> Decision:
    """Decide on a new report that `refuse_report` let pass. `now` is UTC."""
    return intake.report(command, department, aside.number, aside.channel_name, now)


def decide(
    command: IncidentCommand, facts: IncidentFacts, *, team: Team, law: Rulebook, now: datetime
) -> Decision | Refusal:
    """Decide one command on the facts of its incident. `now` is UTC."""
    match command:
        case RecordCall():
            return intake.record_call(command, facts, team, now)
        case GiveRole():
            return roles.give(command, facts, team, now)
        case SnoozeNudge():
            return reminding.snooze(command, facts, team, law, now)
        case NudgeSent():
            return reminding.nudge_sent(command, facts)
        case OutOfBandTried():
            return reminding.out_of_band_tried(command, facts)
        case CheckDuties():
            return reminding.check(command, facts, team, law, now)
        case RecordLeaderNotice():
            return leader.record(command, facts, team, now)
        case RoomChanged():
            return room.changed(command, facts, team)
        case PutRoomRight():
            return room.put_right(command, facts, team)
        case ActOnItem():
            return checklist.act(command, facts, team, law, now)
        case RecordFacts():
            return assessing.record_facts(command, facts, team, law, now)
        case Determine():
            return deciding.determine(command, facts, team, law, now)
        case Reopen():
            return deciding.reopen(command, facts, team, law, now)
        case RecordSeverityTerms():
            return severity.record_terms(command, facts, team, law, now)
        case PostUpdate():
            return updates.post(command, facts, team, now)
        case RecordElapsed():
            return elapsed.record_elapsed(command, facts, team, law, now)
        case AnswerNotices():
            return notices.answer(command, facts, team, law, now)
        case DraftNotice():
            return notices.draft(command, facts, team, law, now)
        case ReviseNotice():
            return notices.revise(command, facts, team, law, now)
        case AskApproval():
            return notices.ask(command, facts, team, law, now)
        case ApproveNotice():
            return approving.approve(command, facts, team, law, now)
        case ReleaseNotice():
            return approving.release(command, facts, team, law, now)
        case WantFile():
            return notices.want_file(command, facts, team, law)
        case RecordBatch():
            return proving.record_batch(command, facts, team, law, now)
        case RecordTally():
            return proving.record_tally(command, facts, team, now)
        case GiveAdvice():
            return proving.give_advice(command, facts, team, now)
        case ChannelOpened():
            return opening.channel_opened(command, facts, team, law, now)
        case PeopleInvited():
            return opening.people_invited(command, facts, team)
        case SurfaceShown():
            return opening.surface_shown(command, facts)
        case StepFailed():
            return opening.step_failed(command, facts, team)
