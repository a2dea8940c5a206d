"""The clock that tests can move, and the journal on disk."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.conftest import MANIFEST


async def test_the_clock_moves_and_runs_on(slack: Sandbox) -> None:
    moment = datetime(2031, 5, 8, 12, 0, tzinfo=UTC)
    slack.clock.set(moment)
    assert slack.clock.now() - moment < timedelta(seconds=5)
    slack.clock.advance(3600)
    assert slack.clock.now() - moment >= timedelta(hours=1)
    with pytest.raises(ValueError, match="zone"):
        slack.clock.set(datetime(2031, 5, 8))  # noqa: DTZ001  # a time without a zone is what is refused


async def test_messages_carry_the_sandboxs_time(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.clock.set(datetime(2031, 5, 8, 12, 0, tzinfo=UTC))
    said = await client.chat_postMessage(channel="U0ALICE", text="x")
    assert datetime.fromtimestamp(float(said["ts"]), UTC).year == 2031


async def test_timestamps_are_never_given_twice(slack: Sandbox) -> None:
    stamps = [slack.workspace.next_ts() for _ in range(500)]
    assert stamps == sorted(set(stamps))


async def test_the_clock_file_follows_the_clock(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    async with Sandbox(manifest=MANIFEST, clock_file=file) as slack:
        await slack.until(file.exists)
        slack.clock.set(datetime(2031, 5, 8, 12, 0, tzinfo=UTC))
        await slack.until(lambda: file.read_text().startswith("2031-05-08T12:0"))


async def test_the_journal_is_written_as_json_lines_without_tokens(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    async with Sandbox(manifest=MANIFEST, journal=file) as slack:
        client = AsyncWebClient(base_url=slack.api_url)
        await client.api_call("auth.test", params={"token": slack.bot_token})
        await client.api_call("chat.postMessage", params={"token": slack.bot_token, "channel": "U0ALICE", "text": "x"})
        await slack.person("alice").command("/lost", "hat")
        secrets = (slack.bot_token, slack.app_token, slack.signing_secret)
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert [row["method"] for row in rows] == ["auth.test", "chat.postMessage", "/lost"]
    assert not any(secret in file.read_text() for secret in secrets)


async def test_many_calls_side_by_side_keep_the_state_whole(slack: Sandbox, client: AsyncWebClient) -> None:
    posts = [client.chat_postMessage(channel="U0ALICE", text=str(number)) for number in range(60)]
    names = [client.api_call("conversations.create", json={"name": "same"}) for _ in range(10)]
    answers = await asyncio.gather(*posts, *names, return_exceptions=True)
    assert sum(isinstance(answer, Exception) for answer in answers) == 9
    stamps = [message.ts for message in slack.person("alice").dm()]
    assert len(set(stamps)) == 60
