"""The sandbox's clock: real time plus what a test or the page moved it by."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Runs on like a real clock; `advance` and `set` move it and wake whoever waits for a moment."""

    def __init__(self) -> None:
        self._offset = timedelta(0)
        self._moved = asyncio.Event()
        self.on_move: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The time in this Slack, in UTC."""
        return datetime.now(UTC) + self._offset  # noqa: TID251  # this is the sandbox's one look at real time

    def seconds(self) -> float:
        """The time in this Slack as Unix seconds."""
        return self.now().timestamp()

    @property
    def moved_by(self) -> float:
        """How many seconds this clock is ahead of the real one."""
        return self._offset.total_seconds()

    def advance(self, seconds: float) -> datetime:
        """Move the clock forward (or back, with a negative number)."""
        self._offset += timedelta(seconds=seconds)
        self._wake()
        return self.now()

    def set(self, moment: datetime) -> datetime:
        """Make it that moment now; the clock runs on from there."""
        if moment.tzinfo is None:
            raise ValueError("the clock needs a time with a zone")
        self._offset += moment - self.now()
        self._wake()
        return self.now()

    async def wait_until(self, moment: datetime) -> None:
        """Return when the clock shows that moment, by running or by being moved."""
        while (left := (moment - self.now()).total_seconds()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), min(left, 3600))

    async def wait_until_seconds(self, moment: float) -> None:
        """The same for Unix seconds."""
        await self.wait_until(datetime.fromtimestamp(moment, UTC))

    def _wake(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()
        for callback in self.on_move:
            callback()


async def wait_or_end(seconds: float, end: asyncio.Event) -> None:
    """Wait really, but no longer than until the end."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(end.wait(), seconds)
