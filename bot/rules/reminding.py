"""A reminder is due: whom it goes to, what it sets off beside, and when the next one comes. Snoozing it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.commands import CheckDuties, OutOfBandTried, ReminderSent, SnoozeReminder
from bot.decision import (
    AddItems,
    Answer,
    Change,
    Decision,
    EndReminder,
    Entry,
    PutReminder,
    Refresh,
    Refusal,
    SetHolder,
    ShowReminder,
    Step,
    Value,
)
from bot.department import TEAM_ROLES
from bot.duty import Duty, Reminder, Shown
from bot.incident import IncidentFacts
from bot.rulebook import Rulebook
from bot.rules.counsel_room import offer_to_move
from bot.rules.duties import holder_of, is_owed_by, line_of, list_duties, next_due, plan_reminders, recipients_of
from bot.rules.items import CALL_ITEM, item_of_row
from bot.rules.telling import DueReminder, is_asked_first, told_after, whom_to_tell
from bot.situation import Situation

_DONE = Answer(name="noted")

_SETTLING = timedelta(seconds=2)
"""A press refreshes its own message at once; whoever looked at it earlier would refresh it a second time."""


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """What the due reminders of one incident set off."""

    decision: Decision
    due_reminders: tuple[DueReminder, ...]


def remind(situation: Situation, due: Collection[tuple[str, str]]) -> Reminded:
    """Decide on the due reminders of one incident: each gets its next time, or ends with its duty."""
    facts, law, now = situation.facts, situation.law, situation.now
    open_ = {(duty.kind, duty.subject): duty for duty in list_duties(situation)}
    changes: list[Change] = []
    sends: list[Step | Refresh] = []
    entries: list[Entry] = []
    due_reminders: list[DueReminder] = []
    writing_to: set[str] = set()
    counted: set[str] = set()
    asked: set[str] = set()
    for kind, subject in due:
        duty, reminder = open_.get((kind, subject)), facts.reminder(kind, subject)
        if duty is None or reminder is None:
            changes.append(EndReminder(kind=kind, subject=subject, at=now))
            continue
        told = whom_to_tell(duty, reminder.sent, situation, writing_to)
        if not told and line_of(duty, reminder.sent, situation):  # all of them had enough for this day
            put_off = law.office_hours.next_day(now)
            changes.append(PutReminder(kind=kind, subject=subject, due_at=put_off))
            continue
        writing_to.update(told)
        (asked if is_asked_first(duty, reminder.sent, situation) else counted).update(told)
        sent = reminder.sent + 1
        changes.append(PutReminder(kind=kind, subject=subject, due_at=next_due(duty, sent, law, now), sent=True))
        late = reminder.due_at if now - reminder.due_at > law.packs.reminders.late_after else None
        owed_by = recipients_of(duty, reminder.sent, situation)
        due_reminders += [
            DueReminder(
                incident=facts.incident.id, user=user, reminder=reminder, late=late, stands_in=user not in owed_by
            )
            for user in told
        ]
        also, escalated, items = _escalate(duty, reminder, facts, law)
        sends += also
        entries += escalated
        changes += items
    changes += told_after(situation, counted, asked)
    sends += expire_messages(facts, changes)
    decision = Decision(answer=_DONE, changes=tuple(changes), entries=tuple(entries), sends=tuple(sends))
    return Reminded(decision=decision, due_reminders=tuple(due_reminders))


def duty_name(kind: str, subject: str) -> str:
    """A duty's name for the record, without the place or the contractor that people typed."""
    return " ".join((kind, *subject.split("|")[:2])).strip()


def duty_of(reminder_id: int, situation: Situation) -> tuple[Reminder, Duty] | None:
    """The reminder of that id with the duty that is still open, if both are there."""
    reminder = next((one for one in situation.facts.reminders if one.id == reminder_id), None)
    found = (
        one
        for one in list_duties(situation)
        if reminder and (one.kind, one.subject) == (reminder.kind, reminder.subject)
    )
    duty = next(found, None)
    return (reminder, duty) if reminder and duty else None


def is_for(actor: str, reminder: Reminder, duty: Duty, situation: Situation) -> bool:
    """Whether a reminder asks this person, or the person's role, or was sent to the person in another's stead."""
    people = {
        *recipients_of(duty, reminder.sent, situation),
        *recipients_of(duty, max(0, reminder.sent - 1), situation),
    }
    return actor in (*people, *situation.team.users(duty.role)) or reminder.shown_to(actor) is not None


def snooze_reminder(command: SnoozeReminder, situation: Situation) -> Decision | Refusal:
    """Put a reminder off, on every replica, but not beyond what its kind or its limit allows."""
    facts, law, now = situation.facts, situation.law, situation.now
    found = duty_of(command.reminder, situation)
    if found is None:
        return Refusal(name="reminder_settled", values={"number": facts.incident.number})
    reminder, duty = found
    if not is_for(command.actor, reminder, duty, situation):
        return Refusal(name="reminder_not_yours")
    if command.until <= now:
        return Refusal(name="snooze_past", values={"field": "until"})
    latest = law.packs.reminders.longest_snooze(duty.kind, now, law.office_hours)
    if duty.limit and duty.limit > now:
        latest = min(latest, duty.limit)
    if command.until > latest:
        return Refusal(name="snooze_too_long", values={"field": "until", "latest": int(latest.timestamp())})
    body = {
        "number": facts.incident.number,
        "about": duty_name(duty.kind, duty.subject),
        "until": command.until.isoformat(),
    }
    return Decision(
        answer=Answer(name="snoozed", values={"until": int(command.until.timestamp())}),
        changes=(PutReminder(kind=duty.kind, subject=duty.subject, due_at=command.until, snoozed=True),),
        entries=(Entry(kind="reminder_snoozed", actor=command.actor, body=body),),
        sends=tuple(_expire_message(reminder.id, shown) for shown in reminder.shown if not shown.over),
    )


