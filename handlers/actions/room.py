"""The buttons of an alarm about the channel."""

from typing import cast

from bot.commands import PutRoomRight, RoomChange
from handlers.actions.nudge import shown
from handlers.desk import Desk
from handlers.replies import Reply
from handlers.request import Request


async def put_right(desk: Desk, request: Request) -> Reply:
    """Undo what happened."""
    return await _answer(desk, request, leave=False)


async def leave(desk: Desk, request: Request) -> Reply:
    """It is right as it is."""
    return await _answer(desk, request, leave=True)


async def _answer(desk: Desk, request: Request, *, leave: bool) -> Reply:
    incident, change, user = request.pressed.split("|")
    command = PutRoomRight(
        key=request.key,
        actor=request.user,
        incident=int(incident),
        change=cast(RoomChange, change),
        user=user,
        leave=leave,
    )
    return shown(desk, request, await desk.execute(command))
