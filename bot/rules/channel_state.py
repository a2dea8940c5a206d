"""What is wrong with a channel of the incident at this moment: it stands among the troubles for as long as it lasts."""

from collections.abc import Mapping

from bot.commands import Room
from bot.decision import Refusal
from bot.incident import IncidentFacts

SHUT = ("archived", "removed", "deleted")
"""In these states the bot can post nothing there."""
WITHOUT_ROLE = ("joined", "stranger", "role_lost")
"""Somebody is inside who holds no role."""
ACCEPTED = "accepted"
"""The error of a trouble that AI wants left as it is."""


PREFIX: Mapping[Room, str] = {"incident": "room:", "counsel": "counsel:"}
"""How the troubles of each room begin; "room" as they were first written."""


def trouble_of(change: str, user: str = "", *, room: Room = "incident") -> str:
    """Under which name a change stands among the troubles; a person without a role under their own."""
    return PREFIX[room] + (f"joined:{user}" if change in WITHOUT_ROLE else change)


def stands(facts: IncidentFacts, step: str) -> bool:
    """Whether it is still so."""
    return any(one.step == step for one in facts.troubles)


def shut(facts: IncidentFacts, *, field: str) -> Refusal | None:
    """Why nothing can be posted in the channel now: it is archived, gone, or the bot is out of it."""
    why = next((change for change in SHUT if stands(facts, trouble_of(change))), None)
    if why is None:
        return None
    return Refusal(name=f"channel_{why}", values={"number": facts.incident.number, "field": field})
