"""Events of an incident's channel: somebody comes or goes, it gets another name, it is archived."""

from collections.abc import Awaitable, Callable

from bot.commands import RoomChange, RoomChanged
from handlers.desk import Desk
from handlers.replies import Nothing, Reply
from handlers.request import Request
from storage import facts


def listener(change: RoomChange) -> Callable[[Desk, Request], Awaitable[Reply]]:
    """The handler of one kind of change."""

    async def changed(desk: Desk, request: Request) -> Reply:
        channel = request.body["event"].get("channel")
        found = channel if isinstance(channel, dict) else {"id": channel, "name": ""}
        incident = await desk.ask(lambda conn: facts.by_channel(conn, str(found.get("id"))))
        if incident is not None and not _is_the_bot(request, change):
            await desk.execute(
                RoomChanged(
                    key=request.key,
                    incident=incident,
                    change=change,
                    user=request.user,
                    name=str(found.get("name") or ""),
                )
            )
        return Nothing()

    return changed


def _is_the_bot(request: Request, change: RoomChange) -> bool:
    """Whether the bot itself came in; when it is taken out, AI must know."""
    authorized = request.body.get("authorizations") or ()
    return change == "joined" and any(one.get("user_id") == request.user for one in authorized)
