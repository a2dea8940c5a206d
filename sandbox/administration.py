"""What administrators of the workspace do: accounts, user groups, other people's messages."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.errors import NotPossible
from sandbox.happenings import Happenings
from sandbox.people import Person, person_id
from sandbox.row import Json


def _person(slack: Happenings, handle: str) -> Person:
    found = slack.workspace.by_handle(handle)
    if found is None:
        raise LookupError(f"nobody here is called {handle!r}")
    return found


def _tell(slack: Happenings, kind: str, person: Person) -> None:
    """Tell the app of an account; the address only under users:read.email (docs: "user_change event")."""
    user = person.user_object(with_email="users:read.email" in slack.world.scopes)
    slack.emit(kind, {"user": user, "cache_ts": int(slack.world.clock.seconds())}, None, person.id)


def deactivate(slack: Happenings, handle: str) -> None:
    """Deactivate somebody: gone from every channel, kept in the list of people."""
    person = _person(slack, handle)
    person.deleted = True
    for channel in slack.workspace.channels.values():
        if person.id in channel.members and not channel.is_im:
            channel.members.remove(person.id)
    _tell(slack, "user_change", person)


def join_team(slack: Happenings, handle: str, name: str, title: str) -> None:
    """Somebody new comes into the workspace."""
    email = f"{handle}@dot.example.gov"
    person = Person(id=person_id(handle), handle=handle, name=name, title=title, email=email)
    person.team_id = slack.workspace.team_id
    slack.workspace.people[person.id] = person
    _tell(slack, "team_join", person)


def change_email(slack: Happenings, handle: str, email: str, *, quietly: bool) -> None:
    """Give somebody another address; the id stays."""
    person = _person(slack, handle)
    if any(email.lower() == other.email.lower() for other in slack.workspace.people.values() if other is not person):
        raise NotPossible(f"{email} is somebody else's")
    person.email = email
    if quietly:
        slack.world.changed()
    else:
        _tell(slack, "user_change", person)


def make_guest(slack: Happenings, handle: str, *, quietly: bool) -> None:
    """Turn a member into a multi-channel guest, who stays in the channels where they are."""
    person = _person(slack, handle)
    person.is_restricted = True
    if quietly:
        slack.world.changed()
    else:
        _tell(slack, "user_change", person)


def change_usergroup(slack: Happenings, handle: str, members: Sequence[str], *, quietly: bool) -> None:
    """Say anew who is in a user group (docs: "subteam_members_changed event"); `quietly`: the app hears no event."""
    groups = slack.workspace.usergroups.values()
    group = next((item for item in groups if handle.lstrip("@") in (item.handle, item.id)), None)
    if group is None:
        raise LookupError(f"there is no user group {handle!r}")
    before, group.users = group.users, [_person(slack, who).id for who in members]
    previous, group.date_update = group.date_update, int(slack.world.clock.seconds())
    if quietly:
        slack.world.changed()
        return
    added = [user for user in group.users if user not in before]
    removed = [user for user in before if user not in group.users]
    fields: Json = {
        "subteam_id": group.id,
        "team_id": slack.workspace.team_id,
        "date_previous_update": previous,
        "date_update": group.date_update,
        "added_users": added,
        "added_users_count": len(added),
        "removed_users": removed,
        "removed_users_count": len(removed),
    }
    slack.emit("subteam_members_changed", fields)


def delete_message(slack: Happenings, channel: str, ts: str) -> None:
    """Delete anybody's message, the bot's too."""
    found = slack.workspace.named(channel)
    message = found.message(ts) if found else None
    if message is None:
        raise LookupError(f"there is no message {ts!r} in {channel!r}")
    slack.delete(message)
