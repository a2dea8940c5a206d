"""Messages of people that are more than words, and menus that ask the app for their options."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.errors import NotPossible
from sandbox.manifest import load_manifest
from sandbox.server import Sandbox
from tests.sandbox.blocks import actions, option, section
from tests.sandbox.conftest import MANIFEST, Running
from tests.sandbox.test_deliveries import Listener, listener

__all__ = ["listener"]
LINK = "<https://phish.example/login|your payslip>"


async def test_a_message_shortcut_carries_links_quotes_blocks_and_files(running: Running) -> None:
    slack = running.slack
    olga = slack.person("olga")
    quote = {"from_url": "https://phish.example", "text": "Log in at once.", "fallback": "Log in at once."}
    message = olga.post_parts(
        "general", LINK, blocks=[section(LINK)], attachments=[quote], files=[("invoice.pdf.exe", b"MZ")]
    )
    await olga.message_shortcut("file_this", "general", message)
    shown = slack.delivered("message_action")[-1].args["message"]
    assert (shown["text"], shown["attachments"]) == (LINK, [quote])
    assert shown["blocks"][0]["text"]["text"] == LINK
    assert [file["name"] for file in shown["files"]] == ["invoice.pdf.exe"]


async def test_a_message_may_be_a_file_and_nothing_else(slack: Sandbox) -> None:
    message = slack.person("olga").post_parts("general", files=[("photo.jpg", b"x")])
    assert (message.text, message.subtype, len(message.files)) == ("", "file_share", 1)


async def test_an_external_select_in_a_message_asks_the_app(
    slack: Sandbox, client: AsyncWebClient, listener: Listener
) -> None:
    pick = {"type": "external_select", "action_id": "which", "min_query_length": 1}
    await client.chat_postMessage(channel="U0ALICE", text="x", blocks=[actions(pick, block_id="b")])
    alice = slack.person("alice")
    message = alice.dm()[-1]
    listener.answers = [web.json_response({"options": [option("7", "Seven")]})]
    found = await alice.suggest("which", "sev", message)
    assert found == [option("7", "Seven")]
    sent = slack.delivered("block_suggestion")[-1].args
    assert (sent["type"], sent["action_id"], sent["block_id"], sent["value"]) == (
        "block_suggestion",
        "which",
        "b",
        "sev",
    )
    assert sent["container"]["message_ts"] == sent["message"]["ts"] == message.ts
    await alice.press("which", message, value=found[0])
    assert slack.delivered("block_actions")[-1].args["actions"][0]["selected_option"]["value"] == "7"


async def test_nobody_writes_in_a_messages_tab_that_is_read_only(slack: Sandbox, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="U0ALICE", text="x")
    with pytest.raises(NotPossible, match="turned off"):
        slack.person("alice").post(slack.person("alice").dm()[0].channel, "hello?")


async def test_what_is_written_in_the_messages_tab_reaches_the_app() -> None:
    manifest = load_manifest(MANIFEST)
    events = manifest.events | {"message.im"}
    async with Sandbox(manifest=replace(manifest, messages_tab_read_only=False, events=events)) as slack:
        alice = slack.person("alice")
        await alice.open_messages()
        assert slack.delivered("app_home_opened")[-1].args["event"]["tab"] == "messages"
        direct = slack.workspace.direct(alice.id, slack.bot_user_id)
        assert direct
        alice.post(direct, "my laptop is gone")
        event = (await slack.until(lambda: slack.delivered("message")))[-1].args["event"]
        assert (event["channel_type"], event["user"], event["text"]) == ("im", "U0ALICE", "my laptop is gone")
