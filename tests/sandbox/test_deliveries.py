"""Deliveries: signatures, the three seconds, triggers, response_urls, retries, sockets."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import Sandbox
from tests.sandbox.blocks import field, modal, section

Json = dict[str, Any]


class Listener:
    """A bare HTTP app: notes each request and answers what the test wants."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[web.Response] = []
        self.hold: asyncio.Event | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((dict(request.headers), await request.read()))
        if self.hold:
            await self.hold.wait()
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def listener(slack: Sandbox) -> AsyncIterator[Listener]:
    """The bare app in front of the sandbox."""
    found = Listener()
    app = web.Application()
    app.router.add_post("/", found.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    yield found
    await runner.cleanup()


async def test_a_delivery_is_signed_over_its_raw_body(slack: Sandbox, listener: Listener) -> None:
    await slack.person("alice").command("/lost", "a hat & a bag")
    headers, body = listener.requests[0]
    base = b"v0:" + headers["X-Slack-Request-Timestamp"].encode() + b":" + body
    expected = "v0=" + hmac.new(slack.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    assert headers["X-Slack-Signature"] == expected


async def test_a_command_is_a_form_with_names_and_entities_escaped(slack: Sandbox, listener: Listener) -> None:
    await slack.person("alice").command("/lost", "hat & bag of @carla in #general")
    form = parse_qs(listener.requests[0][1].decode())
    general = slack.person("alice").channel("general").id
    assert form["text"] == [f"hat &amp; bag of <@U0CARLA|carla> in <#{general}|general>"]
    assert form["command"] == ["/lost"]
    assert form["user_id"] == ["U0ALICE"]


async def test_an_app_that_is_too_late_is_told_to_the_person_and_in_the_journal(
    slack: Sandbox, listener: Listener
) -> None:
    listener.hold = asyncio.Event()
    slack.ack_seconds = 0.05
    ann = slack.person("alice")
    answer = await ann.command("/lost", "x")
    listener.hold.set()
    assert answer.status == "timeout"
    assert "operation_timeout" in ann.ephemerals[-1].text
    assert slack.violations[-1].note == "not acknowledged within 0.05 s"


async def test_an_app_that_is_not_there_is_unreachable(slack: Sandbox) -> None:
    answer = await slack.person("alice").command("/lost", "x")
    assert answer.status == "unreachable"


async def test_a_modal_stays_open_with_a_word_when_the_app_fails(slack: Sandbox, listener: Listener) -> None:
    ann = await _with_modal(slack, listener)
    listener.answers = [web.Response(status=500)]
    answer = await ann.submit({"b": "typed"})
    assert answer.status == 500
    assert ann.view is not None
    assert ann.view["state"]["values"]["b"]["text"]["value"] == "typed"


async def _with_modal(slack: Sandbox, listener: Listener) -> Any:
    ann = slack.person("alice")
    await ann.shortcut("new_item")
    await _client(slack).views_open(trigger_id=_trigger(listener), view=_form())
    return ann


def _client(slack: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


def _form() -> Json:
    return modal(field(block_id="b"))


def _trigger(listener: Listener) -> str:
    payload = json.loads(parse_qs(listener.requests[-1][1].decode())["payload"][0])
    return str(payload["trigger_id"])


async def test_a_trigger_works_once(slack: Sandbox, listener: Listener) -> None:
    await _with_modal(slack, listener)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await _client(slack).views_open(trigger_id=_trigger(listener), view=modal())


async def test_a_trigger_lives_three_seconds(slack: Sandbox, listener: Listener) -> None:
    await slack.person("alice").shortcut("new_item")
    slack.clock.advance(3.1)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await _client(slack).views_open(trigger_id=_trigger(listener), view=modal())


async def test_a_stack_has_three_views(slack: Sandbox, listener: Listener) -> None:
    ann = await _with_modal(slack, listener)
    push = {"response_action": "push", "view": _form()}
    listener.answers = [web.json_response(push) for _ in range(3)]
    for _ in range(3):
        await ann.submit({"b": "x"})
    assert len(ann.views) == 3
    assert slack.violations[-1].note == "more than 3 views on the stack"


async def test_errors_may_name_input_blocks_only(slack: Sandbox, listener: Listener) -> None:
    ann = await _with_modal(slack, listener)
    listener.answers = [web.json_response({"response_action": "errors", "errors": {"elsewhere": "No."}})]
    answer = await ann.submit({"b": "x"})
    assert answer.errors == {}
    assert "elsewhere" in slack.violations[-1].note


async def test_a_stale_hash_conflicts(slack: Sandbox, listener: Listener) -> None:
    ann = await _with_modal(slack, listener)
    view = ann.view
    await _client(slack).views_update(view_id=view["id"], hash=view["hash"], view=_form())
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await _client(slack).views_update(view_id=view["id"], hash=view["hash"], view=_form())


async def test_what_was_typed_survives_an_update_of_the_view(slack: Sandbox, listener: Listener) -> None:
    ann = await _with_modal(slack, listener)
    ann.fill({"b": "half a sen"})
    form = _form()
    form["blocks"].insert(0, section("One more thing"))
    await _client(slack).views_update(view_id=ann.view["id"], view=form)
    assert ann.view["state"]["values"]["b"]["text"]["value"] == "half a sen"


async def test_a_required_input_cannot_be_sent_empty(slack: Sandbox, listener: Listener) -> None:
    ann = await _with_modal(slack, listener)
    before = len(listener.requests)
    answer = await ann.submit()
    assert (answer.status, list(answer.errors)) == ("refused", ["b"])
    assert len(listener.requests) == before


async def _respond(slack: Sandbox, listener: Listener, body: Json) -> tuple[int, str]:
    url = parse_qs(listener.requests[0][1].decode())["response_url"][0]
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


async def test_a_response_url_works_five_times(slack: Sandbox, listener: Listener) -> None:
    await slack.person("alice").command("/lost", "x")
    statuses = [(await _respond(slack, listener, {"text": "t"}))[0] for _ in range(6)]
    assert statuses == [200] * 5 + [404]
    assert len(slack.person("alice").ephemerals) == 5


async def test_a_response_url_works_for_thirty_minutes(slack: Sandbox, listener: Listener) -> None:
    await slack.person("alice").command("/lost", "x")
    slack.clock.advance(30 * 60 + 1)
    assert await _respond(slack, listener, {"text": "t"}) == (404, '{"ok": false, "error": "expired_url"}')


async def test_a_response_url_checks_blocks_too(slack: Sandbox, listener: Listener) -> None:
    await slack.person("alice").command("/lost", "x")
    assert (await _respond(slack, listener, {"blocks": [section("x" * 3001)]}))[0] == 400


async def test_an_event_is_retried_three_times_with_its_id_and_headers(slack: Sandbox, listener: Listener) -> None:
    listener.answers = [web.Response(status=500) for _ in range(4)]
    await slack.person("alice").open_home()
    await slack.until(lambda: len(listener.requests) == 2)
    slack.clock.advance(60)
    await slack.until(lambda: len(listener.requests) == 3)
    slack.clock.advance(300)
    await slack.until(lambda: len(listener.requests) == 4)
    ids = {json.loads(body)["event_id"] for _, body in listener.requests}
    numbers = [headers.get("X-Slack-Retry-Num") for headers, _ in listener.requests]
    assert (len(ids), numbers) == (1, [None, "1", "2", "3"])
    assert listener.requests[1][0]["X-Slack-Retry-Reason"] == "http_error"


async def test_an_app_can_decline_retries(slack: Sandbox, listener: Listener) -> None:
    listener.answers = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]
    await slack.person("alice").open_home()
    slack.clock.advance(3600)
    await slack.person("alice").command("/lost", "x")
    assert len(listener.requests) == 2


async def test_an_event_without_subscription_is_not_delivered(slack: Sandbox, listener: Listener) -> None:
    message = slack.person("dana").messages("general")[0]
    slack.person("dana").react("general", message.ts, "eyes")
    await slack.person("dana").open_home()
    assert [row.method for row in slack.journal] == ["app_home_opened"]


async def test_a_redelivered_command_is_the_same_body_with_the_same_signature(
    slack: Sandbox, listener: Listener
) -> None:
    slack.fault("redeliver", copies=3, together=True)
    await slack.person("alice").command("/lost", "x")
    assert len(listener.requests) == 3
    assert len({(headers["X-Slack-Signature"], body) for headers, body in listener.requests}) == 1


async def test_events_can_arrive_out_of_order(slack: Sandbox, listener: Listener) -> None:
    slack.fault("reorder", delivery="app_home_opened")
    await slack.person("alice").open_home()
    await slack.person("carla").open_home()
    await slack.until(lambda: len(listener.requests) == 2)
    assert [json.loads(body)["event"]["user"] for _, body in listener.requests] == ["U0CARLA", "U0ALICE"]


async def test_an_acknowledgement_can_be_lost(slack: Sandbox, listener: Listener) -> None:
    slack.fault("lost", delivery="/lost")
    answer = await slack.person("alice").command("/lost", "x")
    assert (answer.status, len(listener.requests)) == ("timeout", 1)


async def test_a_fault_can_strike_one_person_alone(slack: Sandbox, listener: Listener) -> None:
    slack.faults.add("/lost", "lost_before", person="carla", times=None)
    assert (await slack.person("alice").command("/lost", "x")).ok
    assert not (await slack.person("carla").command("/lost", "x")).ok
