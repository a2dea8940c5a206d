"""A reminder is due: whom it goes to, what it sets off beside, and when the next one comes. Snoozing it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.commands import CheckDuties, NudgeSent, OutOfBandTried, SnoozeNudge
from bot.decision import (
    AddItems,
    Answer,
    Change,
    Decision,
    EndNudge,
    Entry,
    PutNudge,
    Refresh,
    Refusal,
    SetHolder,
    ShowNudge,
    Step,
    Value,
)
from bot.department import TEAM_ROLES
from bot.duty import Duty, Nudge, Shown
from bot.incident import IncidentFacts
from bot.rulebook import Rulebook
from bot.rules.duties import asked, duties, holder_of, next_due, plan
from bot.rules.items import CALL_ITEM, item_of_row
from bot.situation import Situation

_DONE = Answer(name="noted")

_SETTLING = timedelta(seconds=2)
"""A press refreshes its own message at once; whoever looked at it earlier would refresh it a second time."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One person is to be reminded of one duty; `late` is when it was due, if that is long past."""

    incident: int
    user: str
    nudge: Nudge
    late: datetime | None


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What the due reminders of one incident set off."""

    decision: Decision
    notices: tuple[Notice, ...]


def remind(situation: Situation, due: Collection[tuple[str, str]]) -> Turn:
    """Decide on the due reminders of one incident: each gets its next time, or ends with its duty."""
    facts, law, now = situation.facts, situation.law, situation.now
    open_ = {(duty.kind, duty.subject): duty for duty in duties(situation)}
    changes: list[Change] = []
    sends: list[Step | Refresh] = []
    entries: list[Entry] = []
    notices: list[Notice] = []
    for kind, subject in due:
        duty, nudge = open_.get((kind, subject)), facts.nudge(kind, subject)
        if duty is None or nudge is None:
            changes.append(EndNudge(kind=kind, subject=subject, at=now))
            continue
        sent = nudge.sent + 1
        changes.append(PutNudge(kind=kind, subject=subject, due_at=next_due(duty, sent, law, now), sent=True))
        late = nudge.due_at if now - nudge.due_at > law.packs.reminders.late_after else None
        notices += [
            Notice(incident=facts.incident.id, user=user, nudge=nudge, late=late)
            for user in asked(duty, nudge.sent, situation)
        ]
        also, told, items = _escalate(duty, nudge, facts, law)
        sends += also
        entries += told
        changes += items
    sends += over(facts, changes)
    decision = Decision(answer=_DONE, changes=tuple(changes), entries=tuple(entries), sends=tuple(sends))
    return Turn(decision=decision, notices=tuple(notices))


def messages(notices: Iterable[Notice]) -> tuple[tuple[int, Step], ...]:
    """One message a person, whatever is due; with the incident that its outbox row stands under."""
    by_user: dict[str, list[Notice]] = {}
    for notice in notices:
        by_user.setdefault(notice.user, []).append(notice)
    found = []
    for user, theirs in by_user.items():
        first = theirs[0]
        late = [int(notice.late.timestamp()) for notice in theirs if notice.late]
        about = tuple(f"{one.incident}|{one.nudge.id}" for one in theirs)
        payload: dict[str, Value] = {"user": user, "about": about, "late": min(late, default=0)}
        step = Step(name="nudge", key=f"nudge:{first.nudge.key}:{user}", payload=payload)
        found.append((first.incident, step))
    return tuple(found)


def named(kind: str, subject: str) -> str:
    """A duty's name for the record, without the place or the contractor that people typed."""
    return " ".join((kind, *subject.split("|")[:2])).strip()


def snooze(command: SnoozeNudge, situation: Situation) -> Decision | Refusal:
    """Put a reminder off, on every replica, but not beyond what its kind or its limit allows."""
    facts, team, law, now = situation.facts, situation.team, situation.law, situation.now
    nudge = next((one for one in facts.nudges if one.id == command.nudge), None)
    open_ = {(one.kind, one.subject): one for one in duties(situation)}
    duty = open_.get((nudge.kind, nudge.subject)) if nudge else None
    if nudge is None or duty is None:
        return Refusal(name="nudge_settled", values={"number": facts.incident.number})
    people = {*asked(duty, nudge.sent, situation), *asked(duty, max(0, nudge.sent - 1), situation)}
    if command.actor not in people and command.actor not in team.users(duty.role):
        return Refusal(name="nudge_not_yours")
    if command.until <= now:
        return Refusal(name="snooze_past", values={"field": "until"})
    latest = law.packs.reminders.longest_snooze(duty.kind, now, law.office_hours)
    if duty.limit and duty.limit > now:
        latest = min(latest, duty.limit)
    if command.until > latest:
        return Refusal(name="snooze_too_long", values={"field": "until", "latest": int(latest.timestamp())})
    body = {
        "number": facts.incident.number,
        "about": named(duty.kind, duty.subject),
        "until": command.until.isoformat(),
    }
    return Decision(
        answer=Answer(name="snoozed", values={"until": int(command.until.timestamp())}),
        changes=(PutNudge(kind=duty.kind, subject=duty.subject, due_at=command.until, snoozed=True),),
        entries=(Entry(kind="reminder_snoozed", actor=command.actor, body=body),),
        sends=tuple(_over(nudge.id, shown) for shown in nudge.shown if not shown.over),
    )


def over(facts: IncidentFacts, changes: Iterable[Change]) -> tuple[Step, ...]:
    """What takes the buttons from the messages about duties that these changes settle, once for each message.

    `facts` are those before the changes: they still know where the messages stand.
    """
    ended = {(change.kind, change.subject) for change in changes if isinstance(change, EndNudge)}
    return tuple(
        _over(nudge.id, shown)
        for nudge in facts.nudges
        if (nudge.kind, nudge.subject) in ended
        for shown in nudge.shown
        if not shown.over
    )


