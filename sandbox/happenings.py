"""What happens beyond one method: joining, leaving, events, ephemeral messages, views, files."""

from __future__ import annotations

from typing import Any

from sandbox.channel import Channel
from sandbox.deliveries import Answer, Deliveries, Delivery
from sandbox.events import scope_of, subscription_of
from sandbox.inputs import initial_state
from sandbox.message import Message
from sandbox.row import Json
from sandbox.view import View
from sandbox.workspace import File, ResponseUrl, Trigger, file_object
from sandbox.world import World


class Happenings:
    """The acts of Slack itself, used by the methods and by people alike."""

    def __init__(self, world: World, deliveries: Deliveries) -> None:
        self.world = world
        self.deliveries = deliveries
        self.workspace = world.workspace

    def event(
        self, kind: str, fields: Json, channel: Channel | None = None, person: str | None = None
    ) -> Delivery | None:
        """The delivery of an event, or None when the app has not subscribed or may not see it."""
        if subscription_of(kind, channel) not in self.world.manifest.events:
            return None
        scope = scope_of(kind, channel)
        if scope and scope not in self.world.scopes:
            return None
        hidden = channel and channel.kind != "channels" and self.workspace.bot.id not in channel.members
        if hidden and kind != "channel_left":
            return None
        if kind == "message" and channel and self.workspace.bot.id not in channel.members:
            return None
        workspace = self.workspace
        told = kind if kind == "message" else subscription_of(kind, channel)
        event_ts = workspace.next_ts()
        payload: Json = {
            "token": "sandbox",
            "team_id": workspace.team_id,
            "api_app_id": workspace.app_id,
            "event": {"type": told, "event_ts": event_ts, **fields},
            "type": "event_callback",
            "event_id": workspace.next_id("Ev"),
            "event_time": int(float(event_ts)),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.team_id,
                    "user_id": workspace.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.connected_teams),
        }
        return Delivery(kind="events_api", name=kind, person=person, payload=payload)

    def emit(self, kind: str, fields: Json, channel: Channel | None = None, person: str | None = None) -> None:
        """Deliver an event beside whatever is going on."""
        delivery = self.event(kind, fields, channel, person)
        if delivery:
            self.deliveries.spawn(self.deliveries.event(delivery))
        self.world.changed()

    async def deliver_event(self, kind: str, fields: Json, person: str | None = None) -> Answer:
        """Deliver an event and wait for the app's first answer; "unsubscribed" when it does not listen."""
        delivery = self.event(kind, fields, None, person)
        return await self.deliveries.event(delivery) if delivery else Answer(status="unsubscribed")

    def enter(self, channel: Channel, user: str, inviter: str = "", *, quietly: bool = False) -> None:
        """Somebody comes into a channel; `quietly`: the app is not told, as when an event is lost."""
        channel.members.append(user)
        self.workspace.notice(channel, "channel_join", user, f"<@{user}> has joined the channel")
        self.world.changed()
        if quietly:
            return
        fields: Json = {
            "user": user,
            "channel": channel.id,
            "channel_type": "C",
            "team": self.workspace.team_id,
        }
        if inviter:
            fields["inviter"] = inviter
        self.emit("member_joined_channel", fields, channel, user)

    def exit(self, channel: Channel, user: str, *, quietly: bool = False) -> None:
        """Somebody leaves a channel or is taken out; `quietly`: the app is not told."""
        channel.members.remove(user)
        self.workspace.notice(channel, "channel_leave", user, f"<@{user}> has left the channel")
        self.world.changed()
        if quietly:
            return
        if user == self.workspace.bot.id:
            self.emit("channel_left", {"channel": channel.id}, channel, user)
        fields = {
            "user": user,
            "channel": channel.id,
            "channel_type": "C",
            "team": self.workspace.team_id,
        }
        self.emit("member_left_channel", fields, channel, user)

    def message(self, message: Message, *, changed: bool = False) -> None:
        """Tell the app about a new or changed message."""
        channel = self.workspace.channels[message.channel]
        kind = {"channels": "channel", "groups": "group"}.get(channel.kind, channel.kind)
        fields: Json = {"channel": channel.id, "channel_type": kind}
        if changed:
            fields |= {"subtype": "message_changed", "message": message.answer(), "hidden": True}
        else:
            fields |= message.answer()
        fields["ts"] = message.ts
        self.emit("message", fields, channel, message.user)
        mention = f"<@{self.workspace.bot.id}>"
        if not changed and mention in message.text and message.bot_id is None:
            self.emit("app_mention", fields, channel, message.user)

    def delete(self, message: Message) -> None:
        """A message goes; one with replies leaves a tombstone."""
        channel = self.workspace.channels[message.channel]
        if message.ts in channel.pins:
            channel.pins.remove(message.ts)
        if message.replies:
            message.subtype, message.text, message.bot_id = "tombstone", "This message was deleted.", None
            message.blocks, message.attachments, message.files, message.metadata = [], [], [], None
        else:
            channel.messages.remove(message)
            parent = channel.message(message.thread_ts or "")
            if parent and message.ts in parent.replies:
                parent.replies.remove(message.ts)
        fields = {
            "subtype": "message_deleted",
            "channel": channel.id,
            "deleted_ts": message.ts,
            "hidden": True,
        }
        self.emit("message", fields, channel, message.user)

    def ephemeral(self, user: str, channel_id: str, **fields: Any) -> Message:
        """Show a message to one person only."""
        workspace = self.workspace
        message = Message(
            ts=workspace.next_ts(),
            channel=channel_id,
            user=fields.pop("by", workspace.bot.id),
            bot_id=workspace.bot_id,
            is_ephemeral=True,
            **fields,
        )
        workspace.ephemerals.setdefault(user, []).append(message)
        self.world.changed()
        return message

    def trigger(self, user: str, view_id: str | None = None) -> str:
        """A fresh trigger_id for an act of that person."""
        workspace = self.workspace
        number = len(workspace.triggers) + 1
        trigger_id = f"{number}.{workspace.team_id}.{workspace.next_hash().split('.')[1]}"
        workspace.triggers[trigger_id] = Trigger(
            id=trigger_id, user_id=user, at=self.world.clock.seconds(), view_id=view_id
        )
        return trigger_id

    def response_url(self, user: str, channel_id: str, message: Message | None = None) -> str:
        """A fresh response_url for an act of that person."""
        workspace = self.workspace
        number, secret = len(workspace.response_urls) + 1, workspace.next_hash().split(".")[1]
        path = f"actions/{workspace.team_id}/{number}/{secret}"
        workspace.response_urls[path] = ResponseUrl(
            path=path, user_id=user, channel_id=channel_id, at=self.world.clock.seconds(), message=message
        )
        return self.world.page_url + path

    def new_view(self, user: str, definition: Json) -> View:
        """A view as Slack keeps it, not yet shown anywhere."""
        workspace = self.workspace
        return View(
            id=workspace.next_id("V"),
            user_id=user,
            type=definition["type"],
            hash=workspace.next_hash(),
            definition=definition,
            team_id=workspace.team_id,
            app_id=workspace.app_id,
            bot_id=workspace.bot_id,
            state=initial_state(definition["blocks"]),
        )

    def push_view(self, user: str, definition: Json) -> View:
        """A view on top of the person's modals."""
        stack = self.workspace.modals.setdefault(user, [])
        view = self.new_view(user, definition)
        if stack:
            view.root_id = stack[0].id
            view.previous_id = stack[-1].id
        stack.append(view)
        return view

    def update_view(self, view: View, definition: Json) -> None:
        """Replace what a view shows; typed values stay where they can."""
        view.definition = definition
        view.state = initial_state(view.blocks, view.state)
        view.hash = self.workspace.next_hash()
        view.errors = {}
        view.trouble = ""

    def share_file(self, file: File, message: Message) -> None:
        """Note where a file is shown, and tell the app."""
        channel = self.workspace.channels[message.channel]
        if channel.id not in file.channels:
            file.channels.append(channel.id)
        file.shares.append({"channel": channel.id, "ts": message.ts})
        message.files = [
            file_object(self.world.page_url, file) if shown["id"] == file.id else shown for shown in message.files
        ]
        fields = {"file_id": file.id, "user_id": file.user, "channel_id": channel.id, "file": {"id": file.id}}
        self.emit("file_shared", fields, channel, file.user)

    def delete_file(self, file: File) -> None:
        """A file goes, everywhere."""
        workspace = self.workspace
        del workspace.files[file.id]
        for channel in workspace.channels.values():
            for message in channel.messages:
                message.files = [
                    {"id": file.id, "mode": "tombstone", "name": "This file was deleted."}
                    if shown["id"] == file.id
                    else shown
                    for shown in message.files
                ]
        self.emit("file_deleted", {"file_id": file.id}, None, file.user)
