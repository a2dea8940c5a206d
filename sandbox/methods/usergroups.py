"""User groups and who is in them."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.errors import SlackError
from sandbox.methods.registry import method
from sandbox.row import Json


@method("usergroups.list", "usergroups:read")
def usergroups_list(call: Call) -> Json:
    """Docs: "usergroups.list"."""
    groups = []
    for group in call.workspace.usergroups.values():
        row: Json = {
            "id": group.id,
            "team_id": call.workspace.team_id,
            "is_usergroup": True,
            "name": group.name,
            "handle": group.handle,
            "description": "",
            "date_update": group.date_update,
            "date_delete": 0,
            "user_count": len(group.users),
        }
        if call.flag("include_users"):
            row["users"] = list(group.users)
        groups.append(row)
    return {"usergroups": groups}


@method("usergroups.users.list", "usergroups:read")
def usergroups_users_list(call: Call) -> Json:
    """Docs: "usergroups.users.list"."""
    group = call.workspace.usergroups.get(call.text("usergroup", required=True))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}
