"""The facts as they stand after changes, worked out without asking the database again: what storage would read back.

A transaction reads an incident once and decides on what its own changes make of it. What only the database knows is
left out: a reminder that is new, or open again, has no number yet (0) and no message; nobody asks for either before
the next transaction.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.applying_records import evidence_after, notices_after
from bot.counsel_changes import SetCounselPeople, SetCounselRoom, SetPrivilegedMoved, SetReporterPlace
from bot.decision import (
    AddItems,
    AddTrouble,
    AskQuestion,
    Change,
    EndDetermination,
    EndReminder,
    EndTrouble,
    OpenIncident,
    PutReminder,
    SetAbsent,
    SetCalled,
    SetChannel,
    SetDetermination,
    SetFact,
    SetHolder,
    SetItem,
    SetMessage,
    SetState,
    ShowReminder,
)
from bot.determination import Determination, told_by
from bot.duty import Holder, Reminder, Shown
from bot.evidence_changes import AddCustodyEvent, AddEvidence
from bot.expunging import EndText
from bot.incident import Absent, IncidentFacts, KnownFact, Message, Trouble, in_order
from bot.notice_changes import (
    AddBatch,
    AskForApproval,
    RenameNotice,
    SetApproval,
    SetNoticeDraft,
    SetRelease,
)
from bot.party_changes import RenameItem
from bot.question import OpenQuestion
from bot.read_back import to_millisecond as to_millisecond
from bot.read_back import typed
from bot.reminder_changes import MarkSeen, SetTold
from bot.turns import SetOpening


def facts_after(facts: IncidentFacts, changes: Iterable[Change], texts: Mapping[str, str]) -> IncidentFacts:
    """The facts once these changes were written; `texts` are those of the decision that the changes refer to."""
    for change in changes:
        facts = _after(facts, change, texts)
    return facts


def _after(facts: IncidentFacts, change: Change, texts: Mapping[str, str]) -> IncidentFacts:
    incident = facts.incident
    match change:
        case OpenIncident():
            raise ValueError("an incident that is opened has no facts yet")
        case SetChannel():
            opened = replace(incident, channel=change.channel, channel_name=change.name, state=change.state)
            return replace(facts, incident=opened)
        case SetOpening():
            return replace(facts, incident=replace(incident, opens_at=to_millisecond(change.at), waits=None))
        case SetCounselRoom():
            return replace(facts, incident=replace(incident, counsel_channel=change.channel, counsel_name=change.name))
        case SetCounselPeople():
            return replace(facts, incident=replace(incident, counsel_people=change.people))
        case SetPrivilegedMoved():
            return replace(facts, incident=replace(incident, privileged_outside=False))
        case SetReporterPlace():
            return replace(facts, incident=replace(incident, reporter_inside=change.inside))
        case EndText():
            return _text_ended(facts, change.name)
        case SetCalled():
            return replace(facts, incident=replace(incident, called_at=to_millisecond(change.at), called_by=change.by))
        case SetState():
            return replace(facts, incident=replace(incident, state=change.state))
        case AddItems():
            added = (replace(item, at=to_millisecond(item.at), reason=None) for item in change.items)
            return replace(facts, items=in_order((*facts.items, *added)))
        case SetItem():
            return _item_set(facts, change, texts)
        case RenameItem():
            which = (change.role, change.item, change.subject)
            its = (replace(o, subject=change.to) if (o.role, o.id, o.subject) == which else o for o in facts.items)
            return replace(facts, items=in_order(its))
        case SetFact():
            value = None if change.value is None else json.loads(typed(change.value, texts))
            at = to_millisecond(change.at)
            said = KnownFact(name=change.name, value=value, by=change.by, at=at, version=change.version)
            return replace(facts, known={**facts.known, change.name: said})
        case SetAbsent():
            absent = (Absent(person=person, reason=reason) for person, reason in sorted(change.people))
            return replace(facts, absent=tuple(absent))
        case SetMessage():
            stands = Message(surface=change.surface, channel=change.channel, ts=change.ts)
            return replace(facts, messages={**facts.messages, change.surface: stands})
        case AddTrouble():
            troubles = {one.step: one for one in facts.troubles}
            troubles[change.step] = Trouble(step=change.step, error=change.error)
            return replace(facts, troubles=tuple(troubles[step] for step in sorted(troubles)))
        case EndTrouble():
            return replace(facts, troubles=tuple(one for one in facts.troubles if one.step != change.step))
        case SetHolder():
            return _holder_set(facts, change)
        case SetTold():
            told = replace(change.told, at=to_millisecond(change.told.at))
            return replace(facts, told={**facts.told, told.user: told})
        case PutReminder() | EndReminder() | ShowReminder() | MarkSeen():
            return replace(facts, reminders=_reminders_after(facts.reminders, change))
        case SetDetermination():
            return _determined(facts, change, texts)
        case EndDetermination():
            return replace(facts, determinations=_without(facts.determinations, change.question, ""))
        case AskQuestion():
            stands_since = OpenQuestion(
                question=change.question, at=to_millisecond(change.at), withdrawn=change.withdrawn
            )
            asked = sorted({**facts.asked, change.question: stands_since}.values(), key=lambda o: (o.at, o.question))
            return replace(facts, asked={one.question: one for one in asked})
        case RenameNotice():
            found = {name: one for name, one in facts.notice_drafts.items() if name == change.draft}
            renamed = {name: replace(one, each=typed(change.each, texts)) for name, one in found.items()}
            return replace(facts, notice_drafts={**facts.notice_drafts, **renamed})
        case SetNoticeDraft() | AskForApproval() | SetApproval() | SetRelease() | AddBatch():
            return notices_after(facts, change, texts)
        case AddEvidence() | AddCustodyEvent():
            return evidence_after(facts, change, texts)


def _text_ended(facts: IncidentFacts, name: str) -> IncidentFacts:
    if name == "what":
        return replace(facts, incident=replace(facts.incident, what=""))
    if name == "behalf_of":
        return replace(facts, incident=replace(facts.incident, behalf_of=None))
    if name not in facts.known:
        return facts
    return replace(facts, known={**facts.known, name: replace(facts.known[name], value=None)})


def _item_set(facts: IncidentFacts, change: SetItem, texts: Mapping[str, str]) -> IncidentFacts:
    reason = typed(change.reason, texts) if change.reason else None
    which = (change.role, change.item, change.subject)
    at = to_millisecond(change.at)
    items = tuple(
        replace(item, state=change.state, assignee=change.assignee, by=change.by, at=at, reason=reason)
        if (item.role, item.id, item.subject) == which
        else item
        for item in facts.items
    )
    return replace(facts, items=items)


def _holder_set(facts: IncidentFacts, change: SetHolder) -> IncidentFacts:
    at = to_millisecond(change.at)
    holders, vacant = dict(facts.holders), dict(facts.vacant)
    if holders.pop(change.role, None) is not None:
        vacant[change.role] = at
    if change.user is not None:
        holders[change.role] = Holder(role=change.role, user=change.user, since=at)
        vacant.pop(change.role, None)
    return replace(facts, holders=holders, vacant=vacant)


def _reminders_after(
    reminders: tuple[Reminder, ...], change: PutReminder | EndReminder | ShowReminder | MarkSeen
) -> tuple[Reminder, ...]:
    others = [one for one in reminders if (one.kind, one.subject) != (change.kind, change.subject)]
    found = next((one for one in reminders if (one.kind, one.subject) == (change.kind, change.subject)), None)
    match change:
        case PutReminder():
            due_at = to_millisecond(change.due_at)
            standing = found or Reminder(id=0, kind=change.kind, subject=change.subject, due_at=due_at)
            shown = tuple(replace(one, over=True) for one in standing.shown) if change.snoozed else standing.shown
            put = replace(
                standing,
                due_at=due_at,
                sent=standing.sent + change.sent,
                snoozed_until=due_at if change.snoozed else None,
                shown=shown,
            )
            others.append(put)
        case MarkSeen() if found:
            first = found if found.seen_by else replace(found, seen_by=change.user, seen_at=to_millisecond(change.at))
            others.append(first)
        case ShowReminder() if found:
            by_user: dict[str, Shown] = {one.user: one for one in found.shown} | {change.shown.user: change.shown}
            others.append(replace(found, shown=tuple(by_user[user] for user in sorted(by_user))))
    return tuple(sorted(others, key=lambda one: (one.due_at, one.id)))


def _determined(facts: IncidentFacts, change: SetDetermination, texts: Mapping[str, str]) -> IncidentFacts:
    made = Determination(
        question=change.question,
        role=change.role,
        outcome=change.outcome,
        by=change.by,
        at=to_millisecond(change.at),
        relied_on=dict(change.relied_on),
        **told_by(typed(change.paper, texts)),
    )
    return replace(facts, determinations=(*_without(facts.determinations, change.question, change.role), made))


def _without(made: tuple[Determination, ...], question: str, role: str) -> tuple[Determination, ...]:
    return tuple(one for one in made if (one.question, one.role) != (question, role))
