"""Before a weighty act: is the actor still who the directory says? Slack is asked when nobody looked lately."""

import asyncio
from datetime import timedelta

from bot.decision import Refusal
from handlers import directory
from handlers.desk import Desk
from handlers.slack_api import SlackRefusedError
from storage.unavailable import UnavailableError

FRESH = timedelta(minutes=1)
"""What was seen less long ago is believed without a look."""
_SECONDS = 0.8
"""The look and the act have to be answered within Slack's three seconds."""


async def vouch(desk: Desk, good_for: timedelta, user: str) -> Refusal | None:
    """Look at the person and the groups. While Slack does not answer, what it said counts for `good_for`, then not.

    None: the rules decide on what is known now.
    """
    team = await desk.team_now()
    if not team.roles_of(user) and not team.usergroups():
        return None  # the rules refuse it anyway
    seen, now = team.seen_since(user), desk.clock.now()
    if seen is not None and now - seen <= FRESH:
        return None
    try:
        async with asyncio.timeout(_SECONDS):
            await directory.look_at(desk, team, user)
    except (SlackRefusedError, TimeoutError, UnavailableError):
        if team.roles_of(user) and (seen is None or now - seen > good_for):
            return Refusal(name="not_known_now")
    return None
