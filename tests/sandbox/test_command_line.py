"""`python -m sandbox`: one line when ready or when it cannot start, a clean end; its control API."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.server import Sandbox
from tests.sandbox.conftest import MANIFEST

Json = dict[str, Any]


async def start(*arguments: str) -> asyncio.subprocess.Process:
    """The sandbox as a process."""
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--manifest", str(MANIFEST), *arguments, stdout=pipe, stderr=pipe
    )


async def ready(process: asyncio.subprocess.Process) -> Json:
    """What it says when it is ready."""
    assert process.stdout
    return dict(json.loads(await process.stdout.readline()))


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """A running sandbox of its own process."""
    process = await start("--port", "0", "--journal", str(tmp_path / "j.jsonl"), "--fault", "users.list:error")
    yield str((await ready(process))["page_url"])
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    rows = [json.loads(line) for line in (tmp_path / "j.jsonl").read_text().splitlines()]
    assert all(row["kind"] in ("call", "delivery", "violation") for row in rows)


async def test_ready_is_one_line_of_json_and_a_signal_ends_it() -> None:
    process = await start("--port", "0", "--bot-token", "xoxb-mine")
    told = await ready(process)
    assert set(told) == {"api_url", "page_url", "bot_token", "app_token", "signing_secret"}
    assert told["bot_token"] == "xoxb-mine"
    process.send_signal(signal.SIGINT)
    rest, complaint = await process.communicate()
    assert (process.returncode, rest) == (0, b"")
    assert b"Traceback" not in complaint


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--manifest", "nowhere.yaml"], "cannot read the manifest"),
        (["--people", "nowhere.yaml"], "cannot read the people file"),
        (["--fault", "auth.test:explode"], "unknown fault"),
        (["--fault", "auth.test"], "method:kind"),
        (["--journal", "/nowhere/at/all"], "cannot write the journal"),
        (["--port", "99999"], "cannot listen"),
    ],
)
async def test_a_wrong_start_is_one_sentence_and_exit_2(arguments: list[str], words: str) -> None:
    process = await start("--port", "0", *arguments)
    out, complaint = await process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert words in complaint.decode()
    assert len(complaint.decode().splitlines()) == 1


async def test_a_taken_port_is_one_sentence_and_exit_2(address: str) -> None:
    port = address.rstrip("/").rpartition(":")[2]
    process = await start("--port", port)
    _, complaint = await process.communicate()
    assert process.returncode == 2
    assert f"127.0.0.1:{port}" in complaint.decode()


async def test_the_control_api_does_what_the_driver_does(address: str) -> None:
    async with aiohttp.ClientSession(address) as session:
        async with session.post("sandbox/people/alice/post", json={"channel": "general", "text": "hi"}) as answer:
            ts = (await answer.json())["result"]["ts"]
        async with session.get("sandbox/state", params={"as": "carla"}) as answer:
            state = await answer.json()
        general = next(item for item in state["channels"] if item["name"] == "general")
        assert general["messages"][-1]["ts"] == ts
        async with session.post("sandbox/people/alice/command", json={"name": "/lost"}) as answer:
            assert (await answer.json())["status"] == "unreachable"
        async with session.post("sandbox/clock", json={"advance": 3600}) as answer:
            assert answer.status == 200
        async with session.post("sandbox/faults", json={"method": "*", "kind": "error"}) as answer:
            assert (await answer.json())["id"] == 2
        async with session.get("sandbox/journal") as answer:
            assert [row["method"] for row in (await answer.json())["rows"]] == ["/lost"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("people/nobody/post", "{}", 404),
        ("people/alice/dance", "{}", 404),
        ("people/alice/post", "{}", 400),
        ("people/alice/post", "[]", 400),
        ("people/alice/post", "{", 400),
        ("people/alice/submit", "{}", 409),
        ("people/gus/post", '{"channel": "general", "text": "x"}', 409),
        ("people/alice/upload", '{"channel": "general", "name": "a", "content": "%"}', 400),
        ("faults", '{"method": "x", "kind": "y"}', 400),
        ("clock", '{"advance": "soon"}', 400),
        ("clock", '{"set": "2026-01-01"}', 400),
    ],
)
async def test_a_wrong_order_is_a_4xx_with_one_sentence(slack: Sandbox, path: str, body: str, status: int) -> None:
    headers = {"Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession(slack.page_url) as session,
        session.post(f"sandbox/{path}", data=body, headers=headers) as answer,
    ):
        assert answer.status == status
        assert (await answer.json())["error"]
