"""Watching the incident's channel: who comes, who goes, its name, that it stays private. AI is told at once."""

from bot.commands import PutRoomRight, RoomChanged
from bot.decision import Answer, Decision, Entry, Refusal, Step
from bot.rules.duties import holder_of
from bot.rules.refusals import closed, only
from bot.situation import Situation

_DONE = Answer(name="noted")
_UNDO = {"joined": "take_out", "role_lost": "take_out", "left": "bring_back", "renamed": "rename_back"}
"""What the bot itself can undo; the rest takes a person with Slack's own rights."""


def changed(command: RoomChanged, situation: Situation) -> Decision:
    """Log what happened to the channel, and tell AI when it is not as it should be."""
    facts, team = situation.facts, situation.team
    incident = facts.incident
    ours = command.user == incident.reporter or bool(team.roles_of(command.user))
    if command.change == "joined" and ours:
        return Decision(answer=_DONE)
    if command.change == "renamed" and command.name == incident.channel_name:
        return Decision(answer=_DONE)
    body = {"number": incident.number, "user": command.user or None}
    entry = Entry(kind=f"room_{command.change}", actor=command.user or "slack", body=body)
    if command.change == "left" and not ours:
        return Decision(answer=_DONE, entries=(entry,))
    holder = holder_of("AI", facts, team)
    told = (holder,) if holder else team.users("AI")
    payload = {"change": command.change, "about": command.user}
    return Decision(
        answer=_DONE,
        entries=(entry,),
        sends=tuple(
            Step(
                name="room_alarm",
                key=f"room:{incident.number}:{command.change}:{command.key}:{user}"[:200],
                payload={**payload, "user": user},
            )
            for user in told
        ),
    )


def put_right(command: PutRoomRight, situation: Situation) -> Decision | Refusal:
    """Undo the change, or leave it as it is, on AI's word."""
    facts, team = situation.facts, situation.team
    if refusal := only(command.actor, "AI", team) or closed(facts):
        return refusal
    undo = _UNDO.get(command.change)
    kind = "room_accepted" if command.leave or undo is None else "room_put_right"
    body = {"number": facts.incident.number, "change": command.change, "user": command.user or None}
    sends: tuple[Step, ...] = ()
    if kind == "room_put_right" and undo:
        key = f"{undo}:{facts.incident.number}:{command.key}"[:200]
        sends = (Step(name=undo, key=key, payload={"user": command.user}),)
    return Decision(answer=Answer(name=kind), entries=(Entry(kind=kind, actor=command.actor, body=body),), sends=sends)