def not_asked(situation: Situation, users: Collection[str]) -> tuple[tuple[Change, ...], tuple[Step, ...]]:
    """What takes the buttons from the reminders of people who are asked no more: they lost the role, or gave it away.

    `situation` is that after the change.
    """
    open_ = {(duty.kind, duty.subject): duty for duty in duties(situation)}
    changes: list[Change] = []
    steps: list[Step] = []
    for nudge in situation.facts.nudges:
        duty = open_.get((nudge.kind, nudge.subject))
        for shown in nudge.shown if duty and duty.kind != "call" else ():
            if shown.user in users and not shown.over and duty and not is_asked(shown.user, duty, nudge, situation):
                changes.append(ShowNudge(kind=nudge.kind, subject=nudge.subject, shown=replace(shown, over=True)))
                steps.append(_over(nudge.id, shown))
    return tuple(changes), tuple(steps)


def is_asked(user: str, duty: Duty, nudge: Nudge, situation: Situation) -> bool:
    """Whether a duty is this person's to do, by the last reminder or by the next."""
    return any(user in asked(duty, sent, situation) for sent in (nudge.sent, max(0, nudge.sent - 1)))


def _over(nudge: int, shown: Shown) -> Step:
    payload: dict[str, Value] = {"nudge": nudge, "user": shown.user, "channel": shown.channel, "ts": shown.ts}
    return Step(name="nudge_over", key=f"nudge_over:{shown.channel}:{shown.ts}", payload=payload, wait=_SETTLING)


def nudge_sent(command: NudgeSent, situation: Situation) -> Decision:
    """Slack answered: only now was the reminder sent. An older message about the same duty is over."""
    facts = situation.facts
    here = Shown(user=command.user, channel=command.channel, ts=command.ts, over=not command.alone)
    changes: list[Change] = []
    sends: list[Step] = []
    for kind, subject in command.about:
        nudge = facts.nudge(kind, subject)
        older = nudge.shown_to(command.user) if nudge else None
        if nudge is None and command.alone:  # settled while the message was under way
            sends.append(_over(0, here))
        if nudge and older and not older.over:
            sends.append(_over(nudge.id, older))
        if nudge and (older or command.alone):
            changes.append(ShowNudge(kind=kind, subject=subject, shown=here))
    body = {
        "number": facts.incident.number,
        "to": command.user,
        "about": tuple(named(kind, subject) for kind, subject in command.about),
        "late_since": command.late.isoformat() if command.late else None,
    }
    entry = Entry(kind="reminder_sent", actor="bot", body=body)
    return Decision(answer=_DONE, changes=tuple(changes), entries=(entry,), sends=tuple(sends))


def out_of_band_tried(command: OutOfBandTried, situation: Situation) -> Decision:
    """What came of e-mail, SMS or pager."""
    facts = situation.facts
    body = {"number": facts.incident.number, "role": command.role, "outcome": command.outcome}
    return Decision(answer=_DONE, entries=(Entry(kind="out_of_band", actor="bot", body=body),))


def check(command: CheckDuties, situation: Situation) -> Decision:
    """Give every open duty its next reminder back, and take roles from people who can hold them no longer."""
    facts, team, now = situation.facts, situation.team, situation.now
    number = facts.incident.number
    repairs = plan(situation)
    entries = [
        Entry(kind="duty_repaired", actor="bot", body={"number": number, "about": named(one.kind, one.subject)})
        for one in repairs
    ]
    changes: list[Change] = [*repairs]
    gone = [held for held in facts.holders.values() if holder_of(held.role, facts, team) is None]
    for held in gone:
        changes.append(SetHolder(role=held.role, user=None, by="bot", at=now))
        entries.append(
            Entry(kind="role_lost", actor="bot", body={"number": number, "role": held.role, "user": held.user})
        )
    return Decision(
        answer=Answer(name="noted", values={"repaired": len(repairs), "lost": len(gone)}),
        changes=tuple(changes),
        entries=tuple(entries),
        sends=(*over(facts, repairs), *((Refresh(surface="card"),) if gone else ())),
    )


def _escalate(
    duty: Duty, nudge: Nudge, facts: IncidentFacts, law: Rulebook
) -> tuple[list[Step | Refresh], list[Entry], list[Change]]:
    """What goes with a reminder that was not the first: another way, a telephone number, another's list."""
    reminders, number = law.packs.reminders, facts.incident.number
    sent = nudge.sent + 1
    if duty.kind == "unopened" and sent == 1:
        others = [
            Step(name="out_of_band", key=f"out_of_band:{nudge.key}:{role}", payload={"role": role})
            for role in TEAM_ROLES
        ]
        entry = Entry(kind="channel_not_opened", actor="bot", body={"number": number})
        return [*others, Refresh(surface="reporter")], [entry], []
    if duty.kind == "role_unclaimed":
        steps: list[Step | Refresh] = []
        if reminders.out_of_band_after <= sent <= reminders.telephone_after:
            key = f"out_of_band:{nudge.key}"
            steps.append(Step(name="out_of_band", key=key, payload={"role": duty.role}))
        if sent == reminders.telephone_after:
            steps.append(Refresh(surface="card"))
        return steps, [], []
    if duty.kind == "call" and sent == reminders.call_handed_over_after and not facts.item("AI", CALL_ITEM):
        row = law.packs.policy.row(CALL_ITEM)
        item = item_of_row(row, "AI", facts.next_position)
        entry = Entry(kind="call_handed_over", actor="bot", body={"number": number, "item": row.id, "role": "AI"})
        return [Refresh(surface="checklist:AI"), Refresh(surface="card")], [entry], [AddItems(items=(item,))]
    return [], [], []
