"""A bot in this process that the subjects can measure, and faults to be planted in it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import pytest

from handlers.outgoing import messages, steps
from handlers.outgoing.job import Job
from handlers.server import serve_http
from tests.bench.checks import check_of
from tests.bench.load import SECRET
from tests.bench.processes import Running, Slack
from tests.bench.row import Row
from tests.bench.server import bare
from tests.stage import Stage, on_stage


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The bot, its Slack, and a bare listener beside it."""

    stage: Stage
    slack: Slack
    ours: Running
    bare_url: str


@asynccontextmanager
async def measured(database_url: str) -> AsyncIterator[Measured]:
    """A bot over HTTP in front of a sandbox; Slack's limits pass by at the tests' speed."""
    async with on_stage(database_url, transport="http", signing_secret=SECRET) as stage:
        stop, address = asyncio.Event(), asyncio.get_running_loop().create_future()
        settings = stage.settings()
        async with bare(settings) as nothing:
            serving = asyncio.create_task(serve_http(nothing, settings, stop, address.set_result))
            told = {
                "api_url": stage.slack.api_url,
                "page_url": stage.slack.page_url,
                "bot_token": stage.slack.bot_token,
            }
            no_process = cast(Any, None)
            ours = Running(process=no_process, url=str(stage.slack.app_url), seconds=1.0)
            try:
                yield Measured(stage=stage, slack=Slack(told=told), ours=ours, bare_url=await address)
            finally:
                stop.set()
                await serving


def refused(rows: Sequence[Row]) -> set[str]:
    """The rows that do not hold."""
    return {one.name for one in rows if not check_of(one.name).holds(one)}


async def break_down(*_: object) -> None:
    """In place of what carries out a command."""
    raise RuntimeError("planted")


def plant_stale_surface(monkeypatch: pytest.MonkeyPatch, surface: str, after: int = 0) -> None:
    """A surface that stands in the channel is not refreshed: its row is done, and Slack hears nothing."""
    show, updates = messages.show_surface, 0

    async def stale(job: Job) -> Any:
        nonlocal updates
        if job.row.step == f"surface:{surface}" and surface in job.facts.messages:
            updates += 1
            if updates > after:
                return None
        return await show(job)

    monkeypatch.setattr(steps, "show_surface", stale)
