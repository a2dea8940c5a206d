"""What methods do, seen through Slack's own client."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.blocks import section
from tests.sandbox.test_method_rules import private


async def test_metadata_comes_back_only_when_asked_for(client: AsyncWebClient) -> None:
    room = await private(client)
    metadata = {"event_type": "item", "event_payload": {"key": "k1"}}
    await client.chat_postMessage(channel=room, text="x", metadata=metadata)
    plain = await client.conversations_history(channel=room)
    assert "metadata" not in plain["messages"][0]
    asked = await client.conversations_history(channel=room, include_all_metadata=True)
    assert asked["messages"][0]["metadata"] == metadata


async def test_an_update_keeps_what_it_does_not_mention(client: AsyncWebClient) -> None:
    room = await private(client)
    metadata = {"event_type": "item", "event_payload": {}}
    said = await client.chat_postMessage(channel=room, text="x", blocks=[section("b")], metadata=metadata)
    await client.api_call("chat.update", json={"channel": room, "ts": said["ts"], "text": "y"})
    kept = (await client.conversations_history(channel=room, include_all_metadata=True))["messages"][0]
    assert (kept["text"], kept["blocks"][0]["text"]["text"], kept["metadata"]) == ("y", "b", metadata)


async def test_a_message_to_a_person_opens_the_direct_message(slack: Sandbox, client: AsyncWebClient) -> None:
    said = await client.chat_postMessage(channel="U0ALICE", text="psst")
    assert said["channel"].startswith("D")
    assert [message.text for message in slack.person("alice").dm()] == ["psst"]


async def test_history_comes_in_pages_newest_first(client: AsyncWebClient) -> None:
    room = await private(client)
    for number in range(5):
        await client.chat_postMessage(channel=room, text=str(number))
    first = await client.conversations_history(channel=room, limit=2)
    assert [message["text"] for message in first["messages"]] == ["4", "3"]
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel=room, limit=2, cursor=cursor)
    assert [message["text"] for message in second["messages"]] == ["2", "1"]


async def test_replies_stand_in_their_thread_and_not_in_the_channel(client: AsyncWebClient) -> None:
    room = await private(client)
    parent = (await client.chat_postMessage(channel=room, text="parent"))["ts"]
    await client.chat_postMessage(channel=room, text="reply", thread_ts=parent)
    history = await client.conversations_history(channel=room)
    assert [(message["text"], message["reply_count"]) for message in history["messages"]] == [("parent", 1)]
    thread = await client.conversations_replies(channel=room, ts=parent)
    assert [message["text"] for message in thread["messages"]] == ["parent", "reply"]


async def test_posting_and_bookmarking_twice_does_it_twice(slack: Sandbox, client: AsyncWebClient) -> None:
    room = await private(client)
    for _ in range(2):
        await client.bookmarks_add(channel_id=room, title="t", type="link", link="https://example.gov")
        await client.chat_postMessage(channel=room, text="again")
    channel = slack.workspace.channels[room]
    assert (len(channel.bookmarks), len(channel.messages)) == (2, 2)


async def test_a_file_takes_three_steps_and_shows_only_after_the_last(slack: Sandbox, client: AsyncWebClient) -> None:
    room = await private(client)
    await client.files_upload_v2(channel=room, filename="a.txt", content="hello", initial_comment="look")
    message = slack.workspace.channels[room].messages[-1]
    assert (message.text, message.files[0]["name"], message.files[0]["size"]) == ("look", "a.txt", 5)
    assert (await client.files_info(file=message.files[0]["id"]))["file"]["channels"] == [room]


async def test_rates_are_enforced_when_asked_with_retry_after(slack: Sandbox) -> None:
    async with Sandbox(manifest=slack.manifest, enforce_rates=True) as strict:
        client = AsyncWebClient(token=strict.bot_token, base_url=strict.api_url)
        for number in range(20):
            await client.conversations_create(name=f"room-{number}", is_private=True)
        with pytest.raises(SlackApiError) as caught:
            await client.conversations_create(name="room-20", is_private=True)
        assert caught.value.response.status_code == 429
        assert int(caught.value.response.headers["Retry-After"]) <= 60
        strict.clock.advance(60)
        await client.conversations_create(name="room-20", is_private=True)


async def test_posts_are_limited_to_one_a_second_in_a_channel_after_a_short_burst(slack: Sandbox) -> None:
    async with Sandbox(manifest=slack.manifest, enforce_rates=True) as strict:
        client = AsyncWebClient(token=strict.bot_token, base_url=strict.api_url)
        for _ in range(5):
            await client.chat_postMessage(channel="U0ALICE", text="x")
        with pytest.raises(SlackApiError, match="ratelimited"):
            await client.chat_postMessage(channel="U0ALICE", text="x")
        await client.chat_postMessage(channel="U0CARLA", text="x")
        strict.clock.advance(1)
        await client.chat_postMessage(channel="U0ALICE", text="x")
