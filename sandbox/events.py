"""Which subscription and which scope an event needs (docs: "Events reference")."""

from __future__ import annotations

from sandbox.channel import Channel

# event -> scope; {kind} stands for channels, groups, im or mpim
SCOPES = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "message": "{kind}:history",
    "member_joined_channel": "{kind}:read",
    "member_left_channel": "{kind}:read",
    "channel_rename": "{kind}:read",
    "channel_archive": "{kind}:read",
    "channel_unarchive": "{kind}:read",
    "channel_deleted": "{kind}:read",
    "channel_left": "{kind}:read",
    "channel_shared": "{kind}:read",
    "channel_unshared": "{kind}:read",
    "channel_created": "channels:read",
    "pin_added": "pins:read",
    "reaction_added": "reactions:read",
    "file_shared": "files:read",
    "file_deleted": "files:read",
    "team_join": "users:read",
    "user_change": "users:read",
    "subteam_members_changed": "usergroups:read",
}
PRIVATE_NAMES = {
    "channel_rename": "group_rename",
    "channel_archive": "group_archive",
    "channel_unarchive": "group_unarchive",
    "channel_deleted": "group_deleted",
    "channel_left": "group_left",
}


def subscription_of(kind: str, channel: Channel | None) -> str:
    """The name under which a manifest subscribes to this event."""
    if kind == "message" and channel:
        return f"message.{channel.kind}"
    if channel and channel.is_private and kind in PRIVATE_NAMES:
        return PRIVATE_NAMES[kind]
    return kind


def scope_of(kind: str, channel: Channel | None) -> str:
    """The scope without which Slack keeps this event back."""
    return SCOPES.get(kind, "").format(kind=channel.kind if channel else "channels")
