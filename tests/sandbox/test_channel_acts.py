"""What people do to channels, with the signs by which an app can see it, and those that it is not given."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.errors import NotPossible
from sandbox.manifest import load_manifest
from sandbox.row import Json
from sandbox.server import Sandbox
from tests.sandbox.blocks import section
from tests.sandbox.conftest import MANIFEST
from tests.sandbox.test_method_rules import private

EVENTS = (
    "group_archive",
    "group_unarchive",
    "group_deleted",
    "group_left",
    "channel_shared",
    "channel_unshared",
    "user_change",
    "subteam_members_changed",
)


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """A sandbox whose app listens to all of it."""
    manifest = load_manifest(MANIFEST)
    async with Sandbox(manifest=replace(manifest, events=manifest.events | set(EVENTS))) as sandbox:
        yield sandbox


async def room_of(slack: Sandbox, client: AsyncWebClient) -> str:
    """A private channel of the bot with Alice in it."""
    room = await private(client)
    await client.conversations_invite(channel=room, users="U0ALICE")
    return room


async def told(slack: Sandbox, name: str) -> Json:
    """The newest event of that name, as it was sent."""
    event: Json = (await slack.until(lambda: slack.delivered(name)))[-1].args["event"]
    return event


async def info(client: AsyncWebClient, room: str) -> Json:
    channel: Json = (await client.conversations_info(channel=room))["channel"]
    return channel


async def test_somebody_unarchives_a_channel(slack: Sandbox, client: AsyncWebClient) -> None:
    room = await room_of(slack, client)
    alice = slack.person("alice")
    alice.archive(room)
    assert (await info(client, room))["is_archived"]
    alice.unarchive(room)
    event = await told(slack, "channel_unarchive")
    assert (event["type"], event["user"], event["channel"]) == ("group_unarchive", "U0ALICE", room)
    assert not (await info(client, room))["is_archived"]
    with pytest.raises(NotPossible, match="not archived"):
        alice.unarchive(room)


async def test_a_private_channel_is_made_public_and_private_again(slack: Sandbox, client: AsyncWebClient) -> None:
    room = await room_of(slack, client)
    alice = slack.person("alice")
    alice.make_public(room)
    event = await slack.until(lambda: converted(slack, "public"))
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "channel", "U0ALICE")
    assert not (await info(client, room))["is_private"]
    assert slack.person("carla").may_see(slack.workspace.channels[room])
    alice.make_private(room)
    assert (await slack.until(lambda: converted(slack, "private")))["channel_type"] == "group"
    assert (await info(client, room))["is_private"]
    with pytest.raises(NotPossible, match="private already"):
        alice.make_private(room)


def converted(slack: Sandbox, word: str) -> Json | None:
    """The event of a conversion, when it has come."""
    events = [row.args["event"] for row in slack.delivered("message")]
    return next((event for event in events if event.get("subtype") == f"channel_convert_to_{word}"), None)


async def test_a_channel_is_shared_with_another_organization(slack: Sandbox, client: AsyncWebClient) -> None:
    room = await room_of(slack, client)
    slack.person("alice").share_outside(room, "E0OTHER")
    assert (await told(slack, "channel_shared"))["connected_team_id"] == "E0OTHER"
    assert slack.delivered("channel_shared")[-1].args["is_ext_shared_channel"]
    shown = await info(client, room)
    assert (shown["is_ext_shared"], shown["is_shared"]) == (True, True)
    slack.person("alice").unshare(room, "E0OTHER")
    event = await told(slack, "channel_unshared")
    assert (event["previously_connected_team_id"], event["is_ext_shared"]) == ("E0OTHER", False)
    assert not (await info(client, room))["is_ext_shared"]


async def test_a_deleted_channel_is_not_found_any_more(slack: Sandbox, client: AsyncWebClient) -> None:
    room = await room_of(slack, client)
    said = await client.chat_postMessage(channel=room, text="x")
    slack.person("alice").delete_channel(room)
    assert (await told(slack, "channel_deleted"))["type"] == "group_deleted"
    for refused in (
        client.conversations_info(channel=room),
        client.chat_postMessage(channel=room, text="y"),
        client.chat_update(channel=room, ts=str(said["ts"]), text="y"),
    ):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await refused


async def test_the_bot_is_taken_out_and_hears_that_it_left(slack: Sandbox, client: AsyncWebClient) -> None:
    room = await room_of(slack, client)
    slack.person("alice").kick(room, "lostfound")
    assert (await told(slack, "channel_left"))["type"] == "group_left"
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.conversations_info(channel=room)


async def test_the_bot_is_taken_out_and_hears_nothing(slack: Sandbox, client: AsyncWebClient) -> None:
    room = await room_of(slack, client)
    slack.person("alice").kick(room, "lostfound", quietly=True)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel=room, text="x")
    slack.make_guest("carla")
    await told(slack, "user_change")
    assert not [*slack.delivered("channel_left"), *slack.delivered("member_left_channel")]


async def test_a_member_is_put_in_and_the_app_hears_nothing(slack: Sandbox, client: AsyncWebClient) -> None:
    room = await room_of(slack, client)
    slack.person("alice").invite(room, "gus", quietly=True)
    assert "U0GUS" in (await client.conversations_members(channel=room))["members"]
    slack.person("alice").invite(room, "carla")

    def heard() -> set[str]:
        return {row.args["event"]["user"] for row in slack.delivered("member_joined_channel")}

    await slack.until(lambda: "U0CARLA" in heard())
    assert heard() == {"U0ALICE", "U0CARLA"}


@pytest.mark.parametrize("with_reply", [False, True])
async def test_a_message_that_an_administrator_deleted_cannot_be_updated(
    slack: Sandbox, client: AsyncWebClient, *, with_reply: bool
) -> None:
    room = await room_of(slack, client)
    ts = str((await client.chat_postMessage(channel=room, text="x", blocks=[section()]))["ts"])
    if with_reply:
        slack.person("alice").post(room, "reply", ts)
    slack.delete_message(room, ts)
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_update(channel=room, ts=ts, text="y")


async def test_an_address_changes_and_the_id_stays(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.change_email("alice", "alice.archer@dot.example.gov")
    assert (await told(slack, "user_change"))["user"]["profile"]["email"] == "alice.archer@dot.example.gov"
    found = await client.users_lookupByEmail(email="alice.archer@dot.example.gov")
    assert found["user"]["id"] == "U0ALICE"
    with pytest.raises(SlackApiError, match="users_not_found"):
        await client.users_lookupByEmail(email="alice@dot.example.gov")
    with pytest.raises(NotPossible, match="somebody else's"):
        slack.change_email("carla", "alice.archer@dot.example.gov")


async def test_a_member_becomes_a_guest(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.make_guest("carla")
    assert (await told(slack, "user_change"))["user"]["is_restricted"]
    assert (await client.users_info(user="U0CARLA"))["user"]["is_restricted"]


async def test_a_user_groups_members_change_with_an_event(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.change_usergroup("counsel", "carla", "dana")
    event = await told(slack, "subteam_members_changed")
    assert (event["subteam_id"], event["added_users"]) == ("S0COUNSEL", ["U0DANA"])
    assert event["removed_users"] == ["U0COLIN", "U0CHIDI"]
    users = (await client.usergroups_users_list(usergroup="S0COUNSEL"))["users"]
    assert users == ["U0CARLA", "U0DANA"]


async def test_a_user_groups_members_change_without_an_event(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.change_usergroup("counsel", "carla", quietly=True)
    assert (await client.usergroups_users_list(usergroup="S0COUNSEL"))["users"] == ["U0CARLA"]
    slack.change_usergroup("comms", "rosa")
    assert (await told(slack, "subteam_members_changed"))["subteam_id"] == "S0COMMS"
    groups = {row.args["event"]["subteam_id"] for row in slack.delivered("subteam_members_changed")}
    assert groups == {"S0COMMS"}


async def test_a_user_group_cannot_be_read_while_its_list_fails(slack: Sandbox, client: AsyncWebClient) -> None:
    fault = slack.faults.add("usergroups.users.list", "error", error="fatal_error", times=None)
    with pytest.raises(SlackApiError, match="fatal_error"):
        await client.usergroups_users_list(usergroup="S0COUNSEL")
    slack.faults.remove(fault.id)
    assert (await client.usergroups_users_list(usergroup="S0COUNSEL"))["users"]
