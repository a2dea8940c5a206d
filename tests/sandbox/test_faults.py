"""Faults of the Web API: each kind, how often, for whom."""

from __future__ import annotations

import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.faults import parse_fault
from sandbox.journal import Entry
from sandbox.server import Sandbox

Dropped = (aiohttp.ClientError, ConnectionError)


@pytest.fixture
def bare(slack: Sandbox) -> AsyncWebClient:
    """Slack's client without its retries, so that one call is one call."""
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def told(slack: Sandbox) -> list[str]:
    return [message.text for message in slack.person("alice").dm()]


async def test_an_error_strikes_as_often_as_asked(slack: Sandbox, bare: AsyncWebClient) -> None:
    slack.faults.add("chat.postMessage", "error", error="fatal_error", times=1)
    with pytest.raises(SlackApiError, match="fatal_error"):
        await bare.chat_postMessage(channel="U0ALICE", text="one")
    await bare.chat_postMessage(channel="U0ALICE", text="two")
    assert told(slack) == ["two"]


async def test_a_fault_can_let_calls_pass_first(slack: Sandbox, bare: AsyncWebClient) -> None:
    slack.faults.add("*", "error", skip=2, times=None)
    for text in ("one", "two"):
        await bare.chat_postMessage(channel="U0ALICE", text=text)
    for text in ("three", "four"):
        with pytest.raises(SlackApiError):
            await bare.chat_postMessage(channel="U0ALICE", text=text)
    slack.faults.clear()
    await bare.chat_postMessage(channel="U0ALICE", text="five")
    assert told(slack) == ["one", "two", "five"]


async def test_ratelimited_is_429_with_retry_after(slack: Sandbox, bare: AsyncWebClient) -> None:
    slack.faults.add("chat.postMessage", "ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        await bare.chat_postMessage(channel="U0ALICE", text="x")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")


async def test_an_upstream_error_is_no_json(slack: Sandbox, bare: AsyncWebClient) -> None:
    slack.faults.add("auth.test", "http", status=502)
    with pytest.raises(SlackApiError):
        await bare.auth_test()
    assert slack.calls("auth.test")[0].status == 502


async def test_lost_does_the_work_and_never_answers(slack: Sandbox, bare: AsyncWebClient) -> None:
    slack.faults.add("chat.postMessage", "lost")
    with pytest.raises(Dropped):
        await bare.chat_postMessage(channel="U0ALICE", text="done")
    assert told(slack) == ["done"]
    assert slack.calls("chat.postMessage")[0].answer["ok"]


async def test_lost_before_does_nothing(slack: Sandbox, bare: AsyncWebClient) -> None:
    slack.faults.add("chat.postMessage", "lost_before")
    with pytest.raises(Dropped):
        await bare.chat_postMessage(channel="U0ALICE", text="gone")
    assert told(slack) == []


async def test_hanging_ends_without_an_answer(slack: Sandbox, bare: AsyncWebClient) -> None:
    slack.faults.add("chat.postMessage", "hang", seconds=0.05)
    with pytest.raises(Dropped):
        await bare.chat_postMessage(channel="U0ALICE", text="gone")
    assert told(slack) == []


async def test_a_delay_comes_before_the_work(slack: Sandbox, bare: AsyncWebClient) -> None:
    slack.faults.add("auth.test", "delay", seconds=0.1)
    started = time.monotonic()
    await bare.auth_test()
    assert time.monotonic() - started >= 0.1


async def test_a_revoked_token_is_refused_everywhere(slack: Sandbox, bare: AsyncWebClient) -> None:
    slack.revoke()
    for method in ("auth.test", "users.list"):
        with pytest.raises(SlackApiError, match="token_revoked"):
            await bare.api_call(method)


async def test_a_callback_runs_before_or_after_the_work(slack: Sandbox, bare: AsyncWebClient) -> None:
    seen: list[tuple[str, int]] = []

    async def before() -> None:
        seen.append(("before", len(told(slack))))

    def after(row: Entry) -> None:
        seen.append((row.method, len(told(slack))))

    slack.faults.add("chat.postMessage", "call", callback=before)
    slack.faults.add("chat.postMessage", "call", callback=after, when="after")
    await bare.chat_postMessage(channel="U0ALICE", text="x")
    assert seen == [("before", 0), ("chat.postMessage", 1)]


async def test_a_fault_for_one_person_spares_the_others(slack: Sandbox, bare: AsyncWebClient) -> None:
    slack.faults.add("chat.postMessage", "error", person="carla", times=None)
    await bare.chat_postMessage(channel="U0ALICE", text="x")
    with pytest.raises(SlackApiError):
        await bare.chat_postMessage(channel="U0CARLA", text="x")


def test_a_fault_is_written_on_the_command_line_as_text() -> None:
    text = "chat.postMessage:ratelimited:retry_after=2:times=1"
    assert parse_fault(text) == ("chat.postMessage", "ratelimited", {"retry_after": 2, "times": 1})


@pytest.mark.parametrize("text", ["", "chat.postMessage", "a:b:c"])
def test_a_fault_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="reads"):
        parse_fault(text)


async def test_an_unknown_fault_or_option_is_refused(slack: Sandbox) -> None:
    with pytest.raises(ValueError, match="unknown fault"):
        slack.faults.add("auth.test", "explode")
    with pytest.raises(ValueError, match="no option"):
        slack.faults.add("auth.test", "error", seconds=1)
