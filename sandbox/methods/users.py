"""People as the app may see them."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.errors import SlackError
from sandbox.methods.registry import method
from sandbox.people import Person
from sandbox.row import Json


def _shown(call: Call, person: Person) -> Json:
    return person.user_object(with_email="users:read.email" in call.world.scopes)


@method("users.list", "users:read")
def users_list(call: Call) -> Json:
    """Docs: "users.list"."""
    everybody = [*call.workspace.people.values(), call.workspace.bot]
    page, metadata = call.page(everybody, default=1000)
    return {
        "members": [_shown(call, person) for person in page],
        "cache_ts": int(call.world.clock.seconds()),
        "response_metadata": metadata,
    }


@method("users.info", "users:read")
def users_info(call: Call) -> Json:
    """Docs: "users.info"."""
    person = call.workspace.user(call.text("user", missing="user_not_found"))
    if person is None:
        raise SlackError("user_not_found")
    return {"user": _shown(call, person)}


@method("users.lookupByEmail", "users:read.email")
def users_lookup_by_email(call: Call) -> Json:
    """Docs: "users.lookupByEmail"; somebody deactivated is not found."""
    wanted = call.text("email", missing="users_not_found").lower()
    for person in call.workspace.people.values():
        if person.email.lower() == wanted and not person.deleted:
            return {"user": _shown(call, person)}
    raise SlackError("users_not_found")
