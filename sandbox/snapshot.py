"""All that one person sees at one moment, as JSON for the page."""

from __future__ import annotations

from sandbox.channel import Channel
from sandbox.happenings import Happenings
from sandbox.person import Actor
from sandbox.row import Json


def snapshot(slack: Happenings, actor: Actor) -> Json:
    """What the page needs to draw itself for that person."""
    workspace, manifest = slack.workspace, slack.world.manifest
    direct = [item for item in workspace.channels.values() if (item.is_im or item.is_mpim) and actor.id in item.members]
    people = [*workspace.people.values(), workspace.bot]
    stack = workspace.modals.get(actor.id, [])
    return {
        "version": slack.world.version,
        "me": actor.id,
        "team": workspace.team_name,
        "app": {
            "name": manifest.name,
            "bot": workspace.bot.id,
            "home_tab": manifest.home_tab,
            "messages_tab": manifest.messages_tab,
            "listens": manifest.messages_tab and not manifest.messages_tab_read_only,
        },
        "people": [
            {
                "id": person.id,
                "handle": person.handle,
                "name": person.name,
                "title": person.title,
                "guest": person.is_restricted,
                "deactivated": person.deleted,
                "bot": person.is_bot,
            }
            for person in people
        ],
        "usergroups": [
            {"id": g.id, "handle": g.handle, "name": g.name, "users": g.users} for g in workspace.usergroups.values()
        ],
        "commands": [item.json() for item in slack.world.manifest.commands.values()],
        "shortcuts": [item.json() for item in slack.world.manifest.shortcuts.values()],
        "channels": [_conversation(actor, item) for item in actor.channels() + direct],
        "ephemerals": [message.json() | {"channel": message.channel} for message in actor.ephemerals],
        "modals": [view.json() | {"errors": view.errors, "trouble": view.trouble} for view in stack],
        "home": actor.home,
        "clock": {"now": slack.world.clock.now().isoformat(), "moved_by": round(slack.world.clock.moved_by)},
        "faults": [fault.json() for fault in slack.world.faults],
        "journal": len(slack.world.journal),
        "violations": len(slack.world.violations),
        "transport": {"http": slack.world.app_url, "sockets": len(slack.deliveries.sockets.connections)},
    }


def _conversation(actor: Actor, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_member": actor.id in channel.members,
        "topic": channel.topic,
        "purpose": channel.purpose,
        "members": channel.members,
        "pins": channel.pins,
        "bookmarks": [bookmark.json() for bookmark in channel.bookmarks],
        "messages": [message.answer(with_metadata=True) | {"channel": channel.id} for message in channel.messages],
    }
