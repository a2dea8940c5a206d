"""What methods refuse, with Slack's own error codes, seen through Slack's own client."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.blocks import home, modal, section

Json = dict[str, Any]


async def refused(client: AsyncWebClient, method: str, **args: Any) -> str:
    """The error code with which a method says no."""
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=args)
    return str(caught.value.response["error"])


async def private(client: AsyncWebClient, name: str = "room") -> str:
    """A fresh private channel of the bot."""
    made = await client.conversations_create(name=name, is_private=True)
    assert made["channel"]["is_private"]
    return str(made["channel"]["id"])


# (method, arguments, error); {room} is a private channel of the bot, {said} a message of the bot in it
REFUSALS: list[tuple[str, Json, str]] = [
    ("conversations.create", {"name": "Room"}, "invalid_name_specials"),
    ("conversations.create", {"name": "a b"}, "invalid_name_specials"),
    ("conversations.create", {"name": "x" * 81}, "invalid_name_maxlength"),
    ("conversations.create", {"name": ""}, "invalid_name_required"),
    ("conversations.create", {"name": "---"}, "invalid_name_punctuation"),
    ("conversations.create", {"name": "room"}, "name_taken"),
    ("conversations.create", {"name": "hidden"}, "name_taken"),
    ("conversations.create", {"name": "old"}, "name_taken"),
    ("conversations.info", {"channel": "C0NOWHERE"}, "channel_not_found"),
    ("conversations.info", {"channel": "{hidden}"}, "channel_not_found"),
    ("conversations.history", {"channel": "{hidden}"}, "channel_not_found"),
    ("conversations.history", {"channel": "{general}"}, "not_in_channel"),
    ("conversations.history", {"channel": "{room}", "cursor": "x"}, "invalid_cursor"),
    ("conversations.history", {"channel": "{room}", "limit": 1000}, "invalid_limit"),
    ("conversations.replies", {"channel": "{room}", "ts": "1.1"}, "thread_not_found"),
    ("conversations.list", {"types": "public"}, "invalid_types"),
    ("conversations.invite", {"channel": "{room}", "users": ""}, "no_user"),
    ("conversations.invite", {"channel": "{room}", "users": "U0NOBODY"}, "user_not_found"),
    ("conversations.invite", {"channel": "{room}", "users": "U0BOT"}, "cant_invite_self"),
    ("conversations.invite", {"channel": "{room}", "users": "U0CARLA"}, "already_in_channel"),
    ("conversations.invite", {"channel": "{room}", "users": "U0GUS"}, "user_is_restricted"),
    ("conversations.invite", {"channel": "{room}", "users": "U0DEL"}, "cant_invite"),
    ("conversations.invite", {"channel": "{general}", "users": "U0GUS"}, "not_in_channel"),
    ("conversations.invite", {"channel": "{old}", "users": "U0ALICE"}, "is_archived"),
    (
        "conversations.invite",
        {"channel": "{room}", "users": ",".join(f"U{n}" for n in range(101))},
        "too_many_users",
    ),
    ("conversations.kick", {"channel": "{room}", "user": "U0BOT"}, "cant_kick_self"),
    ("conversations.kick", {"channel": "{room}", "user": "U0ALICE"}, "not_in_channel"),
    ("conversations.archive", {"channel": "{old}"}, "already_archived"),
    ("conversations.unarchive", {"channel": "{room}"}, "not_archived"),
    ("conversations.join", {"channel": "{room}"}, "method_not_supported_for_channel_type"),
    ("conversations.rename", {"channel": "{room}", "name": "general"}, "name_taken"),
    ("conversations.setTopic", {"channel": "{room}", "topic": "x" * 251}, "too_long"),
    ("conversations.setPurpose", {"channel": "{room}", "purpose": "x" * 251}, "too_long"),
    ("conversations.open", {"users": "U0DEL"}, "user_disabled"),
    ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "{hidden}", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "{old}", "text": "x"}, "is_archived"),
    ("chat.postMessage", {"channel": "{room}"}, "no_text"),
    ("chat.postMessage", {"channel": "{room}", "text": " "}, "no_text"),
    ("chat.postMessage", {"channel": "{room}", "text": "x" * 40_001}, "msg_too_long"),
    ("chat.postMessage", {"channel": "{room}", "blocks": [section("x" * 3001)]}, "invalid_blocks"),
    ("chat.postMessage", {"channel": "{room}", "blocks": "{"}, "invalid_blocks_format"),
    ("chat.postMessage", {"channel": "{room}", "blocks": [section("x" * 3000)] * 5}, "msg_blocks_too_long"),
    (
        "chat.postMessage",
        {"channel": "{room}", "text": "x", "metadata": {"event_type": "t"}},
        "invalid_metadata_schema",
    ),
    ("chat.postMessage", {"channel": "{room}", "text": "x", "metadata": "["}, "invalid_metadata_format"),
    ("chat.postMessage", {"channel": "{room}", "text": "x", "thread_ts": "1.1"}, "cannot_reply_to_message"),
    ("chat.postMessage", {"channel": "{room}", "text": "x", "attachments": "x"}, "invalid_attachments"),
    ("chat.update", {"channel": "{room}", "ts": "{said}", "text": "x" * 4001}, "msg_too_long"),
    ("chat.update", {"channel": "{room}", "ts": "1.1", "text": "x"}, "message_not_found"),
    ("chat.update", {"channel": "{room}", "ts": "{theirs}", "text": "x"}, "cant_update_message"),
    ("chat.update", {"channel": "{room}", "ts": "{said}"}, "no_text"),
    ("chat.delete", {"channel": "{room}", "ts": "{theirs}"}, "cant_delete_message"),
    ("chat.postEphemeral", {"channel": "{room}", "user": "U0ALICE", "text": "x"}, "user_not_in_channel"),
    ("chat.getPermalink", {"channel": "{room}", "message_ts": "1.1"}, "message_not_found"),
    ("views.open", {"trigger_id": "1.2.3", "view": modal()}, "invalid_trigger_id"),
    ("views.update", {"view_id": "V0NOWHERE", "view": modal()}, "not_found"),
    ("views.publish", {"user_id": "U0NOBODY", "view": home()}, "invalid_arguments"),
    ("views.publish", {"user_id": "U0ALICE", "view": modal()}, "invalid_arguments"),
    ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ("users.lookupByEmail", {"email": "nobody@dot.example.gov"}, "users_not_found"),
    ("users.lookupByEmail", {"email": "del@dot.example.gov"}, "users_not_found"),
    ("usergroups.users.list", {"usergroup": "S0NONE"}, "no_such_subteam"),
    ("pins.add", {"channel": "{room}", "timestamp": "1.1"}, "message_not_found"),
    ("pins.add", {"channel": "{room}", "timestamp": "{pinned}"}, "already_pinned"),
    ("pins.remove", {"channel": "{room}", "timestamp": "{said}"}, "no_pin"),
    (
        "bookmarks.add",
        {"channel_id": "{room}", "title": "t", "type": "link", "link": "ftp:x"},
        "invalid_link",
    ),
    ("bookmarks.add", {"channel_id": "{room}", "title": "t", "type": "file"}, "invalid_bookmark_type"),
    ("bookmarks.remove", {"channel_id": "{room}", "bookmark_id": "Bk1"}, "not_found"),
    ("reactions.add", {"channel": "{room}", "timestamp": "{said}", "name": "not a name"}, "invalid_name"),
    ("files.info", {"file": "F0NONE"}, "file_not_found"),
    ("files.getUploadURLExternal", {"filename": "a.txt"}, "invalid_arguments"),
    ("bots.info", {"bot": "B0NONE"}, "bot_not_found"),
    ("chat.scheduleEverything", {}, "unknown_method"),
]


@pytest.mark.parametrize(("method", "args", "error"), REFUSALS, ids=[f"{r[0]} {r[2]}" for r in REFUSALS])
async def test_a_method_refuses_with_slacks_own_error(
    slack: Sandbox, client: AsyncWebClient, method: str, args: Json, error: str
) -> None:
    room = await private(client)
    old = await private(client, "old")
    await client.conversations_archive(channel=old)
    hidden = slack.person("alice").create_channel("hidden", is_private=True).id
    await client.conversations_invite(channel=room, users="U0CARLA")
    said = (await client.chat_postMessage(channel=room, text="said"))["ts"]
    pinned = (await client.chat_postMessage(channel=room, text="pinned"))["ts"]
    await client.pins_add(channel=room, timestamp=pinned)
    theirs = slack.person("carla").post(room, "theirs").ts
    general = slack.person("alice").channel("general").id
    names = locals()
    known = {key: str(names[key]) for key in ("room", "old", "hidden", "said", "pinned", "theirs", "general")}
    filled = {
        key: value.format(**known)
        if isinstance(value, str) and value.startswith("{") and value.endswith("}")
        else value
        for key, value in args.items()
    }
    assert await refused(client, method, **filled) == error


async def test_a_refused_block_is_told_with_its_place_and_stands_in_the_journal(
    slack: Sandbox, client: AsyncWebClient
) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="U0ALICE", text="x", blocks=[section("x" * 3001)])
    told = caught.value.response["response_metadata"]["messages"]
    assert told == ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"]
    assert [row.note for row in slack.violations] == ["invalid_blocks"]


async def test_inviting_is_all_or_nothing(slack: Sandbox, client: AsyncWebClient) -> None:
    room = await private(client)
    with pytest.raises(SlackApiError) as caught:
        await client.conversations_invite(channel=room, users="U0ALICE,U0NOBODY")
    assert caught.value.response["errors"] == [{"user": "U0NOBODY", "ok": False, "error": "user_not_found"}]
    assert slack.workspace.channels[room].members == ["U0BOT"]


async def test_force_invites_those_who_can_be_invited(slack: Sandbox, client: AsyncWebClient) -> None:
    room = await private(client)
    answer = await client.conversations_invite(channel=room, users="U0ALICE,U0DEL,U0CARLA", force=True)
    assert answer["errors"] == [{"user": "U0DEL", "ok": False, "error": "cant_invite"}]
    assert slack.workspace.channels[room].members == ["U0BOT", "U0ALICE", "U0CARLA"]


async def test_force_with_nobody_left_is_refused(client: AsyncWebClient) -> None:
    room = await private(client)
    assert await refused(client, "conversations.invite", channel=room, users="U0DEL,U0NOBODY", force=True) == (
        "cant_invite"
    )


@pytest.mark.parametrize("flag", [1, "1", True, "true", "True"])
async def test_a_channel_is_private_however_the_flag_is_written(client: AsyncWebClient, flag: object) -> None:
    made = await client.api_call("conversations.create", data={"name": "room", "is_private": flag})
    assert made["channel"]["is_private"] is True
    made = await client.api_call("conversations.create", json={"name": "room2", "is_private": flag})
    assert made["channel"]["is_private"] is True


@pytest.mark.parametrize(
    ("scope", "method", "args"),
    [
        ("chat:write", "chat.postMessage", {"channel": "U0ALICE", "text": "x"}),
        ("groups:write", "conversations.create", {"name": "room", "is_private": True}),
        ("channels:manage", "conversations.create", {"name": "room"}),
        ("users:read", "users.info", {"user": "U0ALICE"}),
        ("users:read.email", "users.lookupByEmail", {"email": "alice@dot.example.gov"}),
        ("channels:read", "conversations.list", {}),
        ("groups:read", "conversations.list", {"types": "private_channel"}),
        ("im:write", "conversations.open", {"users": "U0ALICE"}),
        ("usergroups:read", "usergroups.list", {}),
        ("files:read", "files.list", {}),
        ("team:read", "team.info", {}),
    ],
)
async def test_without_its_scope_a_method_is_refused(
    slack: Sandbox, client: AsyncWebClient, scope: str, method: str, args: Json
) -> None:
    slack.scopes.discard(scope)
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, json=args)
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == scope


async def test_an_address_is_told_only_with_its_scope(slack: Sandbox, client: AsyncWebClient) -> None:
    assert (await client.users_info(user="U0ALICE"))["user"]["profile"]["email"] == "alice@dot.example.gov"
    slack.scopes.discard("users:read.email")
    assert "email" not in (await client.users_info(user="U0ALICE"))["user"]["profile"]
