"""How far this machine's clock is from Slack's: five minutes off, and every delivery is refused as too old.

Slack: Verifying requests from Slack. The Date header of every answer tells Slack's time.
"""

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import structlog

from handlers.metrics import CLOCK_OFF

LIMIT = 60.0
"""Seconds from which people are told: a fifth of what Slack's signatures allow."""
_EVERY = 600.0
"""Seconds between two log lines about it."""

log = structlog.get_logger()


class Skew:
    """What was last seen."""

    def __init__(
        self,
        now: Callable[[], float] = time.time,  # noqa: TID251 - the machine's own clock is what is looked at
    ) -> None:
        self._now, self._told = now, -_EVERY
        self.seconds: float | None = None
        """Ours minus Slack's; None before the first answer."""

    @property
    def is_off(self) -> bool:
        """Whether somebody has to set the clock right."""
        return self.seconds is not None and abs(self.seconds) >= LIMIT

    def note_date(self, date: str | None) -> None:
        """Take the Date header of an answer of Slack's."""
        try:
            self.note(parsedate_to_datetime(date or "").timestamp())
        except (ValueError, TypeError, OverflowError):
            return

    def note(self, theirs: float) -> None:
        """Take a moment (seconds since 1970, UTC) that is now on Slack's clock."""
        self.seconds = self._now() - theirs
        CLOCK_OFF.set(self.seconds)
        if self.is_off and time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            log.error("machine_clock_off", seconds=round(self.seconds))
