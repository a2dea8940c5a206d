"""The facts as they stand after changes, worked out without asking the database again: what storage would read back.

A transaction reads an incident once and decides on what its own changes make of it. What only the database knows is
left out: a reminder that is new, or open again, has no number yet (0) and no message; nobody asks for either before
the next transaction.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import overload

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
    Text,
)
from bot.determination import Determination, told_by
from bot.duty import Holder, Reminder, Shown
from bot.evidence import CustodyEvent, EvidenceItem
from bot.evidence_changes import AddCustodyEvent, AddEvidence, EvidenceChange
from bot.incident import Absent, IncidentFacts, KnownFact, Message, Trouble, in_order
from bot.notice_changes import (
    AddBatch,
    AskForApproval,
    NoticeChange,
    SetApproval,
    SetNoticeDraft,
    SetRelease,
)
from bot.notice_draft import Approval, NoticeDraft, batch_of
from bot.question import OpenQuestion
from bot.text import kept


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
        case SetCalled():
            return replace(facts, incident=replace(incident, called_at=to_millisecond(change.at), called_by=change.by))
        case SetState():
            return replace(facts, incident=replace(incident, state=change.state))
        case AddItems():
            added = (replace(item, at=to_millisecond(item.at), reason=None) for item in change.items)
            return replace(facts, items=in_order((*facts.items, *added)))
        case SetItem():
            return _item_set(facts, change, texts)
        case SetFact():
            value = None if change.value is None else json.loads(_typed(change.value, texts))
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
        case PutReminder() | EndReminder() | ShowReminder():
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
        case SetNoticeDraft() | AskForApproval() | SetApproval() | SetRelease() | AddBatch():
            return _notices_after(facts, change, texts)
        case AddEvidence() | AddCustodyEvent():
            return _evidence_after(facts, change, texts)


def _item_set(facts: IncidentFacts, change: SetItem, texts: Mapping[str, str]) -> IncidentFacts:
    reason = _typed(change.reason, texts) if change.reason else None
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
    reminders: tuple[Reminder, ...], change: PutReminder | EndReminder | ShowReminder
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
        **told_by(_typed(change.paper, texts)),
    )
    return replace(facts, determinations=(*_without(facts.determinations, change.question, change.role), made))


def _without(made: tuple[Determination, ...], question: str, role: str) -> tuple[Determination, ...]:
    return tuple(one for one in made if (one.question, one.role) != (question, role))


def _notices_after(facts: IncidentFacts, change: NoticeChange, texts: Mapping[str, str]) -> IncidentFacts:
    found, at = facts.notice_drafts.get(change.draft), to_millisecond(change.at)
    if isinstance(change, SetNoticeDraft):
        now = _drafted(found, change, at, texts)
    elif found is None:
        return facts
    else:
        now = _notice_after(found, change, at, texts)
    notices = sorted({**facts.notice_drafts, change.draft: now}.values(), key=lambda one: (one.at, one.id))
    return replace(facts, notice_drafts={one.id: one for one in notices})


def _drafted(found: NoticeDraft | None, change: SetNoticeDraft, at: datetime, texts: Mapping[str, str]) -> NoticeDraft:
    each = _typed(change.each, texts) if change.each else None
    return NoticeDraft(
        id=change.draft,
        kind=found.kind if found else change.kind,
        each=found.each if found else each,
        recipient=found.recipient if found else change.recipient,
        version=change.version,
        text=_typed(change.text, texts),
        author=change.author,
        at=at,
        authors=(*(found.authors if found else ()), change.author),
        values=json.loads(_typed(change.values, texts)),
        batches=found.batches if found else (),
    )


def _notice_after(
    found: NoticeDraft,
    change: AskForApproval | SetApproval | SetRelease | AddBatch,
    at: datetime,
    texts: Mapping[str, str],
) -> NoticeDraft:
    match change:
        case AskForApproval():
            return replace(found, asked_by=change.by, asked_at=at)
        case SetApproval():
            reason = _typed(change.reason, texts) if change.reason else ""
            return replace(found, approval=Approval(by=change.by, at=at, hashes=dict(change.hashes), reason=reason))
        case SetRelease():
            return replace(found, released_by=change.by, released_at=at)
        case AddBatch():
            sent = batch_of(json.loads(_typed(change.paper, texts)), change.by, at)
            return replace(found, batches=(*found.batches, sent))


def _evidence_after(facts: IncidentFacts, change: EvidenceChange, texts: Mapping[str, str]) -> IncidentFacts:
    at, recorded_at = to_millisecond(change.at), to_millisecond(change.recorded_at)
    match change:
        case AddEvidence():
            words = json.loads(_typed(change.words, texts))
            found = EvidenceItem(
                number=change.item,
                kind=change.kind,
                by=change.by,
                at=at,
                recorded_at=recorded_at,
                words=words,
                copy_of=change.copy_of,
            )
        case AddCustodyEvent():
            values = json.loads(_typed(change.values, texts))
            happened = CustodyEvent(
                number=change.event, kind=change.kind, by=change.by, at=at, recorded_at=recorded_at, values=values
            )
            standing = facts.evidence[change.item]
            found = replace(standing, events=(*standing.events, happened))
    evidence = {**facts.evidence, change.item: found}
    return replace(facts, evidence={number: evidence[number] for number in sorted(evidence)})


def _typed(text: Text, texts: Mapping[str, str]) -> str:
    return kept(texts[text.name])


@overload
def to_millisecond(moment: datetime) -> datetime: ...


@overload
def to_millisecond(moment: None) -> None: ...


@overload
def to_millisecond(moment: datetime | None) -> datetime | None: ...


def to_millisecond(moment: datetime | None) -> datetime | None:
    """A moment as it is kept: in UTC, to the millisecond."""
    return None if moment is None else datetime.fromtimestamp(round(moment.timestamp() * 1000) / 1000, UTC)
