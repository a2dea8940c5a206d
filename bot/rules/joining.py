"""Coming into an incident's channel on one's own asking: for the policy's roles, who belong in it anyway (policy 4)."""

from bot.commands import JoinChannel
from bot.decision import Answer, Decision, Entry, Refusal
from bot.rules.opening import invitations
from bot.rules.refusals import closed
from bot.situation import Situation


def join_channel(command: JoinChannel, situation: Situation) -> Decision | Refusal:
    """Invite the person; whoever is inside already is not invited twice by Slack."""
    facts = situation.facts
    number = facts.incident.number
    if not situation.team.roles_of(command.actor):
        return Refusal(name="not_to_be_seen", values={"number": number})
    if refusal := closed(facts):
        return refusal
    if facts.incident.channel is None:
        return Refusal(name="no_channel_yet", values={"number": number})
    stamp = int(situation.now.timestamp() * 1000)
    return Decision(
        answer=Answer(name="joining", values={"number": number, "channel": facts.incident.channel}),
        entries=(Entry(kind="join_asked", actor=command.actor, body={"number": number}),),
        sends=invitations((command.actor,), f"join:{number}:{command.actor}:{stamp}"),
    )
