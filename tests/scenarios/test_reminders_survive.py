"""A worker is killed, or frozen beyond its lease, while reminders go out: each person gets each of them once."""

import os
import signal
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.text import text_of
from storage import outbox
from storage.engine import unchecked_store
from tests.stage import LEASE, Stage, on_stage

PEOPLE = (
    *("alice", "arthur", "anita", "amos", "carla", "colin", "chidi"),
    *("isaac", "ivy", "igor", "ines", "rosa", "ralph", "ruth"),
)


FIRST = ("alice", "carla", "isaac", "rosa")
"""The first person of each role: asked before the others, and then with them."""


def asked(stage: Stage) -> Counter[str]:
    """How often each person was asked to take a role, and the reporter to call."""
    words = ("nobody has taken", "please call")
    return Counter(
        who
        for who in (*PEOPLE, "olga")
        for message in stage.person(who).dm()
        if any(word in text_of(message) for word in words)
    )


async def quiet(stage: Stage, people: int) -> None:
    """So many people were asked, and nothing waits to be sent."""
    store = unchecked_store(stage.database_url)
    try:

        async def nothing_waits() -> bool:
            return (await store.read(outbox.waiting))[0] == 0

        await stage.slack.until(lambda: len(asked(stage)) == people, timeout=45)
        await stage.slack.until(nothing_waits, timeout=45)
    finally:
        await store.close()


KILLED, FROZEN = signal.SIGKILL, signal.SIGSTOP


@pytest.mark.parametrize(
    ("database_url", "blow"),
    [
        ("sqlite", KILLED),
        ("postgres", FROZEN),
        pytest.param("sqlite", FROZEN, marks=pytest.mark.long),
        pytest.param("postgres", KILLED, marks=pytest.mark.long),
    ],
    indirect=["database_url"],
)
async def test_each_reminder_comes_once(database_url: str, tmp_path: Path, blow: signal.Signals) -> None:
    clock = tmp_path / "clock"
    clock.write_text("2026-11-16T15:00:00+00:00")
    async with on_stage(database_url, bots=0, clock_file=clock) as stage, AsyncExitStack() as stack:
        if database_url.startswith("postgres"):
            await stack.enter_async_context(stage.bot_process())
        victim = await stack.enter_async_context(stage.bot_process())
        await stage.slack.connected()
        await stage.report()

        stage.slack.clock.advance(timedelta(minutes=5, seconds=30).total_seconds())
        await quiet(stage, len(FIRST))

        def strike() -> None:
            os.kill(victim.pid, blow)

        stage.slack.faults.add("chat.postMessage", "call", skip=3, callback=strike, when="after")
        stage.slack.clock.advance(timedelta(minutes=5, seconds=30).total_seconds())
        if blow is signal.SIGKILL:
            await stage.slack.until(lambda: victim.returncode is not None, timeout=30)
            if database_url.startswith("sqlite"):
                await stack.enter_async_context(stage.bot_process())
        else:
            before = stage.slack.clock.now()
            await stage.slack.until(lambda: stage.slack.clock.now() > before + timedelta(seconds=2 * LEASE), timeout=30)
            os.kill(victim.pid, signal.SIGCONT)
        await quiet(stage, len(PEOPLE) + 1)
        assert asked(stage) == Counter((*PEOPLE, *FIRST, "olga"))
