"""Watching the incident's channel and counsel's room: who comes, who goes, who can see it, whether it is there.

AI is told at once of the one, CCO of the other.

What is not as it should be stands among the troubles (`room:archived`) for as long as it lasts: so AI is told once each
time it happens, the card warns of it, and nothing is taken at typing that could not be posted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from bot.commands import ChannelChange, ChannelChanged, PutChannelRight, Room
from bot.decision import AddTrouble, Answer, Change, Decision, EndTrouble, Entry, Refresh, Refusal, Revive, Send, Step
from bot.incident import IncidentFacts
from bot.rules.channel_state import ACCEPTED, SHUT, WITHOUT_ROLE, stands, trouble_of
from bot.rules.counsel_room import belongs_in_room
from bot.rules.duties import holder_of
from bot.rules.privileged import COUNSEL
from bot.rules.refusals import closed, only
from bot.situation import Situation
from bot.visibility import belongs_in_channel

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


@dataclass(frozen=True, kw_only=True)
class _Watched:
    """A channel that is watched: its name, whose it is to put right, where a warning stands, how its entries begin."""

    room: Room
    name: str
    role: str
    surface: str
    entries: str

    @property
    def payload(self) -> dict[str, str]:
        """What a step has to know of it."""
        return {"room": self.room} if self.room != "incident" else {}

    def belongs(self, user: str, situation: Situation) -> bool:
        """Whether this person may be inside."""
        incident, team = situation.facts.incident, situation.team
        check = belongs_in_room if self.room == "counsel" else belongs_in_channel
        return check(user, incident, team)

    def trouble(self, change: str, user: str = "") -> str:
        """Under which name a change stands among the troubles."""
        return trouble_of(change, user, room=self.room)

    def held_up(self, change: str = "") -> tuple[Send, ...]:
        """What waited for this to be right: of counsel's room, until nobody else can read in it."""
        return (Revive(),) if self.room == "counsel" or change in _HOLDS_UP else ()


def _watched(room: Room, facts: IncidentFacts) -> _Watched:
    incident = facts.incident
    if room == "counsel":
        kept = "counsel_room"
        return _Watched(room=room, name=incident.counsel_name, role=COUNSEL, surface=kept, entries=kept)
    return _Watched(room=room, name=incident.channel_name, role="AI", surface="card", entries="room")


def channel_changed(command: ChannelChanged, situation: Situation) -> Decision:
    """Log what happened to the channel, and tell AI (of counsel's room: CCO) when it is not as it should be."""
    facts, watched = situation.facts, _watched(command.room, situation.facts)
    incident, change, user = facts.incident, command.change, command.user
    step = watched.trouble(change, user)
    shown = Refresh(surface=watched.surface)
    if change in _ENDS:
        return _over(command, situation)
    if change == "settled":  # a person without a role is gone, or has a role by now
        step = watched.trouble("joined", user)
        if not stands(facts, step):
            return Decision(answer=_DONE)
        return Decision(answer=_DONE, changes=(EndTrouble(step=step),), sends=(shown, *watched.held_up()))
    ours = watched.belongs(user, situation)
    known = stands(facts, step) or (change == "removed" and stands(facts, watched.trouble("deleted")))
    if _is_nothing(command, watched, facts, ours=ours) or (known and (command.looked or change in _ONCE)):
        return Decision(answer=_DONE)
    body = {"number": incident.number, "user": user or None}
    entry = Entry(kind=f"{watched.entries}_{change}", actor=user or "slack", body=body)
    changes: tuple[Change, ...] = ()
    sends: list[Send] = []
    if change == "left" and not ours:
        gone = watched.trouble("joined", user)
        if stands(facts, gone):
            changes, sends = (EndTrouble(step=gone),), [shown, *watched.held_up()]
        return Decision(answer=_DONE, changes=changes, entries=(entry,), sends=tuple(sends))
    if change != "left":
        changes = (AddTrouble(step=step, error="told"),)
        sends += [shown] if change not in SHUT else []
    sends += _alarms(command, situation, watched)
    return Decision(answer=_DONE, changes=changes, entries=(entry,), sends=tuple(sends))


def _is_nothing(command: ChannelChanged, watched: _Watched, facts: IncidentFacts, *, ours: bool) -> bool:
    """What is as it should be; a closed incident's channel may be archived and left."""
    match command.change:
        case "joined" | "stranger":
            return ours
        case "renamed":
            return command.name == watched.name
        case "archived" | "removed" | "deleted":
            return facts.incident.state == "closed"
    return False


def _over(command: ChannelChanged, situation: Situation) -> Decision:
    """Something is right again; what waited for it is said now."""
    facts, watched = situation.facts, _watched(command.room, situation.facts)
    ended = [step for change in _ENDS[command.change] if stands(facts, step := watched.trouble(change))]
    back = watched.held_up(command.change)
    if not ended:
        return Decision(answer=_DONE, sends=back)
    body = {"number": facts.incident.number, "user": command.user or None}
    return Decision(
        answer=_DONE,
        changes=tuple(EndTrouble(step=step) for step in ended),
        entries=(Entry(kind=f"{watched.entries}_{command.change}", actor=command.user or "slack", body=body),),
        sends=(*back, Refresh(surface=watched.surface)),
    )


def _alarms(command: ChannelChanged, situation: Situation, watched: _Watched) -> list[Step]:
    facts, team = situation.facts, situation.team
    holder = holder_of(watched.role, facts, team)
    return [
        Step(
            name="room_alarm",
            key=f"{watched.entries}:{facts.incident.number}:{command.change}:{command.key}:{user}"[:200],
            payload={"change": command.change, "about": command.user, "user": user, **watched.payload},
        )
        for user in ((holder,) if holder else team.users(watched.role))
    ]


def put_channel_right(command: PutChannelRight, situation: Situation) -> Decision | Refusal:
    """Undo the change, or leave it, on the word of AI (of CCO, for counsel's room); not against what holds by now."""
    facts, watched = situation.facts, _watched(command.room, situation.facts)
    if refusal := only(command.actor, watched.role, situation.team) or closed(facts):
        return refusal
    if command.change not in get_args(ChannelChange):
        return Refusal(name="no_such_act")
    undo = None if command.leave else _UNDO.get(command.change)
    ours = watched.belongs(command.user, situation)
    if (undo == "take_out" and ours) or (undo == "bring_back" and not ours):
        return Refusal(name="belongs_there" if ours else "belongs_not_there", values={"by": command.user})
    answer = Answer(name="room_put_right" if undo else "room_accepted")
    kind = f"{watched.entries}_{'put_right' if undo else 'accepted'}"
    body = {"number": facts.incident.number, "change": command.change, "user": command.user or None}
    entries = (Entry(kind=kind, actor=command.actor, body=body),)
    if undo:
        key = f"{undo}:{facts.incident.number}:{command.key}"[:200]
        step = Step(name=undo, key=key, payload={"user": command.user, **watched.payload})
        return Decision(answer=answer, entries=entries, sends=(step,))
    left = watched.trouble(command.change, command.user)
    if command.change not in WITHOUT_ROLE and not (command.change == "renamed" and stands(facts, left)):
        return Decision(answer=answer, entries=entries)
    changes = (AddTrouble(step=left, error=ACCEPTED),)
    shown = Refresh(surface=watched.surface)
    return Decision(answer=answer, changes=changes, entries=entries, sends=(shown, *watched.held_up()))
