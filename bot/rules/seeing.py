"""Whoever is asked opened the thing itself: on record once, and shown on the thing, so that who asked sees it."""

from bot.commands import OpenAsked
from bot.decision import Answer, Decision, Entry, Refresh
from bot.duty import Duty
from bot.reminder_changes import MarkSeen
from bot.rules.duties import line_of, list_duties
from bot.situation import Situation


def open_asked(command: OpenAsked, situation: Situation) -> Decision:
    """Remember who opened it first, of those whom the duty asks; what is settled or was seen before stays as it is."""
    facts, now = situation.facts, situation.now
    seen = [
        duty for duty in list_duties(situation) if duty.key in command.about and _is_first(command, duty, situation)
    ]
    return Decision(
        answer=Answer(name="noted"),
        changes=tuple(MarkSeen(kind=one.kind, subject=one.subject, user=command.actor, at=now) for one in seen),
        entries=tuple(
            Entry(
                kind="asked_seen",
                actor=command.actor,
                body={"number": facts.incident.number, "about": f"{one.kind} {one.subject.split('|')[0]}".strip()},
            )
            for one in seen
        ),
        sends=tuple(Refresh(surface=surface) for surface in dict.fromkeys(_surface_of(one) for one in seen)),
    )


def _is_first(command: OpenAsked, duty: Duty, situation: Situation) -> bool:
    reminder = situation.facts.reminder(*duty.key)
    if reminder is None or reminder.seen_by is not None:
        return False
    may = command.actor in situation.team.users(duty.role)
    return may and command.actor in line_of(duty, reminder.sent, situation)


def _surface_of(duty: Duty) -> str:
    """Where the thing stands in the channel."""
    subject = duty.subject.partition("|")[0]
    return f"notice:{subject}" if duty.kind == "approval" else f"decision:{subject}"
