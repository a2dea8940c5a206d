"""`breach run` as its own program: what cannot work stops it with a sentence, what may pass is said and tried again."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from tests.stage import ROOT, Stage, on_stage


@pytest.fixture
async def empty(sqlite_url: str) -> AsyncIterator[Stage]:
    """A Slack without a bot in it."""
    async with on_stage(sqlite_url, bots=0) as stage:
        yield stage


@asynccontextmanager
async def program(stage: Stage, *arguments: str, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "handlers.cli", "run", *arguments),
        env=stage.environment() | {"PORT": "0"} | more,
        cwd=ROOT,
        stderr=asyncio.subprocess.PIPE,
    )
    yield process
    if process.returncode is None:
        process.kill()
    await process.wait()


async def sentence(process: asyncio.subprocess.Process) -> str:
    """The last words of a program that ended with exit code 2."""
    assert process.stderr
    told = (await asyncio.wait_for(process.stderr.read(), 20)).decode()
    assert await process.wait() == 2, told
    assert "Traceback" not in told
    return told.splitlines()[-1]


@pytest.mark.parametrize("transport", ["--socket", "--http"])
async def test_a_bot_token_that_slack_refuses_stops_the_start(empty: Stage, transport: str) -> None:
    async with program(empty, transport, SLACK_BOT_TOKEN="xoxb-1-zebra") as process:
        said = await sentence(process)
    assert said.startswith("breach: SLACK_BOT_TOKEN: Slack refuses it (")
    assert "zebra" not in said


async def test_an_app_token_that_slack_refuses_stops_the_start(empty: Stage) -> None:
    async with program(empty, "--socket", SLACK_APP_TOKEN="xapp-1-zebra") as process:
        assert (await sentence(process)).startswith("breach: SLACK_APP_TOKEN: Slack refuses it (")


async def test_line_breaks_behind_secrets_do_no_harm(empty: Stage) -> None:
    more = {"SLACK_APP_TOKEN": empty.slack.app_token + "\r\n", "SLACK_BOT_TOKEN": empty.slack.bot_token + "\n"}
    async with program(empty, "--socket", **more):
        await empty.slack.connected(20)
        await empty.report()


@pytest.mark.parametrize("transport", ["--socket", "--http"])
async def test_a_slack_that_cannot_be_reached_is_said_and_tried_again(empty: Stage, transport: str) -> None:
    async with program(empty, transport, SLACK_API_URL="http://127.0.0.1:9/api/") as process:
        assert process.stderr
        told = ""
        while "no answer from Slack at http://127.0.0.1:9/api/" not in told:
            line = await asyncio.wait_for(process.stderr.readline(), 20)
            assert line, told
            told += line.decode()
        assert process.returncode is None


async def test_in_socket_mode_health_and_metrics_have_a_port_of_their_own(empty: Stage) -> None:
    async with program(empty, "--socket", BREACH_HEALTH_PORT="0") as process:
        assert process.stderr
        line = ""
        while "ready (health on " not in line:
            line = (await asyncio.wait_for(process.stderr.readline(), 20)).decode()
            assert line
        place = line.partition("health on ")[2].partition("/readyz")[0]
        await empty.slack.connected(20)
        async with aiohttp.ClientSession() as session:
            while "ready (Socket Mode)" not in line:
                line = (await asyncio.wait_for(process.stderr.readline(), 20)).decode()
                assert line
            ready = await (await session.get(f"{place}/readyz")).json()
            assert (ready["ready"], ready["parts"]["socket"]) == (True, None)
            assert "breach_socket_connected 1.0" in await (await session.get(f"{place}/metrics")).text()
            assert (await session.post(f"{place}/slack/events")).status == 404


async def test_what_the_program_writes_is_its_owners_alone(empty: Stage) -> None:
    before = os.umask(0o022)
    try:
        async with program(empty, "--socket"):
            await empty.slack.connected(20)
            path = empty.database_url.partition(":///")[2]
            for end in ("", "-wal", "-shm"):
                found = await asyncio.to_thread(os.stat, path + end)
                assert found.st_mode & 0o077 == 0, end
    finally:
        os.umask(before)
