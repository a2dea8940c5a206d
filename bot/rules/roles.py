"""Who holds a role: one person a role, who took it, was handed it, or got it from AI's lead (policy 4, 11).

And what follows when Slack's directory says that somebody came into a role or lost it.
"""

from dataclasses import replace

from bot.commands import GiveRole, TeamMoved
from bot.decision import Answer, Change, Decision, Entry, Refresh, Refusal, SetHolder, Step, Text
from bot.department import TEAM_ROLES
from bot.duty import Holder
from bot.rules.counsel_room import alarm_counsel, counsel_left, invite_counsel
from bot.rules.duties import holder_of
from bot.rules.opening import invitations
from bot.rules.refusals import closed, refuse_words, role_needed
from bot.rules.reminding import not_asked
from bot.situation import Situation
from bot.visibility import belongs_in_channel

LONGEST_NOTE = 500
"""Characters of the note with which a role is handed over."""
MOST_NAMED = 20
"""People who are told, or named to AI, one by one; of more at once Slack's own notice and the record tell."""


def give_role(command: GiveRole, situation: Situation) -> Decision | Refusal:
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
    if refusal := refuse_words("note", note, LONGEST_NOTE):
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
    held = Holder(role=command.role, user=command.user, since=now)
    after = replace(situation, facts=replace(facts, holders={**facts.holders, command.role: held}))
    asked_before = holder or situation.team.lead(command.role)
    shown, over = not_asked(after, {asked_before} if asked_before else ())
    return Decision(
        answer=Answer(name=kind, values={"role": command.role, "by": command.user}),
        changes=(SetHolder(role=command.role, user=command.user, by=command.actor, at=now, note=text), *shown),
        entries=(Entry(kind=kind, actor=command.actor, body=body),),
        sends=(Refresh(surface="card"), Step(name="role_given", key=key, payload=payload), *over),
        texts={"note": note} if note else {},
    )


def follow_team(command: TeamMoved, situation: Situation) -> Decision:
    """Who came into a role is invited and told; who lost one holds it no longer and is named to AI.

    Before the card stands the opening itself invites whoever is of the team; inviting twice is harmless.
    """
    facts, now = situation.facts, situation.now
    incident = facts.incident
    if incident.channel is None:
        return Decision(answer=Answer(name="noted"))
    stamp = f"{incident.number}:{int(now.timestamp() * 1000)}"
    there = incident.reporter if incident.reporter_inside else None
    came = tuple(dict.fromkeys(user for user, _ in command.joined if user != there))
    sends: list[Step | Refresh] = [
        *invitations(came, f"invite_joined:{stamp}"),
        *invite_counsel(command.joined, facts, stamp),
    ]
    changes: list[Change] = [*counsel_left(command.left, situation)]
    entries: list[Entry] = []
    if came and "card" in facts.messages:
        told = dict(command.joined)
        entries.append(Entry(kind="role_joined", actor="slack", body={"number": incident.number, "users": came}))
        sends += [
            Step(name="role_joined", key=f"role_joined:{stamp}:{user}", payload={"user": user, "role": told[user]})
            for user in came
            if len(came) <= MOST_NAMED
        ]
    for user, role in command.left:
        held = facts.holders.get(role)
        if held and held.user == user:
            changes.append(SetHolder(role=role, user=None, by="bot", at=now))
            body = {"number": incident.number, "role": role, "user": user}
            entries.append(Entry(kind="role_lost", actor="bot", body=body))
    holders = {role: one for role, one in facts.holders.items() if (one.user, role) not in command.left}
    gone = tuple(dict.fromkeys(user for user, _ in command.left))
    shown, over = not_asked(replace(situation, facts=replace(facts, holders=holders)), gone)
    return Decision(
        answer=Answer(name="noted"),
        changes=(*changes, *shown),
        entries=tuple(entries),
        sends=(
            *sends,
            *over,
            *_named_to_ai(gone, situation, stamp),
            *alarm_counsel(command.left, situation, stamp),
            *((Refresh(surface="card"),) if changes else ()),
        ),
    )


def _named_to_ai(gone: tuple[str, ...], situation: Situation, stamp: str) -> tuple[Step, ...]:
    """AI hears of those who have no role any more and may still read: one by one, or their number."""
    facts, team = situation.facts, situation.team
    still = []
    for user in gone:
        person = team.named(user)
        deactivated = person is not None and person.status == "deactivated"  # Slack itself takes them out everywhere
        if not belongs_in_channel(user, facts.incident, team) and not deactivated:
            still.append(user)
    holder = holder_of("AI", facts, team)
    told = (holder,) if holder else team.users("AI")
    if len(still) > MOST_NAMED:
        return tuple(
            Step(name="roles_lost", key=f"roles_lost:{stamp}:{user}", payload={"user": user, "count": len(still)})
            for user in told
        )
    return tuple(
        Step(
            name="room_alarm",
            key=f"role_lost:{stamp}:{about}:{user}",
            payload={"change": "role_lost", "about": about, "user": user},
        )
        for about in still
        for user in told
    )
