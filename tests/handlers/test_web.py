"""What the bot serves: signed deliveries whatever is in them, health, readiness, and metrics without an incident."""

import asyncio
import json
import os
import time
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from starlette.types import ASGIApp

from handlers.app import Bot
from handlers.server import http_app
from storage.engine import Store
from tests.handlers.web import Answered, send, sign

LENIENT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # one bot takes all examples: that is what a bot does


async def deliver(app: ASGIApp, body: bytes, kind: str = "application/x-www-form-urlencoded") -> Answered:
    """Deliver with a good signature."""
    timestamp = str(int(time.time()))  # noqa: TID251 - a signature's age is real time
    headers = {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": sign(body, timestamp),
        "Content-Type": kind,
    }
    return await send(app, body, headers)


async def command(app: ASGIApp, typed: str, **more: str) -> Answered:
    """Type `/breach`."""
    form = {"command": "/breach", "text": typed, "user_id": "UOLGA", "channel_id": "C1", "team_id": "T1"}
    return await deliver(app, urlencode(form | {"trigger_id": typed[:50]} | more).encode())


async def test_a_command_is_answered(web: ASGIApp) -> None:
    answered = await command(web, "help")
    assert answered.status == 200
    assert b"573-751-7446" in answered.body


async def test_a_report_is_recorded_though_slack_is_down(web: ASGIApp) -> None:
    assert b"Recorded as BR-" in (await command(web, "report A laptop was stolen")).body


async def test_personal_data_in_a_report_is_not_echoed_though_slack_is_down(web: ASGIApp) -> None:
    answered = await command(web, "report a list with 536-22-8741 on it")
    assert b"Not recorded" in answered.body
    assert b"536-22-8741" not in answered.body


ODD = {
    "nothing": b"",
    "no form": b"\x00\xff\xfe",
    "half a form": b"payload",
    "a payload that is no JSON": b"payload=%7B",
    "a payload that is a list": b"payload=%5B%5D",
    "a payload that is a number": b"payload=7",
    "a payload that is null": b"payload=null",
    "an unknown kind": urlencode({"payload": json.dumps({"type": "strange"})}).encode(),
    "a deep payload": b"payload=" + b"%5B" * 60_000,
    "a command without a user": b"command=%2Fbreach&text=report+x",
    "a command that is not ours": b"command=%2Fother&user_id=U1",
    "actions that are no list": urlencode({"payload": json.dumps({"type": "block_actions", "actions": {}})}).encode(),
    "an action without an id": urlencode({"payload": json.dumps({"type": "block_actions", "actions": [{}]})}).encode(),
    "a view that is text": urlencode({"payload": json.dumps({"type": "view_submission", "view": "x"})}).encode(),
}


@pytest.mark.parametrize("what", ODD)
async def test_odd_forms_are_not_a_server_error(web: ASGIApp, what: str) -> None:
    assert (await deliver(web, ODD[what])).status < 500


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b'"x"',
        b'{"type": "event_callback"}',
        b'{"type": "event_callback", "event": "x"}',
        b'{"type": "event_callback", "event": {"type": "app_home_opened"}}',
        b'{"type": "url_verification"}',
        b'{"a": "\\ud800"}',
        b"[" * 100_000,
        b'{"a":' * 30_000,
        "\ufeff{}".encode("utf-16"),
    ],
    ids=lambda body: repr(body[:40]),
)
async def test_odd_events_are_not_a_server_error(web: ASGIApp, body: bytes) -> None:
    assert (await deliver(web, body, "application/json")).status < 500


async def test_a_challenge_is_answered(web: ASGIApp) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    assert b"abc" in (await deliver(web, body, "application/json")).body


@LENIENT
@given(st.binary(max_size=2_000), st.sampled_from(["application/json", "application/x-www-form-urlencoded", "x/y"]))
async def test_no_bytes_are_a_server_error(web: ASGIApp, body: bytes, kind: str) -> None:
    assert (await deliver(web, body, kind)).status < 500


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=10)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=12,
)
FIELDS = ("user", "channel", "view", "actions", "message", "trigger_id", "event", "team", "callback_id", "response_url")
KINDS = ("block_actions", "view_submission", "shortcut", "message_action", "view_closed")


