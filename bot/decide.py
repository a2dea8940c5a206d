"""The program's table of contents: which rule decides which command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

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
    RetrySteps,
    RoomChanged,
    SnoozeNudge,
    StepCameThrough,
    StepFailed,
    SurfaceShown,
    TeamMoved,
)
from bot.decision import Decision, Refusal
from bot.decision_commands import Determine, RecordSeverityTerms, Reopen
from bot.department import Department
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
from bot.rules import (
    approving,
    assessing,
    checklist,
    datasets,
    deciding,
    elapsed,
    intake,
    leader,
    notices,
    opening,
    parties,
    proving,
    reminding,
    roles,
    room,
    severity,
    stuck,
    updates,
)
from bot.situation import Situation

Rule: TypeAlias = Callable[[Any, Situation], Decision | Refusal]
"""What decides a command of one type: each takes only its own, which a test holds against `RULES`."""


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """The number and the channel name that storage set aside for a new report."""

    number: str
    channel_name: str


def decide_report(command: ReportIncident, aside: SetAside, *, department: Department, now: datetime) -> Decision:
    """Decide on a new report that `refuse_report` let pass. `now` is UTC."""
    return intake.report(command, department, aside.number, aside.channel_name, now)


RULES: Mapping[type[IncidentCommand], Rule] = {
    RecordCall: intake.record_call,
    GiveRole: roles.give,
    TeamMoved: roles.follow_team,
    SnoozeNudge: reminding.snooze,
    NudgeSent: reminding.nudge_sent,
    OutOfBandTried: reminding.out_of_band_tried,
    CheckDuties: reminding.check,
    RecordLeaderNotice: leader.record,
    RoomChanged: room.changed,
    PutRoomRight: room.put_right,
    ActOnItem: checklist.act,
    RecordFacts: assessing.record_facts,
    AddDataSet: datasets.add,
    ChangeDataSet: datasets.change,
    DescribeElement: datasets.describe,
    RemoveDataSet: datasets.remove,
    AddParty: parties.add,
    ChangeParty: parties.change,
    RemoveParty: parties.remove,
    SignNoParties: parties.sign_none,
    Determine: deciding.determine,
    Reopen: deciding.reopen,
    RecordSeverityTerms: severity.record_terms,
    PostUpdate: updates.post,
    RecordElapsed: elapsed.record_elapsed,
    AnswerNotices: notices.answer,
    DraftNotice: notices.draft,
    ReviseNotice: notices.revise,
    AskApproval: notices.ask,
    ApproveNotice: approving.approve,
    ReleaseNotice: approving.release,
    WantFile: notices.want_file,
    RecordBatch: proving.record_batch,
    RecordTally: proving.record_tally,
    GiveAdvice: proving.give_advice,
    ChannelOpened: opening.channel_opened,
    PeopleInvited: opening.people_invited,
    SurfaceShown: opening.surface_shown,
    StepFailed: stuck.step_failed,
    StepCameThrough: stuck.step_came_through,
    RetrySteps: stuck.retry,
}


def decide(command: IncidentCommand, situation: Situation) -> Decision | Refusal:
    """Decide one command on what is known of its incident."""
    return RULES[type(command)](command, situation)
