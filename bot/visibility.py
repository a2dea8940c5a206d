"""Who may see what of an incident: need to know, decided at the moment of asking."""

from typing import Literal, TypeAlias

from bot.department import Team
from bot.incident import Incident

View: TypeAlias = Literal["team", "reporter"]


def belongs_in_channel(user: str, incident: Incident, team: Team) -> bool:
    """Whether this person may be in the incident's channel: a role of the policy, or the reporter while inside."""
    return bool(team.roles_of(user)) or (user == incident.reporter and incident.reporter_inside)


def view_of(user: str, incident: Incident, team: Team) -> View | None:
    """How much this person sees: `team` all of it, `reporter` number, state and next step.

    None is nothing, not even that it exists.
    """
    if team.roles_of(user):
        return "team"
    if user == incident.reporter:
        return "reporter"
    return None
