"""Bookmarks of a channel. bookmarks.add does it twice when it is called twice."""

from __future__ import annotations

from urllib.parse import urlsplit

from sandbox.call import Call
from sandbox.channel import Bookmark, Channel
from sandbox.errors import SlackError
from sandbox.methods.registry import method
from sandbox.row import Json

LIMIT = 100  # docs: "bookmarks.add", error too_many_bookmarks


def _member_channel(call: Call) -> Channel:
    channel = call.channel("channel_id")
    if call.me not in channel.members:
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    return channel


def _link(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise SlackError("invalid_link") from error
    if parts.scheme not in ("http", "https") or not parts.netloc or len(text) > 3000:
        raise SlackError("invalid_link")
    return text


def _found(call: Call, channel: Channel) -> Bookmark:
    wanted = call.text("bookmark_id", required=True)
    for bookmark in channel.bookmarks:
        if bookmark.id == wanted:
            return bookmark
    raise SlackError("not_found")


@method("bookmarks.add", "bookmarks:write")
def bookmarks_add(call: Call) -> Json:
    """Docs: "bookmarks.add"."""
    channel = _member_channel(call)
    title = call.text("title", required=True)
    if call.text("type", required=True) != "link":
        raise SlackError("invalid_bookmark_type")
    link = _link(call.text("link", missing="invalid_link"))
    if len(channel.bookmarks) >= LIMIT:
        raise SlackError("too_many_bookmarks")
    now = int(call.world.clock.seconds())
    bookmark = Bookmark(
        id=call.workspace.next_id("Bk"),
        channel_id=channel.id,
        title=title,
        link=link,
        emoji=call.text("emoji") or None,
        date_created=now,
        date_updated=now,
        last_updated_by_user_id=call.me,
    )
    channel.bookmarks.append(bookmark)
    return {"bookmark": bookmark.json()}


@method("bookmarks.list", "bookmarks:read")
def bookmarks_list(call: Call) -> Json:
    """Docs: "bookmarks.list"."""
    channel = call.channel("channel_id")
    if call.me not in channel.members:
        raise SlackError("not_in_channel")
    return {"bookmarks": [bookmark.json() for bookmark in channel.bookmarks]}


@method("bookmarks.edit", "bookmarks:write")
def bookmarks_edit(call: Call) -> Json:
    """Docs: "bookmarks.edit"."""
    channel = _member_channel(call)
    bookmark = _found(call, channel)
    if call.has("link"):
        bookmark.link = _link(call.text("link", missing="invalid_link"))
    bookmark.title = call.text("title") or bookmark.title
    bookmark.emoji = call.text("emoji") or bookmark.emoji
    bookmark.date_updated = int(call.world.clock.seconds())
    return {"bookmark": bookmark.json()}


@method("bookmarks.remove", "bookmarks:write")
def bookmarks_remove(call: Call) -> Json:
    """Docs: "bookmarks.remove"."""
    channel = _member_channel(call)
    channel.bookmarks.remove(_found(call, channel))
    return {}
