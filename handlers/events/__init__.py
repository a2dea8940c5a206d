"""Events from Slack: one file a noun."""

from slack_bolt.async_app import AsyncApp

from handlers.boundary import Boundary
from handlers.events import app_home


def register(app: AsyncApp, boundary: Boundary) -> None:
    """Listen to the events that the manifest subscribes to."""
    app.event("app_home_opened")(boundary.listener(app_home.opened))
