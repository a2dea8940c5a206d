"""The workspace that the token is of: asked of Slack at the start, and again every minute.

Nothing is sent before it is known that the database belongs to it: with the token of another workspace the waiting
reports would open there, words and all.
"""

import asyncio

import structlog

from handlers.request import Request
from handlers.settings import BadSettingsError
from handlers.slack_api import OPERATOR, SlackApi, SlackRefusedError
from storage import identity
from storage.engine import Store
from storage.unavailable import UnavailableError

LOOK_SECONDS = 60.0
_LONGEST_WAIT = 15.0

log = structlog.get_logger()


class Workspace:
    """What Slack says of the token."""

    def __init__(self, slack: SlackApi, store: Store) -> None:
        self._slack, self._store = slack, store
        self.known = asyncio.Event()
        """Set once Slack has named the workspace and it is the database's."""
        self.team, self.enterprise, self.user = "", "", ""
        """Slack's ids: the workspace, its organization (Enterprise Grid), the bot's own user."""
        self.trouble: str | None = "not asked yet"
        """Why Slack did not take the token at the last look; None when it did."""

    async def look(self) -> None:
        """Ask Slack once. Raises SlackRefusedError, UnavailableError; BadSettingsError when it is another workspace."""
        try:
            me = await self._slack.call("auth.test")
        except SlackRefusedError as refused:
            self.trouble = refused.error
            raise
        team = str(me.get("team_id") or "")
        recorded = await self._store.write(lambda conn: identity.belong_to(conn, team))
        if recorded != team:
            raise BadSettingsError(
                f"SLACK_BOT_TOKEN is of the workspace {team}, but the database belongs to the workspace {recorded}: "
                "use that one's token, or another BREACH_DATABASE_URL"
            )
        self.team, self.user = team, str(me.get("user_id") or "")
        self.enterprise = str(me.get("enterprise_id") or "")
        self.trouble = None
        self.known.set()

    def is_stranger(self, request: Request) -> bool:
        """Whether nobody of this workspace acts: no user, a bot, somebody of a workspace that shares a channel with us.

        Events are Slack's own word about others, and are not asked.
        """
        user = request.user
        if not user.startswith(("U", "W")) or user in ("USLACKBOT", self.user):
            return True
        if not self.team or (self.enterprise and request.organization == self.enterprise):
            return False
        return bool(request.teams - {self.team})

    async def keep(self) -> None:
        """Look until cancelled. Raises BadSettingsError when the bot must not start with this token."""
        wait = 0.5
        while True:
            try:
                await self.look()
            except SlackRefusedError as refused:
                if refused.error in OPERATOR and not self.known.is_set():
                    raise BadSettingsError(f"SLACK_BOT_TOKEN: Slack refuses it ({refused.error})") from None
                log.warning("slack_not_reached", error=refused.error)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
            except UnavailableError:
                log.error("workspace_not_kept")
                await asyncio.sleep(1.0)
            else:
                wait = 0.5
                await asyncio.sleep(LOOK_SECONDS)
