"""Who is in a channel: inviting, removing, joining, leaving."""

from __future__ import annotations

from sandbox.call import Call
from sandbox.channel import Channel
from sandbox.errors import SlackError
from sandbox.methods.conversations import managed
from sandbox.methods.registry import method
from sandbox.row import Json
from sandbox.rules.channels import INVITE_MAX

_INVITE = ("channels:manage", "groups:write", "channels:write.invites", "groups:write.invites")


def _refusal(call: Call, channel: Channel, user: str) -> str:
    """Why this user cannot be invited, or an empty text."""
    if user == call.me:
        return "cant_invite_self"
    person = call.workspace.people.get(user)
    if person is None:
        return "user_not_found"
    if person.deleted:
        return "cant_invite"
    if user in channel.members:
        return "already_in_channel"
    if person.is_restricted:
        return "user_is_restricted"
    return ""


@method("conversations.invite", *_INVITE)
def invite(call: Call) -> Json:
    """Docs: "conversations.invite"; all or nothing, unless `force` leaves the impossible ones out."""
    channel = managed(call, "invites")
    users = list(dict.fromkeys(call.ids("users")))
    if not users:
        raise SlackError("no_user")
    if len(users) > INVITE_MAX:
        raise SlackError("too_many_users")
    errors = [{"user": user, "ok": False, "error": error} for user in users if (error := _refusal(call, channel, user))]
    refused = {row["user"] for row in errors}
    if errors and (not call.flag("force") or len(errors) == len(users)):
        raise SlackError(str(errors[0]["error"]), errors=errors)
    for user in users:
        if user not in refused:
            call.slack.enter(channel, user, inviter=call.me)
    answer: Json = {"channel": channel.answer(viewer=call.me)}
    if errors:
        answer["errors"] = errors
    return answer


@method("conversations.kick", "channels:manage", "groups:write")
def kick(call: Call) -> Json:
    """Docs: "conversations.kick"."""
    channel = managed(call)
    user = call.text("user", missing="user_not_found")
    if user == call.me:
        raise SlackError("cant_kick_self")
    if call.workspace.user(user) is None:
        raise SlackError("user_not_found")
    if user not in channel.members:
        raise SlackError("not_in_channel")
    if channel.is_general:
        raise SlackError("cant_kick_from_general")
    call.slack.exit(channel, user)
    return {}


@method("conversations.join", "channels:join")
def join(call: Call) -> Json:
    """Docs: "conversations.join"; a private channel cannot be joined, only invited into."""
    channel = call.channel()
    if channel.kind != "channels":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    answer: Json = {}
    if call.me in channel.members:
        answer = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    else:
        call.slack.enter(channel, call.me)
    return {"channel": channel.answer(viewer=call.me), **answer}


@method("conversations.leave", "channels:manage", "groups:write")
def leave(call: Call) -> Json:
    """Docs: "conversations.leave"."""
    channel = call.channel()
    if channel.is_im or channel.is_mpim:
        raise SlackError("method_not_supported_for_channel_type")
    call.need_scope("groups:write" if channel.is_private else "channels:manage")
    if call.me not in channel.members:
        return {"not_in_channel": True}
    if channel.is_general:
        raise SlackError("cant_leave_general")
    if channel.is_archived:
        raise SlackError("is_archived")
    call.slack.exit(channel, call.me)
    return {}
