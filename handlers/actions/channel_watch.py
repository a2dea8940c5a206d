"""The buttons of an alarm about the channel."""

from typing import cast

from bot.commands import ChannelChange, PutChannelRight
from handlers.actions.reminder import show_outcome
from handlers.desk import Desk
from handlers.replies import Reply
from handlers.request import Request


async def put_channel_right(desk: Desk, request: Request) -> Reply:
    """Press of `room_right`: the bot undoes the change to the channel."""
    return await _answer(desk, request, leave=False)


async def accept_change(desk: Desk, request: Request) -> Reply:
    """Press of `room_leave`: the change to the channel stays."""
    return await _answer(desk, request, leave=True)


async def _answer(desk: Desk, request: Request, *, leave: bool) -> Reply:
    change, user, *room = request.ids.names
    command = PutChannelRight(
        key=request.key,
        actor=request.user,
        incident=request.ids.incident,
        change=cast(ChannelChange, change),
        user=user,
        leave=leave,
        room="counsel" if room == ["counsel"] else "incident",
    )
    return show_outcome(desk, request, await desk.execute(command))
