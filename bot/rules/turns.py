"""Opening what waits for its turn: by itself, or because Audits and Investigations (AI) say so."""

from collections.abc import Sequence
from datetime import timedelta

from bot.decision import Answer, Decision, Entry, Refresh, Refusal, Step
from bot.department import Team
from bot.rules.refusals import only
from bot.situation import Situation
from bot.step_commands import BeginOpening, OpenWaiting
from bot.turns import SetOpening, Turn

PACE = timedelta(seconds=4)
"""Between two channels that AI opens at once: a first report of somebody else comes through between them
(Slack: conversations.create, 20 a minute)."""


def begin_opening(command: BeginOpening, situation: Situation) -> Decision:
    """The turn has come: the channel is called for. Not twice."""
    incident = situation.facts.incident
    if incident.waits is None:
        return Decision(answer=Answer(name="noted"))
    return Decision(
        answer=Answer(name="noted"),
        changes=(SetOpening(at=situation.now + command.wait),),
        entries=(Entry(kind="opening_begun", actor=command.actor, body={"number": incident.number}),),
        sends=(Step(name="create_channel", key=f"create:{incident.number}", wait=command.wait),),
    )


def open_waiting(command: OpenWaiting, situation: Situation) -> Decision | Refusal:
    """AI opens what waits: those reports that the message named when it was pressed."""
    team = situation.team
    if refusal := only(command.actor, "AI", team):
        return refusal
    if not command.others:
        return Refusal(name="nothing_waits", refresh=flood_messages(team))
    count = len(command.others)
    return Decision(
        answer=Answer(name="waiting_opened", values={"count": count}),
        entries=(Entry(kind="waiting_opened", actor=command.actor, body={"count": count}),),
        sends=flood_messages(team),
    )


def openings_of(turns: Sequence[Turn], actor: str) -> tuple[BeginOpening, ...]:
    """The openings of these reports, one a while after the other."""
    return tuple(
        BeginOpening(key="", incident=turn.id, actor=actor, wait=PACE * place) for place, turn in enumerate(turns)
    )


def flood_messages(team: Team) -> tuple[Refresh, ...]:
    """The message about all that waits, to everybody of AI."""
    return tuple(Refresh(surface=f"flood:{user}") for user in team.users("AI"))
