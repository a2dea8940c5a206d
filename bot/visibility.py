"""Who may see what of an incident: need to know, decided at the moment of asking."""

from typing import Literal, TypeAlias

from bot.department import Team
from bot.incident import Incident

View: TypeAlias = Literal["team", "reporter"]


def view_of(user: str, incident: Incident, team: Team) -> View | None:
    """How much this person sees: `team` all of it, `reporter` number, state and next step.

    None is nothing, not even that it exists.
    """
    if team.roles_of(user):
        return "team"
    if user == incident.reporter:
        return "reporter"
    return None
