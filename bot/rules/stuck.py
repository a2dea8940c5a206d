"""A step that does not come through: who is told, what the card says, and trying it again.

No channel is ever opened in silence: AI with its alternates and every office's first person hear of it (policy 3, 4).
"""

from datetime import datetime

from bot.decision import AddTrouble, Answer, Decision, EndTrouble, Entry, Refresh, Refusal, Revive, Send, Step
from bot.department import TEAM_ROLES, Team
from bot.rules.channel_state import trouble_of
from bot.rules.privileged import COUNSEL, PRIVILEGED_STEPS, tell_counsel
from bot.rules.refusals import only
from bot.rules.turns import begin_opening
from bot.situation import Situation
from bot.step_commands import BeginOpening, RetrySteps, StepCameThrough, StepFailed

_DONE = Answer(name="noted")

UNTOLD_STEPS = ("create_channel", "invite")
"""Without these steps nobody stands in a channel: people must be told by direct message."""
OPERATOR = "operator"
"""Who types at the machine on which the bot runs."""
_TOLD_ON_CARD = "surface:card"


def told_of_no_channel(team: Team) -> tuple[str, ...]:
    """Everybody of AI, and the first person of every other office."""
    firsts = (lead for role in TEAM_ROLES if role != "AI" and (lead := team.lead(role)))
    return tuple(dict.fromkeys((*team.users("AI"), *firsts)))


def step_failed(command: StepFailed, situation: Situation) -> Decision:
    """It stands on the card; where there is no card, or it is the card itself, people are told directly. Once."""
    facts, team = situation.facts, situation.team
    number, step = facts.incident.number, command.step
    if any((one.step, one.error) == (step, command.error) for one in facts.troubles):
        return Decision(answer=_DONE)
    sends: list[Send] = []
    if step in UNTOLD_STEPS:
        told = dict.fromkeys((facts.incident.reporter, *told_of_no_channel(team)))
        sends += [_failure(number, command, user, situation.now) for user in told]
        sends += [
            Step(name="out_of_band", key=f"out_of_band:{number}:{step}:{role}", payload={"role": role})
            for role in TEAM_ROLES
        ]
    elif step == _TOLD_ON_CARD:
        sends += [_failure(number, command, user, situation.now) for user in team.users("AI")]
    elif step in PRIVILEGED_STEPS:
        sends += tell_counsel(facts, team, command.error)
    elif step not in ("failure", "alarm"):
        sends.append(Refresh(surface="card"))
    body = {"number": number, "step": step, "error": command.error}
    return Decision(
        answer=_DONE,
        changes=(AddTrouble(step=step, error=command.error),),
        entries=(Entry(kind="step_failed", actor="bot", body=body),),
        sends=tuple(sends),
    )


def step_came_through(command: StepCameThrough, situation: Situation) -> Decision:
    """The card warns of it no longer."""
    facts = situation.facts
    if all(one.step != command.step for one in facts.troubles):
        return Decision(answer=_DONE)
    body = {"number": facts.incident.number, "step": command.step}
    return Decision(
        answer=_DONE,
        changes=(EndTrouble(step=command.step),),
        entries=(Entry(kind="step_came_through", actor="bot", body=body),),
        sends=(Refresh(surface="card"),) if facts.incident.channel and command.step != _TOLD_ON_CARD else (),
    )


def retry(command: RetrySteps, situation: Situation) -> Decision | Refusal:
    """Try again what was given up, and at once what waits; a channel that waits for its turn opens now.

    What fails again is told again: the warnings of before are over.
    """
    facts, team = situation.facts, situation.team
    counsels = command.actor in team.users(COUNSEL) and any(one.step in PRIVILEGED_STEPS for one in facts.troubles)
    if command.actor != OPERATOR and not counsels and (refusal := only(command.actor, "AI", team)):
        return refusal
    number = facts.incident.number
    over = tuple(EndTrouble(step=one.step) for one in facts.troubles if not one.step.startswith(trouble_of("")))
    begun = begin_opening(BeginOpening(key="", incident=facts.incident.id, actor=command.actor), situation)
    return Decision(
        answer=Answer(name="tried_again", values={"number": number}),
        changes=(*over, *begun.changes),
        entries=(*begun.entries, Entry(kind="steps_tried_again", actor=command.actor, body={"number": number})),
        sends=(
            Revive(given_up=True),
            *begun.sends,
            *((Refresh(surface="card"),) if over and facts.incident.channel else ()),
        ),
    )


def _failure(number: str, command: StepFailed, user: str, now: datetime) -> Step:
    """Each time that a step fails is an occasion of its own: after a retry people are told again."""
    key = f"failure:{number}:{command.step}:{user}:{round(now.timestamp() * 1000)}:{command.error}"
    return Step(name="failure", key=key[:200], payload={"user": user, "step": command.step})
