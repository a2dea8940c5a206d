"""Events from Slack: one file a noun."""

from slack_bolt.async_app import AsyncApp

from handlers.boundary import Boundary
from handlers.events import app_home, message, people, room


def register(app: AsyncApp, boundary: Boundary) -> None:
    """Listen to the events that the manifest subscribes to."""
    app.event("app_home_opened")(boundary.listener(app_home.opened))
    app.event("message")(boundary.listener(message.arrived))
    app.event("member_joined_channel")(boundary.listener(room.listener("joined")))
    app.event("member_left_channel")(boundary.listener(room.listener("left")))
    app.event("group_rename")(boundary.listener(room.listener("renamed")))
    app.event("group_archive")(boundary.listener(room.listener("archived")))
    app.event("group_unarchive")(boundary.listener(room.listener("unarchived")))
    app.event("group_deleted")(boundary.listener(room.listener("deleted")))
    app.event("group_left")(boundary.listener(room.listener("removed")))
    app.event("channel_shared")(boundary.listener(room.listener("shared")))
    app.event("channel_unshared")(boundary.listener(room.listener("unshared")))
    app.event("user_change")(boundary.listener(people.account_changed))
    app.event("team_join")(boundary.listener(people.account_changed))
    app.event("subteam_members_changed")(boundary.listener(people.group_changed))
