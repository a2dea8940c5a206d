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
        if change == "joined" and _by_the_bot(request):
            return Nothing()
        channel = request.body["event"].get("channel")
        found = channel if isinstance(channel, dict) else {"id": channel, "name": ""}
        incident = await desk.ask(lambda conn: facts.by_channel(conn, str(found.get("id"))))
        if incident is not None:
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


def _by_the_bot(request: Request) -> bool:
    """Whether the bot itself came in, or invited: its own acts need no alarm. That it was taken out does."""
    authorized = {one.get("user_id") for one in request.body.get("authorizations") or ()}
    return bool(authorized & {request.user, request.body["event"].get("inviter")})
