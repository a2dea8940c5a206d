"""Any bytes at any path: Slack's error or a 4xx, never a traceback; the state stays whole."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yarl import URL

from sandbox.methods import METHODS
from sandbox.server import Sandbox
from tests.sandbox.conftest import MANIFEST

paths = st.one_of(
    st.sampled_from(sorted(METHODS)).map(lambda name: f"api/{name}"),
    st.sampled_from(
        [
            "",
            "api/",
            "api/none",
            "link/",
            "sandbox/state",
            "sandbox/journal",
            "sandbox/clock",
            "sandbox/faults",
            "sandbox/people/alice/fill",
            "sandbox/people/alice/press",
            "sandbox/people/alice/upload",
            "actions/T/1/x",
            "upload/v1/F/x",
            "files-pri/F/x",
            "page/none",
            "../app.yaml",
            "page/../server.py",
        ]
    ),
    st.text(max_size=20),
)
kinds = st.sampled_from(
    [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
        "multipart/form-data; boundary=x",
        "",
    ]
)
names = st.sampled_from(
    [
        "channel",
        "users",
        "user",
        "text",
        "blocks",
        "view",
        "ts",
        "limit",
        "cursor",
        "name",
        "trigger_id",
        "files",
        "metadata",
        "token",
    ]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10) | st.sampled_from(["U0ALICE", "C00000001", "1.1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
bodies = st.binary(max_size=60) | st.dictionaries(names, anything, max_size=5).map(lambda d: json.dumps(d).encode())
requests = st.tuples(st.sampled_from(["GET", "POST", "PUT", "DELETE"]), paths, kinds, bodies, st.booleans())


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(requests, min_size=10, max_size=25))
def test_any_bytes_at_any_path_are_answered(rows: list[Any]) -> None:
    asyncio.run(_answered(rows))


async def _answered(rows: list[Any]) -> None:
    async with Sandbox(manifest=MANIFEST) as slack, aiohttp.ClientSession() as session:
        before = len(slack.workspace.people)
        for verb, path, kind, body, signed in rows:
            headers = {"Authorization": f"Bearer {slack.bot_token}"} if signed else {}
            if kind:
                headers["Content-Type"] = kind
            url = URL(slack.page_url + path.replace("#", "").replace("?", ""))
            async with session.request(verb, url, data=body, headers=headers, allow_redirects=False) as answer:
                text = await answer.text(errors="replace")
                assert answer.status < 500, (verb, path, kind, body, text)
                assert "Traceback" not in text
                if path.startswith("api/") and answer.status == 200:
                    assert isinstance(json.loads(text)["ok"], bool)
        assert len(slack.workspace.people) == before
        await _still_works(slack, session)


async def _still_works(slack: Sandbox, session: aiohttp.ClientSession) -> None:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with session.post(slack.api_url + "auth.test", headers=headers) as answer:
        assert (await answer.json())["ok"]


async def test_only_loopback_names_are_answered(slack: Sandbox) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(slack.page_url, headers={"Host": "slack.example.gov"}) as answer,
    ):
        assert answer.status == 421


async def test_a_form_cannot_reach_the_control_api(slack: Sandbox) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.page_url + "sandbox/revoke", data={"a": "b"}) as a,
    ):
        assert a.status == 415