def expire_messages(facts: IncidentFacts, changes: Iterable[Change]) -> tuple[Step, ...]:
    """What takes the buttons from the messages about duties that these changes settle, once for each message.

    `facts` are those before the changes: they still know where the messages stand.
    """
    ended = {(change.kind, change.subject) for change in changes if isinstance(change, EndReminder)}
    return tuple(
        _expire_message(reminder.id, shown)
        for reminder in facts.reminders
        if (reminder.kind, reminder.subject) in ended
        for shown in reminder.shown
        if not shown.over
    )


def not_asked(situation: Situation, users: Collection[str]) -> tuple[tuple[Change, ...], tuple[Step, ...]]:
    """What takes the buttons from the reminders of people who are asked no more: they lost the role, or gave it away.

    `situation` is that after the change.
    """
    open_ = {(duty.kind, duty.subject): duty for duty in list_duties(situation)}
    changes: list[Change] = []
    steps: list[Step] = []
    for reminder in situation.facts.reminders:
        duty = open_.get((reminder.kind, reminder.subject))
        for shown in reminder.shown if duty and duty.kind != "call" else ():
            if shown.user in users and not shown.over and duty and not is_owed_by(shown.user, duty, situation):
                changes.append(
                    ShowReminder(kind=reminder.kind, subject=reminder.subject, shown=replace(shown, over=True))
                )
                steps.append(_expire_message(reminder.id, shown))
    return tuple(changes), tuple(steps)


def _expire_message(reminder: int, shown: Shown) -> Step:
    payload: dict[str, Value] = {"nudge": reminder, "user": shown.user, "channel": shown.channel, "ts": shown.ts}
    return Step(name="nudge_over", key=f"nudge_over:{shown.channel}:{shown.ts}", payload=payload, wait=_SETTLING)


def record_reminder_sent(command: ReminderSent, situation: Situation) -> Decision:
    """Slack answered: only now was the reminder sent. An older message about the same duty is over."""
    facts = situation.facts
    here = Shown(user=command.user, channel=command.channel, ts=command.ts, over=not command.alone)
    changes: list[Change] = []
    sends: list[Step] = []
    for kind, subject in command.about:
        reminder = facts.reminder(kind, subject)
        older = reminder.shown_to(command.user) if reminder else None
        if reminder is None and command.alone:  # settled while the message was under way
            sends.append(_expire_message(0, here))
        if reminder and older and not older.over:
            sends.append(_expire_message(reminder.id, older))
        if reminder and (older or command.alone):
            changes.append(ShowReminder(kind=kind, subject=subject, shown=here))
    body = {
        "number": facts.incident.number,
        "to": command.user,
        "about": tuple(duty_name(kind, subject) for kind, subject in command.about),
        "late_since": command.late.isoformat() if command.late else None,
    }
    entry = Entry(kind="reminder_sent", actor="bot", body=body)
    return Decision(answer=_DONE, changes=tuple(changes), entries=(entry,), sends=tuple(sends))


def record_out_of_band(command: OutOfBandTried, situation: Situation) -> Decision:
    """What came of e-mail, SMS or pager."""
    facts = situation.facts
    body = {"number": facts.incident.number, "role": command.role, "outcome": command.outcome}
    return Decision(answer=_DONE, entries=(Entry(kind="out_of_band", actor="bot", body=body),))


def check_duties(command: CheckDuties, situation: Situation) -> Decision:
    """Give every open duty its next reminder back, and take roles from people who can hold them no longer."""
    facts, team, now = situation.facts, situation.team, situation.now
    number = facts.incident.number
    repairs = plan_reminders(situation)
    entries = [
        Entry(kind="duty_repaired", actor="bot", body={"number": number, "about": duty_name(one.kind, one.subject)})
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
        sends=(
            *expire_messages(facts, repairs),
            *offer_to_move(situation),
            *((Refresh(surface="card"),) if gone else ()),
        ),
    )


def _escalate(
    duty: Duty, reminder: Reminder, facts: IncidentFacts, law: Rulebook
) -> tuple[list[Step | Refresh], list[Entry], list[Change]]:
    """What goes with a reminder that was not the first: another way, a telephone number, another's list."""
    reminders, number = law.packs.reminders, facts.incident.number
    sent = reminder.sent + 1
    if duty.kind == "unopened" and sent == 1:
        others = [
            Step(name="out_of_band", key=f"out_of_band:{reminder.key}:{role}", payload={"role": role})
            for role in TEAM_ROLES
        ]
        entry = Entry(kind="channel_not_opened", actor="bot", body={"number": number})
        return [*others, Refresh(surface="reporter")], [entry], []
    if duty.kind == "role_unclaimed":
        steps: list[Step | Refresh] = []
        if reminders.out_of_band_after <= sent <= reminders.telephone_after:
            key = f"out_of_band:{reminder.key}"
            steps.append(Step(name="out_of_band", key=key, payload={"role": duty.role}))
        if sent == reminders.telephone_after:
            steps.append(Refresh(surface="card"))
        return steps, [], []
    if duty.kind == "call" and sent == reminders.call_handed_over_after and not facts.item("AI", CALL_ITEM):
        row = law.packs.policy.row(CALL_ITEM)
        item = item_of_row(row, "AI", facts.next_position)
        entry = Entry(kind="call_handed_over", actor="bot", body={"number": number, "item": row.id, "role": "AI"})
        return [Refresh(surface="card")], [entry], [AddItems(items=(item,))]
    return [], [], []
