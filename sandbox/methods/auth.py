"""Who am I, where am I, and the address of a socket."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.errors import SlackError
from sandbox.methods.registry import method
from sandbox.row import Json


@method("api.test", token="none")  # noqa: S106  # not a token but its kind
def api_test(call: Call) -> Json:
    """Docs: "api.test"."""
    if error := call.text("error"):
        raise SlackError(error, args=call.args)
    return {"args": call.args}


@method("auth.test")
def auth_test(call: Call) -> Json:
    """Docs: "auth.test"."""
    workspace = call.workspace
    return {
        "url": call.world.page_url,
        "team": workspace.team_name,
        "user": workspace.bot.handle,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", token="app")  # noqa: S106  # not a token but its kind
def apps_connections_open(call: Call) -> Json:
    """Docs: "apps.connections.open"."""
    return {"url": call.slack.deliveries.sockets.new_ticket(call.world.socket_url)}


@method("bots.info", "users:read")
def bots_info(call: Call) -> Json:
    """Docs: "bots.info"."""
    workspace = call.workspace
    asked = call.text("bot")
    if asked and asked != workspace.bot_id:
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": workspace.bot_id,
            "deleted": False,
            "name": workspace.bot.handle,
            "updated": 1700000000,
            "app_id": workspace.app_id,
            "user_id": workspace.bot.id,
            "icons": {},
        }
    }


@method("team.info", "team:read")
def team_info(call: Call) -> Json:
    """Docs: "team.info"."""
    workspace = call.workspace
    return {
        "team": {
            "id": workspace.team_id,
            "name": workspace.team_name,
            "domain": workspace.domain,
            "email_domain": "dot.example.gov",
            "icon": {"image_default": True},
        }
    }
