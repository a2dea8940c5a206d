"""What people do to a channel: making it, who is in it, who can see it, its end."""

from __future__ import annotations

from sandbox.acts import need_active, own_place, place_of
from sandbox.channel import Channel
from sandbox.errors import NotPossible, SlackError
from sandbox.happenings import Happenings
from sandbox.people import Person
from sandbox.row import Json
from sandbox.rules.channels import check_channel_name

MADE_PUBLIC = "made this channel *public*. Any member in this workspace can see and join it."
MADE_PRIVATE = "made this channel *private*. Now, it can only be viewed or joined by invitation."


def create_channel(slack: Happenings, person: Person, name: str, *, is_private: bool) -> Channel:
    """Make a channel."""
    need_active(person)
    try:
        check_channel_name(name)
    except SlackError as error:
        raise NotPossible(f"a channel cannot be called {name!r}: {error.code}") from error
    if slack.workspace.named(name):
        raise NotPossible(f"the name {name!r} is taken")
    channel = slack.workspace.add_channel(name=name, creator=person.id, is_private=is_private, members=[person.id])
    if not is_private:
        fields = {"channel": {"id": channel.id, "name": name, "created": channel.created, "creator": person.id}}
        slack.emit("channel_created", fields, channel, person.id)
    slack.world.changed()
    return channel


def _who(slack: Happenings, handle: str) -> str:
    if handle in (slack.workspace.bot.handle, slack.workspace.bot.id):
        return slack.workspace.bot.id
    found = slack.workspace.by_handle(handle)
    if found is None:
        raise NotPossible(f"nobody here is called {handle!r}")
    return found.id


def invite(slack: Happenings, person: Person, name: str | Channel, handles: tuple[str, ...], *, quietly: bool) -> None:
    """Bring people into a channel."""
    channel = own_place(slack, person, name)
    for handle in handles:
        user = _who(slack, handle)
        if user not in channel.members:
            slack.enter(channel, user, person.id, quietly=quietly)


def join(slack: Happenings, person: Person, name: str | Channel) -> None:
    """Come into a public channel."""
    channel = place_of(slack, person, name)
    if channel.is_archived or person.is_restricted:
        raise NotPossible(f"{person.handle} cannot join {channel.name}")
    if person.id not in channel.members:
        slack.enter(channel, person.id)


def leave(slack: Happenings, person: Person, name: str | Channel) -> None:
    """Leave a channel."""
    slack.exit(own_place(slack, person, name), person.id)


def kick(slack: Happenings, person: Person, name: str | Channel, handle: str, *, quietly: bool) -> None:
    """Take somebody out of a channel."""
    channel = own_place(slack, person, name)
    user = _who(slack, handle)
    if user not in channel.members:
        raise NotPossible(f"{handle} is not in {channel.name}")
    slack.exit(channel, user, quietly=quietly)


def archive(slack: Happenings, person: Person, name: str | Channel) -> None:
    """Archive a channel."""
    channel = own_place(slack, person, name)
    channel.is_archived = True
    slack.workspace.notice(channel, "channel_archive", person.id, f"<@{person.id}> archived the channel")
    slack.emit("channel_archive", {"channel": channel.id, "user": person.id}, channel, person.id)


def unarchive(slack: Happenings, person: Person, name: str | Channel) -> None:
    """Open an archived channel again."""
    need_active(person)
    channel = place_of(slack, person, name)
    if not channel.is_archived:
        raise NotPossible(f"{channel.name} is not archived")
    channel.is_archived = False
    slack.workspace.notice(channel, "channel_unarchive", person.id, f"<@{person.id}> un-archived the channel")
    slack.emit("channel_unarchive", {"channel": channel.id, "user": person.id}, channel, person.id)


def make_public(slack: Happenings, person: Person, name: str | Channel) -> None:
    """Open a private channel to the whole workspace (docs: "channel_convert_to_public message")."""
    _convert(slack, person, name, private=False)


def make_private(slack: Happenings, person: Person, name: str | Channel) -> None:
    """Close a public channel to all but its members (docs: "channel_convert_to_private message")."""
    _convert(slack, person, name, private=True)


def _convert(slack: Happenings, person: Person, name: str | Channel, *, private: bool) -> None:
    """The id stays; an app hears of it only as a message, under the subscription of what the channel became."""
    channel = own_place(slack, person, name)
    word = "private" if private else "public"
    if channel.is_im or channel.is_mpim or channel.is_general:
        raise NotPossible("this conversation cannot be converted")
    if channel.is_private == private:
        raise NotPossible(f"{channel.name} is {word} already")
    channel.is_private = private
    words = MADE_PRIVATE if private else MADE_PUBLIC
    slack.message(slack.workspace.notice(channel, f"channel_convert_to_{word}", person.id, words))


def share_outside(slack: Happenings, person: Person, name: str | Channel, team: str) -> None:
    """Share a channel with another organization, by its team id (docs: "channel_shared event")."""
    channel = own_place(slack, person, name)
    if team in channel.connected_teams:
        raise NotPossible(f"{channel.name} is shared with {team} already")
    channel.connected_teams.append(team)
    slack.emit("channel_shared", {"connected_team_id": team, "channel": channel.id}, channel, person.id)


def unshare(slack: Happenings, person: Person, name: str | Channel, team: str) -> None:
    """End the sharing with another organization (docs: "channel_unshared event")."""
    channel = own_place(slack, person, name)
    if team not in channel.connected_teams:
        raise NotPossible(f"{channel.name} is not shared with {team}")
    channel.connected_teams.remove(team)
    fields: Json = {
        "previously_connected_team_id": team,
        "channel": channel.id,
        "is_ext_shared": bool(channel.connected_teams),
    }
    slack.emit("channel_unshared", fields, channel, person.id)


def delete_channel(slack: Happenings, person: Person, name: str | Channel) -> None:
    """Delete a channel with all that was said there (docs: "group_deleted event"); its name is free again."""
    need_active(person)
    channel = place_of(slack, person, name)
    if channel.is_general or channel.is_im or channel.is_mpim:
        raise NotPossible("this conversation cannot be deleted")
    fields: Json = {
        "channel": channel.id,
        "date_deleted": int(slack.world.clock.seconds()),
        "actor_id": person.id,
    }
    slack.emit("channel_deleted", fields, channel, person.id)
    slack.workspace.remove_channel(channel)
    slack.world.changed()
