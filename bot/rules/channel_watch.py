"""Watching the incident's channel: who comes, who goes, who can see it, whether it is there. AI is told at once.

What is not as it should be stands among the troubles (`room:archived`) for as long as it lasts: so AI is told once each
time it happens, the card warns of it, and nothing is taken at typing that could not be posted.
"""

from collections.abc import Mapping

from bot.commands import ChannelChanged, PutChannelRight
from bot.decision import AddTrouble, Answer, Change, Decision, EndTrouble, Entry, Refresh, Refusal, Revive, Send, Step
from bot.incident import IncidentFacts
from bot.rules.channel_state import ACCEPTED, SHUT, WITHOUT_ROLE, stands, trouble_of
from bot.rules.duties import holder_of
from bot.rules.refusals import closed, only
from bot.situation import Situation

_DONE = Answer(name="noted")
_UNDO = {
    **dict.fromkeys(WITHOUT_ROLE, "take_out"),
    "left": "bring_back",
    "renamed": "rename_back",
}
"""What the bot itself can undo; the rest takes a person with Slack's own rights."""
_ONCE = (*SHUT, "public", "shared")
"""What is told once for as long as it lasts, however often it is heard of; a name can change again."""
_ENDS: Mapping[str, tuple[str, ...]] = {
    "unarchived": ("archived",),
    "returned": ("removed", "deleted"),
    "private": ("public",),
    "unshared": ("shared",),
    "named": ("renamed",),
}
"""What is over when something is right again."""
_HOLDS_UP = ("unarchived", "returned")
"""After these the channel takes again what waited for it."""


def channel_changed(command: ChannelChanged, situation: Situation) -> Decision:
    """Log what happened to the channel, and tell AI when it is not as it should be."""
    facts, team = situation.facts, situation.team
    incident, change, user = facts.incident, command.change, command.user
    step = trouble_of(change, user)
    if change in _ENDS:
        return _over(command, situation)
    if change == "settled":  # a person without a role is gone, or has a role by now
        step = trouble_of("joined", user)
        ended: tuple[Change, ...] = (EndTrouble(step=step),) if stands(facts, step) else ()
        return Decision(answer=_DONE, changes=ended, sends=(Refresh(surface="card"),) if ended else ())
    ours = user == incident.reporter or bool(team.roles_of(user))
    known = stands(facts, step) or (change == "removed" and stands(facts, trouble_of("deleted")))
    if _is_nothing(command, facts, ours=ours) or (known and (command.looked or change in _ONCE)):
        return Decision(answer=_DONE)
    body = {"number": incident.number, "user": user or None}
    entry = Entry(kind=f"room_{change}", actor=user or "slack", body=body)
    changes: tuple[Change, ...] = ()
    sends: list[Send] = []
    if change == "left" and not ours:
        gone = trouble_of("joined", user)
        if stands(facts, gone):
            changes, sends = (EndTrouble(step=gone),), [Refresh(surface="card")]
        return Decision(answer=_DONE, changes=changes, entries=(entry,), sends=tuple(sends))
    if change != "left":
        changes = (AddTrouble(step=step, error="told"),)
        sends += [Refresh(surface="card")] if change not in SHUT else []
    sends += _alarms(command, situation)
    return Decision(answer=_DONE, changes=changes, entries=(entry,), sends=tuple(sends))


def _is_nothing(command: ChannelChanged, facts: IncidentFacts, *, ours: bool) -> bool:
    """What is as it should be; a closed incident's channel may be archived and left."""
    match command.change:
        case "joined" | "stranger":
            return ours
        case "renamed":
            return command.name == facts.incident.channel_name
        case "archived" | "removed" | "deleted":
            return facts.incident.state == "closed"
    return False


def _over(command: ChannelChanged, situation: Situation) -> Decision:
    """Something is right again; what waited for it is said now."""
    facts = situation.facts
    ended = [step for change in _ENDS[command.change] if stands(facts, step := trouble_of(change))]
    back: tuple[Send, ...] = (Revive(),) if command.change in _HOLDS_UP else ()
    if not ended:
        return Decision(answer=_DONE, sends=back)
    body = {"number": facts.incident.number, "user": command.user or None}
    return Decision(
        answer=_DONE,
        changes=tuple(EndTrouble(step=step) for step in ended),
        entries=(Entry(kind=f"room_{command.change}", actor=command.user or "slack", body=body),),
        sends=(*back, Refresh(surface="card")),
    )


def _alarms(command: ChannelChanged, situation: Situation) -> list[Step]:
    facts, team = situation.facts, situation.team
    holder = holder_of("AI", facts, team)
    return [
        Step(
            name="room_alarm",
            key=f"room:{facts.incident.number}:{command.change}:{command.key}:{user}"[:200],
            payload={"change": command.change, "about": command.user, "user": user},
        )
        for user in ((holder,) if holder else team.users("AI"))
    ]


def put_channel_right(command: PutChannelRight, situation: Situation) -> Decision | Refusal:
    """Undo the change, or leave it as it is, on AI's word; not against what holds by now."""
    facts, team = situation.facts, situation.team
    if refusal := only(command.actor, "AI", team) or closed(facts):
        return refusal
    undo = None if command.leave else _UNDO.get(command.change)
    ours = command.user == facts.incident.reporter or bool(team.roles_of(command.user))
    if (undo == "take_out" and ours) or (undo == "bring_back" and not ours):
        return Refusal(name="belongs_there" if ours else "belongs_not_there", values={"by": command.user})
    kind = "room_put_right" if undo else "room_accepted"
    body = {"number": facts.incident.number, "change": command.change, "user": command.user or None}
    entries = (Entry(kind=kind, actor=command.actor, body=body),)
    if undo:
        key = f"{undo}:{facts.incident.number}:{command.key}"[:200]
        step = Step(name=undo, key=key, payload={"user": command.user})
        return Decision(answer=Answer(name=kind), entries=entries, sends=(step,))
    left = trouble_of(command.change, command.user)
    if command.change not in WITHOUT_ROLE and not (command.change == "renamed" and stands(facts, left)):
        return Decision(answer=Answer(name=kind), entries=entries)
    changes = (AddTrouble(step=left, error=ACCEPTED),)
    return Decision(answer=Answer(name=kind), changes=changes, entries=entries, sends=(Refresh(surface="card"),))
