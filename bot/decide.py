"""The program's table of contents: which rule decides which command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.commands import (
    ActOnItem,
    ChannelChanged,
    CheckDuties,
    GiveRole,
    IncidentCommand,
    OutOfBandTried,
    PostUpdate,
    PutChannelRight,
    RecordCall,
    RecordElapsed,
    RecordFacts,
    RecordLeaderNotice,
    ReminderSent,
    ReportIncident,
    SnoozeReminder,
    TeamMoved,
)
from bot.decision import Decision, Refusal
from bot.department import Department
from bot.evidence_commands import (
    AcknowledgeGuidance,
    DecideFormalCustody,
    GiveGuidance,
    RecordCustody,
    RegisterEvidence,
    SetHold,
)
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
    ApproveNotice,
    AskApproval,
    DraftNotice,
    FillNotice,
    GiveAdvice,
    RecordBatch,
    RecordTally,
    ReleaseNotice,
    ReviseNotice,
    WantFile,
)
from bot.question_commands import Determine, RecordSeverityTerms, Reopen
from bot.rules import (
    approving,
    assessing,
    channel_watch,
    checklist,
    custody,
    datasets,
    determining,
    elapsed,
    evidence,
    holding,
    intake,
    leader,
    notices,
    opening,
    parties,
    proving,
    reminding,
    roles,
    severity,
    stuck,
    updates,
)
from bot.rules.refusals import for_actor
from bot.situation import Situation
from bot.step_commands import ChannelOpened, PeopleInvited, RetrySteps, StepCameThrough, StepFailed, SurfaceShown

Rule: TypeAlias = Callable[[Any, Situation], Decision | Refusal]
"""What decides a command of one type: each takes only its own, which a test holds against `RULES`."""


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """The number and the channel name that storage set aside for a new report."""

    number: str
    channel_name: str


def decide_report(
    command: ReportIncident, reservation: Reservation, *, department: Department, now: datetime
) -> Decision:
    """Decide on a new report that `refuse_report` let pass. `now` is UTC."""
    return intake.record_report(command, department, reservation.number, reservation.channel_name, now)


RULES: Mapping[type[IncidentCommand], Rule] = {
    RecordCall: intake.record_call,
    GiveRole: roles.give_role,
    TeamMoved: roles.follow_team,
    SnoozeReminder: reminding.snooze_reminder,
    ReminderSent: reminding.record_reminder_sent,
    OutOfBandTried: reminding.record_out_of_band,
    CheckDuties: reminding.check_duties,
    RecordLeaderNotice: leader.record_leader_notice,
    ChannelChanged: channel_watch.channel_changed,
    PutChannelRight: channel_watch.put_channel_right,
    ActOnItem: checklist.act_on_item,
    RecordFacts: assessing.record_facts,
    AddDataSet: datasets.add_dataset,
    ChangeDataSet: datasets.change_dataset,
    DescribeElement: datasets.describe,
    RemoveDataSet: datasets.remove_dataset,
    AddParty: parties.add_party,
    ChangeParty: parties.change_party,
    RemoveParty: parties.remove_party,
    SignNoParties: parties.sign_none,
    RegisterEvidence: evidence.register_evidence,
    RecordCustody: custody.record_custody,
    GiveGuidance: holding.give_guidance,
    AcknowledgeGuidance: holding.acknowledge_guidance,
    SetHold: holding.set_hold,
    DecideFormalCustody: holding.decide_formal_custody,
    Determine: determining.determine,
    Reopen: determining.reopen_question,
    RecordSeverityTerms: severity.record_terms,
    PostUpdate: updates.post_update,
    RecordElapsed: elapsed.record_elapsed,
    FillNotice: notices.fill_notice,
    DraftNotice: notices.draft_notice,
    ReviseNotice: notices.revise_notice,
    AskApproval: notices.ask_approval,
    ApproveNotice: approving.approve_notice,
    ReleaseNotice: approving.release_notice,
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
    decided = RULES[type(command)](command, situation)
    if isinstance(decided, Refusal) and (actor := getattr(command, "actor", None)):
        return for_actor(decided, actor, situation.facts, situation.team)
    return decided
