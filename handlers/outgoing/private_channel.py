"""Opening a private channel once: the incident's own, and counsel's room."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from handlers.outgoing.job import Job
from handlers.slack_api import SlackRefusedError

_PAGES = 50


async def open_private_channel(job: Job, name: str) -> Mapping[str, Any]:
    """Create it, or adopt it when the answer to an earlier try was lost. Never public. Raises SlackRefusedError."""
    channel = await _find_channel(job, name) if job.repeated else None
    for suffix in ("", "-b", "-c", "-d"):
        if channel:
            break
        try:
            channel = (await job.call("conversations.create", name=name + suffix, is_private=True))["channel"]
        except SlackRefusedError as refused:
            if refused.error != "name_taken":
                raise
            channel = await _find_channel(job, name + suffix)
    if not channel:
        raise SlackRefusedError("conversations.create", "name_taken", permanent=True)
    if channel.get("is_private") is not True:
        with suppress(SlackRefusedError):  # a workspace that opens it in public may keep us from closing it too
            await job.call("conversations.archive", channel=channel["id"])
        raise SlackRefusedError("conversations.create", "channel_not_private", permanent=True)
    return channel


async def _find_channel(job: Job, name: str) -> Mapping[str, Any] | None:
    """The private channel of that name that the bot itself made (Slack lists private channels that the bot is in)."""
    cursor = ""
    for _ in range(_PAGES):
        page = await job.call("conversations.list", types="private_channel", limit=200, cursor=cursor or None)
        for channel in page["channels"]:
            if channel["name"] == name and not channel.get("is_archived"):
                found: Mapping[str, Any] = channel
                return found
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return None
    return None
