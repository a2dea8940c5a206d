"""Somebody acting in this Slack, with what Slack's own screen would show and allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox import acts, channel_acts, interactions, payloads
from sandbox.channel import Channel
from sandbox.deliveries import Answer
from sandbox.errors import NotPossible
from sandbox.happenings import Happenings
from sandbox.inputs import VALUE_KEYS, filled, options
from sandbox.message import NOTICES, Message
from sandbox.row import Json
from sandbox.text import text_of
from sandbox.view import View


class Actor:
    """`slack.person("alice")`: acts and reads as that person."""

    def __init__(self, slack: Happenings, handle: str) -> None:
        found = slack.workspace.by_handle(handle)
        if found is None:
            known = ", ".join(person.handle for person in slack.workspace.people.values())
            raise LookupError(f"nobody here is called {handle!r}; there is {known}")
        self.slack = slack
        self.user = found
        self.id = found.id
        self.handle = found.handle

    # Reading

    def channels(self) -> list[Channel]:
        """The channels that this person can see: public ones and the own; a guest only the own."""
        return [
            item
            for item in self.slack.workspace.channels.values()
            if not item.is_im and not item.is_mpim and self.may_see(item)
        ]

    def may_see(self, channel: Channel) -> bool:
        """Can this person look into the conversation?"""
        return self.slack.workspace.may_see(self.user, channel)

    def channel(self, name: str | Channel) -> Channel:
        """A conversation by name or id; NotPossible when it is hidden from this person."""
        return acts.place_of(self.slack, self.user, name)

    def messages(self, channel: str | Channel, *, notices: bool = False) -> list[Message]:
        """What this person sees there, replies included, oldest first; nothing where it is hidden."""
        name = channel.id if isinstance(channel, Channel) else channel
        found = self.slack.workspace.named(name)
        if found is None:
            raise LookupError(f"there is no conversation {name!r}")
        if not self.may_see(found):
            return []
        return [item for item in found.messages if notices or item.subtype not in NOTICES]

    def read(self, channel: str | Channel) -> str:
        """All text of a channel."""
        return "\n".join(text_of(message) for message in self.messages(channel))

    def dm(self) -> list[Message]:
        """The messages between this person and the bot."""
        channel = self.slack.workspace.direct(self.id, self.slack.workspace.bot.id)
        return list(channel.messages) if channel else []

    @property
    def ephemerals(self) -> list[Message]:
        """The messages that only this person sees, newest last."""
        return self.slack.workspace.ephemerals.setdefault(self.id, [])

    @property
    def views(self) -> list[Json]:
        """The open modals, the topmost last."""
        return [view.json() for view in self._stack()]

    @property
    def view(self) -> Json | None:
        """The modal on top, or None."""
        stack = self._stack()
        return stack[-1].json() if stack else None

    @property
    def errors(self) -> dict[str, str]:
        """The sentences under the fields of the modal on top."""
        stack = self._stack()
        return dict(stack[-1].errors) if stack else {}

    @property
    def home(self) -> Json | None:
        """The App Home that the app published for this person, or None."""
        view = self.slack.workspace.homes.get(self.id)
        return view.json() if view else None

    def _stack(self) -> list[View]:
        return self.slack.workspace.modals.get(self.id, [])

    def _top(self) -> View:
        stack = self._stack()
        if not stack:
            raise NotPossible(f"{self.handle} has no modal open")
        return stack[-1]

    # Acting

    async def command(self, name: str, text: str = "", channel: str | Channel | None = None) -> Answer:
        """Type a slash command: in #general, or the bot's DM where that is hidden, unless told where."""
        acts.need_active(self.user)
        return await interactions.command(self.slack, self.user, self._place(channel), name, text)

    def _place(self, channel: str | Channel | None) -> Channel:
        if channel is not None:
            return self.channel(channel)
        general = self.slack.workspace.named("general")
        if general and self.may_see(general):
            return general
        return self.slack.workspace.open_direct(self.slack.workspace.bot.id, self.id)

    async def shortcut(self, callback_id: str) -> Answer:
        """Choose a global shortcut."""
        acts.need_active(self.user)
        return await interactions.shortcut(self.slack, self.user, callback_id)

    async def message_shortcut(self, callback_id: str, channel: str | Channel, ts: str | Message) -> Answer:
        """Choose a shortcut in a message's menu."""
        place = self.channel(channel)
        message = place.message(ts.ts if isinstance(ts, Message) else ts)
        if message is None:
            raise NotPossible(f"there is no message {ts!r} in {place.name}")
        return await interactions.message_shortcut(self.slack, self.user, callback_id, place, message)

    def fill(self, values: dict[str, Any]) -> None:
        """Put values into the modal on top, by block_id or {block_id: {action_id: value}}; do not send it."""
        view = self._top()
        for block_id, value in values.items():
            block = next((item for item in view.blocks if item.get("block_id") == block_id), None)
            if block is None:
                known = [
                    item["block_id"] for item in view.blocks if item.get("type") in ("input", "actions", "section")
                ]
                raise NotPossible(f"this modal has no block {block_id!r}; it has {known}")
            state = view.state.get(block_id) or {}
            by_action = value if isinstance(value, dict) and value and set(value) <= set(state) else None
            for action_id, item in (by_action or {next(iter(state), ""): value}).items():
                _, element = interactions.find_element(view.blocks, action_id, block_id=block_id)
                state[action_id] = filled(element, item)
        self.slack.world.changed()

    async def submit(self, values: dict[str, Any] | None = None) -> Answer:
        """Fill the modal on top and send it; what Slack's screen refuses comes back as status "refused"."""
        self.fill(values or {})
        return await interactions.submit(self.slack, self.user, self._top())

    async def close(self, *, everything: bool = False) -> Answer:
        """Close the modal on top, or all of them."""
        return await interactions.close(self.slack, self.user, everything=everything)

    async def press(
        self,
        action_id: str,
        message: Message | Json | str | None = None,
        value: Any = None,
        block_id: str | None = None,
        *,
        home: bool = False,
    ) -> Answer:
        """Press a button or choose `value`: in a message, in App Home (home=True), or in the modal."""
        acts.need_active(self.user)
        if message is not None:
            shown = acts.current(self.slack, self.user, message)
            block, element = interactions.find_element(shown.blocks, action_id, block_id=block_id, value=value)
            place = self.slack.workspace.channels[shown.channel]
            chosen = _chosen(element, value)
            return await interactions.press_in_message(self.slack, self.user, place, shown, block, element, chosen)
        view = self.slack.workspace.homes.get(self.id) if home else self._top()
        if view is None:
            raise NotPossible(f"the app has published no App Home for {self.handle}")
        block, element = interactions.find_element(view.blocks, action_id, block_id=block_id, value=value)
        return await interactions.press_in_view(self.slack, self.user, view, block, element, _chosen(element, value))

    async def suggest(self, action_id: str, text: str, message: Message | Json | str | None = None) -> list[Json]:
        """The options of an external select, in a message or the modal on top, as the app offers them for a text."""
        if message is not None:
            shown = acts.current(self.slack, self.user, message)
            channel = self.slack.workspace.channels[shown.channel]
            block, element = interactions.find_element(shown.blocks, action_id)
            place = payloads.message_place(channel, shown)
        else:
            view = self._top()
            block, element = interactions.find_element(view.blocks, action_id)
            place = {"container": {"type": "view", "view_id": view.id}, "view": view.json()}
        _, found = await interactions.suggest(self.slack, self.user, block, element, text, place)
        return found

    async def open_home(self) -> Answer:
        """Open the app's Home tab."""
        return await acts.open_home(self.slack, self.user)

    async def open_messages(self) -> Answer:
        """Open the app's Messages tab, where one may write to it."""
        return await acts.open_messages(self.slack, self.user)

    # Acts that need no app

    def post(self, channel: str | Channel, text: str, thread_ts: str | None = None) -> Message:
        """Write a message."""
        return acts.post(self.slack, self.user, channel, text, thread_ts)

    def post_parts(
        self,
        channel: str | Channel,
        text: str = "",
        *,
        blocks: Sequence[Json] = (),
        attachments: Sequence[Json] = (),
        files: Sequence[tuple[str, bytes]] = (),
    ) -> Message:
        """Write what Slack's composer makes of links, quotes and files; `text` is mrkdwn already."""
        parts = {"blocks": list(blocks), "attachments": list(attachments)}
        return acts.post_parts(self.slack, self.user, channel, text=text, files=list(files), **parts)

    def upload(self, channel: str | Channel, name: str, content: bytes, text: str = "") -> Message:
        """Share a file."""
        return acts.upload(self.slack, self.user, channel, name, content, text)

    def react(self, channel: str | Channel, ts: str, name: str) -> None:
        """Add a reaction, or take the own one back."""
        acts.react(self.slack, self.user, channel, ts, name)

    def create_channel(self, name: str, *, is_private: bool = False) -> Channel:
        """Make a channel, with this person as its only member."""
        return channel_acts.create_channel(self.slack, self.user, name, is_private=is_private)

    def invite(self, channel: str | Channel, *handles: str, quietly: bool = False) -> None:
        """Bring people (or the bot, by its name) into a channel; `quietly`: the app hears no event."""
        channel_acts.invite(self.slack, self.user, channel, handles, quietly=quietly)

    def join(self, channel: str | Channel) -> None:
        """Come into a public channel."""
        channel_acts.join(self.slack, self.user, channel)

    def leave(self, channel: str | Channel) -> None:
        """Leave a channel."""
        channel_acts.leave(self.slack, self.user, channel)

    def kick(self, channel: str | Channel, handle: str, *, quietly: bool = False) -> None:
        """Take somebody (or the bot) out of a channel; `quietly`: the app hears no event."""
        channel_acts.kick(self.slack, self.user, channel, handle, quietly=quietly)

    def archive(self, channel: str | Channel) -> None:
        """Archive a channel."""
        channel_acts.archive(self.slack, self.user, channel)

    def unarchive(self, channel: str | Channel) -> None:
        """Open an archived channel again."""
        channel_acts.unarchive(self.slack, self.user, channel)

    def make_public(self, channel: str | Channel) -> None:
        """Open a private channel to the whole workspace."""
        channel_acts.make_public(self.slack, self.user, channel)

    def make_private(self, channel: str | Channel) -> None:
        """Close a public channel to all but its members."""
        channel_acts.make_private(self.slack, self.user, channel)

    def share_outside(self, channel: str | Channel, team: str) -> None:
        """Share a channel with another organization, by its team id."""
        channel_acts.share_outside(self.slack, self.user, channel, team)

    def unshare(self, channel: str | Channel, team: str) -> None:
        """End the sharing with another organization."""
        channel_acts.unshare(self.slack, self.user, channel, team)

    def delete_channel(self, channel: str | Channel) -> None:
        """Delete a channel with all that was said there."""
        channel_acts.delete_channel(self.slack, self.user, channel)

    def delete(self, channel: str | Channel, ts: str) -> None:
        """Delete an own message."""
        acts.delete(self.slack, self.user, channel, ts)


def _chosen(element: Json, value: Any) -> Json | None:
    if element["type"] == "overflow":
        found = [option for option in options(element) if value in (option.get("value"), option["text"]["text"])]
        if not found:
            known = [option.get("value") for option in options(element)]
            raise NotPossible(f"{element['action_id']} has no option {value!r}; it has {known}")
        return {"selected_option": found[0]}
    if element["type"] in VALUE_KEYS:
        return filled(element, value)
    return None
