"""Out of band: number and link go out, nothing else; and the dead man's switch is called."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.policy.source import PackErrors
from handlers.health import call_switch
from handlers.outgoing.escalate import read_addresses
from handlers.settings import BadSettingsError
from sandbox.text import text_of
from tests.stage import Stage, on_stage


@asynccontextmanager
async def listener() -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """A small real service on loopback that notes what it is sent."""
    heard: list[dict[str, Any]] = []

    async def hear(request: web.Request) -> web.Response:
        body = await request.text()
        heard.append(json.loads(body) if body else {})
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"127.0.0.1:{runner.addresses[0][1]}", heard
    finally:
        await runner.cleanup()


async def test_an_unclaimed_role_goes_out_with_number_and_link_only(sqlite_url: str, tmp_path: Path) -> None:
    clock, addresses = tmp_path / "clock", tmp_path / "escalate.yaml"
    async with listener() as (place, heard):
        addresses.write_text(f'CR: ["json://{place}/pager"]\n')
        addresses.chmod(0o600)
        clock.write_text("2026-11-16T15:00:00+00:00")
        async with (
            on_stage(sqlite_url, bots=0, clock_file=clock) as stage,
            stage.bot_inside(breach_escalate_file=addresses),
        ):
            await stage.slack.connected()
            channel = await stage.report("A laptop with the payroll was stolen")
            for _ in range(3):
                stage.slack.clock.advance(timedelta(minutes=6).total_seconds())
                await settled(stage)
            await stage.slack.until(lambda: heard)
    number = channel.name[:12].upper()
    (told,) = heard
    assert told["title"] == number
    assert told["message"].startswith(f"{number}: http")
    assert "payroll" not in json.dumps(told)


async def settled(stage: Stage) -> None:
    """The reminders of this moment were sent."""
    rosa = stage.person("rosa")
    count = len(rosa.dm())
    await stage.slack.until(lambda: len(rosa.dm()) > count)
    assert "nobody has taken Communications" in text_of(rosa.dm()[-1])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("CR: [carrier-pigeon]\n", "escalate.yaml:1: CR[0]: is not an address that apprise knows"),
        ("XX: []\n", "escalate.yaml:1: XX: is not a known key here"),
        ("CR: soon\n", "escalate.yaml:1: CR: must be a list"),
    ],
)
def test_a_bad_file_is_named_without_its_addresses(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "escalate.yaml"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(PackErrors) as refused:
        read_addresses(path)
    assert [str(one) for one in refused.value.faults] == [fault]
    assert "pigeon" not in str(refused.value)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_file_of_addresses_that_others_can_get_at_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "escalate.yaml"
    path.write_text('CR: ["json://zebra/pager"]\n')
    path.chmod(mode)
    with pytest.raises(BadSettingsError, match=r"BREACH_ESCALATE_FILE: .*chmod 600") as refused:
        read_addresses(path)
    assert "zebra" not in str(refused.value)


async def test_the_heartbeat_is_called_and_a_dead_one_harms_nobody() -> None:
    async with listener() as (place, heard):
        assert await call_switch(f"http://{place}/alive")
        assert len(heard) == 1
    assert not await call_switch(f"http://{place}/alive")
