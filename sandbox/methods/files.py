"""Files: the three-step upload, looking, deleting. Only the last step of an upload shows the file."""

from __future__ import annotations

import secrets

from sandbox.call import Call
from sandbox.errors import SlackError
from sandbox.message import Message
from sandbox.methods.registry import method
from sandbox.row import Json
from sandbox.workspace import File, file_object

SIZE_MAX = 1_000_000_000  # docs: "Working with files", 1 GB


def _visible(call: Call) -> File:
    file = call.workspace.files.get(call.text("file", missing="file_not_found"))
    if file is None or not file.completed:
        raise SlackError("file_not_found")
    shared = [call.workspace.channels[name] for name in file.channels]
    if file.user != call.me and not any(call.me in channel.members for channel in shared):
        raise SlackError("file_not_found")
    return file


@method("files.getUploadURLExternal", "files:write")
def get_upload_url(call: Call) -> Json:
    """Docs: "files.getUploadURLExternal"."""
    name = call.text("filename", required=True)
    length = call.number("length", default=0, low=0, high=SIZE_MAX)
    if length <= 0:
        raise SlackError("invalid_arguments", "missing required field: length")
    workspace = call.workspace
    file = File(
        id=workspace.next_id("F"),
        name=name,
        user=call.me,
        size=length,
        created=int(call.world.clock.seconds()),
        secret=secrets.token_hex(8),
    )
    workspace.files[file.id] = file
    return {"upload_url": f"{call.world.page_url}upload/v1/{file.id}/{file.secret}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write")
def complete_upload(call: Call) -> Json:
    """Docs: "files.completeUploadExternal"; without a channel the file stays the bot's own."""
    rows = call.parsed("files", "invalid_arguments")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise SlackError("invalid_arguments", "missing required field: files")
    files = []
    for row in rows:
        file = call.workspace.files.get(str(row.get("id")))
        if file is None or file.user != call.me or file.completed:
            raise SlackError("file_not_found")
        if file.content is None:
            raise SlackError("file_upload_not_complete")
        files.append(file)
    wanted = call.text("channel_id")
    channel = None
    if wanted:
        channel = call.workspace.channels.get(wanted)
        if channel is None or not call.may_see(channel):
            raise SlackError("channel_not_found")
        if call.me not in channel.members:
            raise SlackError("not_in_channel")
        if channel.is_archived:
            raise SlackError("is_archived")
    for row, file in zip(rows, files, strict=True):
        file.completed = True
        file.title = str(row.get("title") or file.name)
    if channel:
        objects = [file_object(call.world.page_url, file) for file in files]
        message = Message(
            ts=call.workspace.next_ts(),
            channel=channel.id,
            user=call.me,
            bot_id=call.workspace.bot_id,
            app_id=call.workspace.app_id,
            text=call.text("initial_comment"),
            thread_ts=call.text("thread_ts") or None,
            files=objects,
        )
        call.workspace.post(message)
        for file in files:
            call.slack.share_file(file, message)
        call.slack.message(message)
    return {"files": [file_object(call.world.page_url, file) for file in files]}


@method("files.info", "files:read")
def info(call: Call) -> Json:
    """Docs: "files.info"."""
    return {"file": file_object(call.world.page_url, _visible(call)), "comments": []}


@method("files.list", "files:read")
def list_(call: Call) -> Json:
    """Docs: "files.list"."""
    wanted = call.text("channel")
    rows = [
        file
        for file in call.workspace.files.values()
        if file.completed
        and (not wanted or wanted in file.channels)
        and (file.user == call.me or any(call.me in call.workspace.channels[name].members for name in file.channels))
    ]
    count = call.number("count", default=100, low=1, high=1000)
    page = call.number("page", default=1, low=1, high=10_000)
    shown = rows[(page - 1) * count : page * count]
    return {
        "files": [file_object(call.world.page_url, file) for file in shown],
        "paging": {"count": count, "total": len(rows), "page": page, "pages": -(-len(rows) // count)},
    }


@method("files.delete", "files:write")
def delete(call: Call) -> Json:
    """Docs: "files.delete"; only the own files."""
    file = _visible(call)
    if file.user != call.me:
        raise SlackError("cant_delete_file")
    call.slack.delete_file(file)
    return {}
