"""Socket Mode: single-use addresses, at most ten sockets, envelopes that come again, sockets sent away."""

from __future__ import annotations

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.conftest import Running


async def test_a_socket_address_works_once(slack: Sandbox) -> None:
    client = AsyncWebClient(base_url=slack.api_url)
    url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_an_eleventh_socket_is_sent_away(slack: Sandbox) -> None:
    client = AsyncWebClient(base_url=slack.api_url)
    async with aiohttp.ClientSession() as session:
        sockets = []
        for _ in range(11):
            url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
            sockets.append(await session.ws_connect(url))
        kinds = [(await socket.receive_json())["type"] for socket in sockets]
        assert kinds == ["hello"] * 10 + ["disconnect"]
        for socket in sockets:
            await socket.close()


async def test_the_bot_token_opens_no_socket(slack: Sandbox) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await AsyncWebClient(base_url=slack.api_url).apps_connections_open(app_token=slack.bot_token)


async def test_an_envelope_that_is_not_acknowledged_comes_again_for_events(slack: Sandbox) -> None:
    slack.ack_seconds = 0.05
    client = AsyncWebClient(base_url=slack.api_url)
    url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        await socket.receive_json()
        await slack.connected()
        await slack.person("alice").open_home()
        first = await socket.receive_json()
        second = await socket.receive_json()
        await socket.send_json({"envelope_id": second["envelope_id"]})
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert (first["retry_attempt"], second["retry_attempt"]) == (0, 1)


@pytest.mark.parametrize("running", ["socket"], indirect=True)
async def test_a_bot_comes_back_after_its_socket_was_sent_away(running: Running) -> None:
    before = len(running.slack.calls("apps.connections.open"))
    await running.slack.disconnect()
    await running.slack.until(lambda: len(running.slack.calls("apps.connections.open")) > before)
    await running.slack.connected()
    assert (await running.slack.person("alice").command("/lost", "x")).ok


async def test_a_wrong_envelope_id_is_a_violation(slack: Sandbox) -> None:
    client = AsyncWebClient(base_url=slack.api_url)
    url = (await client.apps_connections_open(app_token=slack.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        await socket.send_json({"envelope_id": "made-up"})
        await socket.send_str("not json")
        await slack.until(lambda: len(slack.violations) == 2)


async def test_socket_servers_refuse_while_the_api_is_up(slack: Sandbox) -> None:
    client = AsyncWebClient(base_url=slack.api_url)

    async def address() -> str:
        return str((await client.apps_connections_open(app_token=slack.app_token))["url"])

    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(await address()) as socket:
            assert (await socket.receive_json())["type"] == "hello"
            assert await slack.refuse_sockets(12) == 1
            assert (await socket.receive()).type == aiohttp.WSMsgType.CLOSE
        spent = await address()
        with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
            await session.ws_connect(spent)
        slack.clock.advance(12)
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await session.ws_connect(spent)
        async with session.ws_connect(await address()) as socket:
            assert (await socket.receive_json())["type"] == "hello"
