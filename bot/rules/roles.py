"""Who holds a role: one person a role, who took it, was handed it, or got it from AI's lead (policy 4, 11)."""

from bot.commands import GiveRole
from bot.decision import Answer, Decision, Entry, Refresh, Refusal, SetHolder, Step, Text
from bot.department import TEAM_ROLES
from bot.rules.duties import holder_of
from bot.rules.refusals import closed, role_needed, words
from bot.situation import Situation

LONGEST_NOTE = 500
"""Characters of the note with which a role is handed over."""


def give(command: GiveRole, situation: Situation) -> Decision | Refusal:
    """Take a role, hand it over, or assign it; or say in one sentence why not."""
    facts, team = situation.facts, situation.team
    refresh = (Refresh(surface="card"),)
    if refusal := closed(facts):
        return refusal
    if command.role not in TEAM_ROLES:
        return Refusal(name="no_such_item")
    people = team.users(command.role)
    holder = holder_of(command.role, facts, team)
    if command.actor not in (*people, team.lead("AI"), holder_of("AI", facts, team)):
        return role_needed((command.role,), team)
    if holder == command.user:
        return Refusal(name="role_held_already", values={"role": command.role, "by": command.user}, refresh=refresh)
    if command.user not in people:
        return Refusal(name="not_of_the_role", values={"role": command.role, "people": people, "field": "user"})
    if holder and command.actor not in (holder, team.lead("AI"), holder_of("AI", facts, team)):
        return Refusal(name="role_held", values={"role": command.role, "by": holder}, refresh=refresh)
    note = command.note.strip()
    if refusal := words("note", note, LONGEST_NOTE):
        return refusal
    return _give(command, situation, holder, note)


def _give(command: GiveRole, situation: Situation, holder: str | None, note: str) -> Decision:
    facts, now = situation.facts, situation.now
    taken = command.user == command.actor
    kind = "role_taken" if taken else "role_handed_over" if holder == command.actor else "role_assigned"
    text = Text(name="note") if note else None
    body = {
        "number": facts.incident.number,
        "role": command.role,
        "user": command.user,
        "before": holder,
        "note": text,
    }
    key = f"role:{facts.incident.number}:{command.role}:{command.user}:{int(now.timestamp() * 1000)}"
    payload = {"role": command.role, "user": command.user, "by": command.actor}
    return Decision(
        answer=Answer(name=kind, values={"role": command.role, "by": command.user}),
        changes=(SetHolder(role=command.role, user=command.user, by=command.actor, at=now, note=text),),
        entries=(Entry(kind=kind, actor=command.actor, body=body),),
        sends=(Refresh(surface="card"), Step(name="role_given", key=key, payload=payload)),
        texts={"note": note} if note else {},
    )