@LENIENT
@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6))
async def test_no_interaction_is_a_server_error(web: ASGIApp, kind: str, fields: dict[str, object]) -> None:
    body = urlencode({"payload": json.dumps({"type": kind, **fields})}).encode()
    assert (await deliver(web, body)).status < 500


IDS = st.one_of(st.sampled_from(["1|IS|POL-8.1|done", "1", "x", "||||", "99999999999999999999999|IS|POL|done"]), JSON)
BUTTONS = ("record_call", "my_tasks", "item_done", "item_more", "item_undo", "open_report")


@LENIENT
@given(st.sampled_from(BUTTONS), IDS, JSON)
async def test_no_press_is_a_server_error(web: ASGIApp, action: str, value: object, user: object) -> None:
    payload = {
        "type": "block_actions",
        "user": {"id": user},
        "channel": {"id": "C1"},
        "trigger_id": "1.2",
        "actions": [{"action_id": action, "block_id": "b", "type": "button", "value": value}],
    }
    assert (await deliver(web, urlencode({"payload": json.dumps(payload)}).encode())).status < 500


@LENIENT
@given(st.sampled_from(["report", "item_not_applicable", "item_assign"]), JSON, JSON, st.text(max_size=60))
async def test_no_submission_is_a_server_error(
    web: ASGIApp, callback: str, values: object, metadata: object, hash_: str
) -> None:
    view = {
        "id": "V1",
        "hash": hash_,
        "type": "modal",
        "callback_id": callback,
        "private_metadata": json.dumps(metadata),
        "state": {"values": values},
        "blocks": [],
    }
    payload = {"type": "view_submission", "user": {"id": "UOLGA"}, "trigger_id": "1.2", "view": view}
    assert (await deliver(web, urlencode({"payload": json.dumps(payload)}).encode())).status < 500


async def test_the_process_says_that_it_lives(web: ASGIApp) -> None:
    assert (await send(web, method="GET", path="/healthz")).status == 200


async def test_the_bot_says_that_it_is_ready(web: ASGIApp) -> None:
    answered = await send(web, method="GET", path="/readyz")
    told = json.loads(answered.body)
    assert (answered.status, told.pop("parts").keys()) == (
        200,
        {"socket", "token", "database", "outbox", "clock", "directory"},
    )
    assert told == {"ready": True, "trouble": None}


async def test_an_old_schema_is_not_ready(web: ASGIApp, bot: Bot) -> None:
    store: Store = bot.desk.store
    await store.write(lambda conn: conn.execute(text("UPDATE alembic_version SET version_num = '0000'")) and None)
    answered = await send(web, method="GET", path="/readyz")
    assert (answered.status, json.loads(answered.body)["trouble"]) == (503, "schema out of date")


async def test_a_database_that_is_gone_is_not_ready(web: ASGIApp, sqlite_url: str) -> None:
    await asyncio.to_thread(os.unlink, sqlite_url.partition(":///")[2])
    answered = await send(web, method="GET", path="/readyz")
    assert (answered.status, json.loads(answered.body)["trouble"]) == (503, "no answer")


async def test_a_bot_that_is_starting_is_alive_but_not_ready(bot: Bot) -> None:
    from handlers.settings import read_settings

    starting = http_app(None, read_settings(), slack=False)
    assert (await send(starting, method="GET", path="/healthz")).status == 200
    assert (await send(starting, method="GET", path="/readyz")).status == 503


async def test_metrics_count_and_tell_nothing_of_an_incident(web: ASGIApp) -> None:
    await command(web, "report The zebra laptop was stolen", trigger_id="t1")
    await command(web, "report the list with 536-22-8741", trigger_id="t2")
    told = (await send(web, method="GET", path="/metrics")).body.decode()
    assert 'breach_commands_total{command="ReportIncident",outcome="recorded"}' in told
    for word in ("zebra", "536-22", "BR-2", "UOLGA", "laptop"):
        assert word not in told


async def test_waiting_messages_show_on_the_gauges(web: ASGIApp) -> None:
    await command(web, "report A laptop was stolen")
    told = (await send(web, method="GET", path="/metrics")).body.decode()
    assert "breach_outbox_waiting 1.0" in told


@pytest.mark.parametrize("path", ["/", "/slack", "/slack/events/", "/docs", "/metrics/../slack/events"])
async def test_there_is_nothing_else(web: ASGIApp, path: str) -> None:
    assert (await send(web, method="GET", path=path)).status in (404, 307)
