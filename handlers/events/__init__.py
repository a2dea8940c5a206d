"""Events from Slack: one file a noun."""

from collections.abc import Mapping

from slack_bolt.async_app import AsyncApp

from handlers.boundary import Boundary, Handler
from handlers.desk import Desk
from handlers.events import app_home, channel_watch, message, people
from handlers.listeners import names_of
from handlers.replies import Reply
from handlers.request import Request

EVENTS: Mapping[str, Handler] = {
    "app_home_opened": app_home.opened,
    "message": message.arrived,
    "member_joined_channel": channel_watch.listen_for("joined"),
    "member_left_channel": channel_watch.listen_for("left"),
    "group_rename": channel_watch.listen_for("renamed"),
    "group_archive": channel_watch.listen_for("archived"),
    "group_unarchive": channel_watch.listen_for("unarchived"),
    "group_deleted": channel_watch.listen_for("deleted"),
    "group_left": channel_watch.listen_for("removed"),
    "channel_shared": channel_watch.listen_for("shared"),
    "channel_unshared": channel_watch.listen_for("unshared"),
    "user_change": people.account_changed,
    "team_join": people.account_changed,
    "subteam_members_changed": people.group_changed,
}


async def arrive(desk: Desk, request: Request) -> Reply:
    """Hand an event over by its type."""
    return await EVENTS[str(request.body["event"]["type"])](desk, request)


def register(app: AsyncApp, boundary: Boundary) -> None:
    """Listen to the events that the manifest subscribes to."""
    app.event(names_of(EVENTS))(boundary.listener(arrive))
