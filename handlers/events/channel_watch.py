"""Events of an incident's channel: who comes and goes, its name, its archive, who can see it, its end."""

from collections.abc import Awaitable, Callable

from bot.commands import ChannelChange, ChannelChanged
from handlers.desk import Desk
from handlers.replies import Nothing, Reply
from handlers.request import Request
from storage import rooms

_OF_THE_BOT: dict[ChannelChange, ChannelChange] = {"joined": "returned", "left": "removed"}


def listen_for(change: ChannelChange) -> Callable[[Desk, Request], Awaitable[Reply]]:
    """The handler of one kind of change."""

    async def changed(desk: Desk, request: Request) -> Reply:
        event = request.body["event"]
        is_bot = request.user in _bots(desk, request)
        if change == "joined" and not is_bot and event.get("inviter") in _bots(desk, request):
            return Nothing()
        if change == "unshared" and event.get("is_ext_shared"):  # another organization is still there
            return Nothing()
        channel = event.get("channel")
        found = channel if isinstance(channel, dict) else {"id": channel, "name": ""}
        place = await desk.ask(lambda conn: rooms.by_room(conn, str(found.get("id"))))
        if place is not None:
            await desk.execute(
                ChannelChanged(
                    key=request.key,
                    incident=place[0],
                    room=place[1],
                    change=_OF_THE_BOT.get(change, change) if is_bot else change,
                    user="" if is_bot else request.user,
                    name=str(found.get("name") or ""),
                )
            )
        return Nothing()

    return changed


def _bots(desk: Desk, request: Request) -> set[str]:
    """The bot itself: its own acts need no alarm. That it was taken out does."""
    authorized = {str(one.get("user_id")) for one in request.body.get("authorizations") or ()}
    return authorized | ({desk.workspace.user} if desk.workspace and desk.workspace.user else set())
