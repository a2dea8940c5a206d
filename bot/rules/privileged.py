"""What is privileged: whose it is, the step that opens its room, who hears when Slack refuses one of its steps."""

from bot.decision import Step
from bot.department import Team
from bot.incident import IncidentFacts

COUNSEL = "CCO"
CREATE = "create_counsel_room"
INVITE = "invite_counsel"
SURFACE = "counsel_room"
OLD_SURFACE = "counsel"
"""The thread of an earlier version, in the incident's channel."""
ABSENT = "counsel:absent:"
"""How the troubles begin that say who could not be invited into the room."""
PRIVILEGED_STEPS = (CREATE, INVITE, "advice", "move_thread", f"surface:{SURFACE}")
"""Steps of which counsel alone is told when Slack refuses them."""


def open_room(facts: IncidentFacts) -> tuple[Step, ...]:
    """The step that opens counsel's room, for as long as it is not open: its key is the same each time."""
    if facts.incident.counsel_channel is not None:
        return ()
    return (Step(name=CREATE, key=f"counsel_room:{facts.incident.number}"),)


def tell_counsel(facts: IncidentFacts, team: Team, error: str) -> tuple[Step, ...]:
    """Tell CCO that its room does not take what is said there: it is kept, and stands nowhere else."""
    number = facts.incident.number
    return tuple(
        Step(name="counsel_failure", key=f"counsel_failure:{number}:{error}:{user}"[:200], payload={"user": user})
        for user in team.users(COUNSEL)
    )
