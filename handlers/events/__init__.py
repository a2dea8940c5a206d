"""Events from Slack: one file a noun."""

from slack_bolt.async_app import AsyncApp

from handlers.boundary import Boundary
from handlers.events import app_home, channel_watch, message, people


def register(app: AsyncApp, boundary: Boundary) -> None:
    """Listen to the events that the manifest subscribes to."""
    app.event("app_home_opened")(boundary.listener(app_home.opened))
    app.event("message")(boundary.listener(message.arrived))
    app.event("member_joined_channel")(boundary.listener(channel_watch.listen_for("joined")))
    app.event("member_left_channel")(boundary.listener(channel_watch.listen_for("left")))
    app.event("group_rename")(boundary.listener(channel_watch.listen_for("renamed")))
    app.event("group_archive")(boundary.listener(channel_watch.listen_for("archived")))
    app.event("group_unarchive")(boundary.listener(channel_watch.listen_for("unarchived")))
    app.event("group_deleted")(boundary.listener(channel_watch.listen_for("deleted")))
    app.event("group_left")(boundary.listener(channel_watch.listen_for("removed")))
    app.event("channel_shared")(boundary.listener(channel_watch.listen_for("shared")))
    app.event("channel_unshared")(boundary.listener(channel_watch.listen_for("unshared")))
    app.event("user_change")(boundary.listener(people.account_changed))
    app.event("team_join")(boundary.listener(people.account_changed))
    app.event("subteam_members_changed")(boundary.listener(people.group_changed))
