"""Whatever goes wrong at any call of opening: one channel, one of each message, the reporter inside, nobody untold.

The calls are tried side by side, each with a workspace and a database of its own.
"""

import asyncio
import os
import shutil
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.department import TEAM_ROLES
from sandbox.text import text_of
from storage import facts, outbox
from storage.engine import unchecked_store
from tests import postgres
from tests.stage import OPENED, Stage, on_stage

pytestmark = [pytest.mark.long, pytest.mark.alone]

CALLS = [
    ("conversations.create", 0),
    ("conversations.invite", 0),
    ("conversations.setTopic", 0),
    *(("chat.postMessage", nth) for nth in range(5)),
    ("pins.add", 0),
    ("chat.getPermalink", 0),
    ("bookmarks.add", 0),
]
"""Every Web API call of opening an incident: the method, and how many of it pass before the fault."""

FAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "an error": ("error", {"error": "internal_error"}),
    "a 429": ("ratelimited", {"retry_after": 1}),
    "a 500": ("http", {"status": 500}),
    "a hang": ("hang", {"seconds": 30.0}),
    "a lost answer": ("lost", {}),
    "a lost call": ("lost_before", {}),
}

Databases = Callable[[], Awaitable[str]]


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Databases:
    """Makes databases, as many as are wanted."""
    if request.param == "postgres":
        server, template = request.getfixturevalue("postgres_server")
        assert isinstance(server, postgres.Server)

        async def make() -> str:
            return server.url(await server.create(template))

        return make
    template_file: Path = request.getfixturevalue("sqlite_template")
    made = iter(range(1000))

    async def copy() -> str:
        path = tmp_path / f"{next(made)}.db"
        shutil.copy(template_file, path)
        return f"sqlite+aiosqlite:///{path}"

    return copy


@pytest.mark.parametrize("fault", FAULTS)
async def test_opening_survives_at_every_call(databases: Databases, fault: str) -> None:
    kind, options = FAULTS[fault]

    gate = asyncio.Semaphore(4)

    async def one(method: str, nth: int) -> None:
        url = await databases()
        replicas = 2 if url.startswith("postgres") else 1
        async with gate, on_stage(url, bots=replicas) as stage:
            await stage.slack.until(lambda: _people_are_known(stage), timeout=30)
            struck = stage.slack.faults.add(method, kind, skip=nth, **options)
            await stage.report()
            await _settled(stage)
            assert struck.struck == 1, f"{method} {nth} was never called"
            _exactly_once(stage, method, nth)

    await asyncio.gather(*(one(*call) for call in CALLS))


async def test_opening_survives_kill_9_at_every_call(databases: Databases) -> None:
    gate = asyncio.Semaphore(3)
    moments = [(*call, "after") for call in CALLS]
    moments += [
        (method, 0, "before") for method in ("conversations.create", "conversations.invite", "chat.postMessage")
    ]

    async def one(method: str, nth: int, when: str) -> None:
        async with gate, _killed_at(await databases(), method, nth, when) as stage:
            await _settled(stage)
            _exactly_once(stage, method, nth)

    await asyncio.gather(*(one(*moment) for moment in moments))


@asynccontextmanager
async def _killed_at(url: str, method: str, nth: int, when: str) -> AsyncIterator[Stage]:
    """A report whose bot is killed at a call; another replica (PostgreSQL) or its successor (SQLite) goes on."""
    async with on_stage(url, bots=0) as stage, AsyncExitStack() as stack:
        if url.startswith("postgres"):
            await stack.enter_async_context(stage.bot_process("http"))
        victim = await stack.enter_async_context(stage.bot_process("http"))
        await stage.slack.until(lambda: len(stage.slack.calls("users.lookupByEmail")) >= 14, timeout=30)

        def kill() -> None:
            os.kill(victim.pid, signal.SIGKILL)

        stage.slack.faults.add(method, "call", skip=nth, callback=kill, when=when)
        answer = await stage.person("olga").command("/breach", "report A laptop was stolen")
        if answer.text is not None:
            assert "Recorded as BR-" in answer.text
        await stage.slack.until(lambda: victim.returncode is not None, timeout=30)
        if url.startswith("sqlite"):
            await stack.enter_async_context(stage.bot_process("http"))
        yield stage


async def _people_are_known(stage: Stage) -> bool:
    """Whether the directory is read: who becomes known only afterwards is told that they belong to a role now."""
    desk = stage.bot.desk
    team = await desk.store.read(lambda conn: facts.team(conn, desk.department))
    return all(team.users(role) for role in TEAM_ROLES)


async def _settled(stage: Stage) -> None:
    """Wait until the incident is open and nothing waits to be sent."""
    store = unchecked_store(stage.database_url)
    try:

        async def settled() -> bool:
            channels = stage.channels()
            if len(channels) != 1 or not stage.is_open(channels[0]):
                return False
            return (await store.read(outbox.waiting))[0] == 0

        await stage.slack.until(settled, timeout=45)
    finally:
        await store.close()


def _exactly_once(stage: Stage, method: str, nth: int) -> None:
    where = f"{method} {nth}"
    (channel,) = stage.channels()
    keys = Counter(key.partition(":")[2] for key in stage.keys(channel))
    assert keys == dict.fromkeys(OPENED, 1), where
    assert stage.person("olga").id in channel.members, where
    assert len(channel.members) == 16, where
    assert len(channel.pins) == 1, where
    assert len(channel.bookmarks) == 1, where
    told = [(message.channel, text_of(message)[:90]) for message in stage.all_direct_messages()]
    assert len(told) == 1, (where, told)
    assert not stage.slack.violations, where
