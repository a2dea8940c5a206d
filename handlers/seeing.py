"""Whoever is asked has opened the thing: noted beside, so that nobody waits for it and nothing depends on it."""

from contextlib import suppress

from bot.commands import OpenAsked
from handlers.desk import Desk
from handlers.execute import NotRecordedError
from handlers.request import Request


def note_seen(desk: Desk, request: Request, incident: int, *about: tuple[str, str]) -> None:
    """Remember that the person opened what these duties (kind, subject) ask for."""
    command = OpenAsked(key=f"{request.key}:seen", actor=request.user, incident=incident, about=about)

    async def remember() -> None:
        with suppress(NotRecordedError):
            await desk.execute(command)

    desk.best_effort(remember())
