"""The bytes of files: sending them to an upload address, getting them with the token."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from sandbox.happenings import Happenings
from sandbox.workspace import File


async def receive(slack: Happenings, request: web.Request) -> web.Response:
    """The second of the three steps of an upload (docs: "files.getUploadURLExternal")."""
    file = slack.workspace.files.get(request.match_info["id"])
    if file is None or file.secret != request.match_info["secret"] or file.completed:
        return web.Response(status=404, text="no such upload")
    if request.content_type == "multipart/form-data":
        try:
            form = await request.post()
        except (ValueError, AssertionError, AttributeError, LookupError):
            return web.Response(status=400, text="not a form")
        parts = [part for part in form.values() if isinstance(part, web.FileField)]
        content = parts[0].file.read() if parts else b""
    else:
        content = await request.read()
    if len(content) != file.size:
        slack.world.violation("upload", f"{len(content)} bytes came where length said {file.size}", {"file": file.id})
        return web.Response(status=400, text="the length is not the one announced")
    file.content = content
    slack.world.changed()
    return web.Response(text=f"OK - {file.size}")


def _may_read(slack: Happenings, request: web.Request, file: File) -> bool:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if token == slack.world.bot_token and token not in slack.world.revoked and "files:read" in slack.world.scopes:
        me = slack.workspace.bot.id
        return file.user == me or any(me in slack.workspace.channels[name].members for name in file.channels)
    person = slack.workspace.by_handle(request.query.get("as", ""))
    if person is None or request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    return file.user == person.id or any(
        slack.workspace.may_see(person, slack.workspace.channels[name]) for name in file.channels
    )


async def send(slack: Happenings, request: web.Request) -> web.Response:
    """A download (docs: "File object", url_private): with the bot's token, or for a person of the page."""
    file = slack.workspace.files.get(request.match_info["id"])
    if file is None or file.secret != request.match_info["secret"] or file.content is None:
        return web.Response(status=404, text="file not found")
    if not _may_read(slack, request, file):
        return web.Response(status=302, headers={"Location": slack.world.page_url})
    name = quote(file.name)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Content-Type": "application/octet-stream",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=file.content, headers=headers)
