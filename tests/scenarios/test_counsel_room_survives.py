"""Whatever goes wrong while counsel's room opens: one room, one of each message, counsel inside, nothing elsewhere.

The calls are tried side by side, each with a workspace and a database of its own, on both databases.
"""

import asyncio
import os
import signal
from collections import Counter
from contextlib import AsyncExitStack
from typing import Any

import pytest

from sandbox.channel import Channel
from sandbox.text import text_of
from storage import outbox
from storage.engine import unchecked_store
from tests.scenarios.test_opening_survives import Databases, databases  # noqa: F401 - the fixture
from tests.stage import Stage, on_stage

pytestmark = [pytest.mark.long, pytest.mark.alone]

SECRET = "Zanzibar: our exposure turns on the key"
CALLS = [
    ("conversations.create", 0),
    ("conversations.invite", 0),
    ("chat.postMessage", 0),
    ("chat.postMessage", 1),
]
"""Every Web API call of opening the room, after the incident stands open: the method, and how many pass before."""
FAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "an error": ("error", {"error": "internal_error"}),
    "a 429": ("ratelimited", {"retry_after": 1}),
    "a lost answer": ("lost", {}),
    "a lost call": ("lost_before", {}),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_room_opens_once_whatever_slack_answers(databases: Databases, fault: str) -> None:  # noqa: F811 - the fixture
    kind, options = FAULTS[fault]
    gate = asyncio.Semaphore(2)

    async def one(method: str, nth: int) -> None:
        async with gate, on_stage(await databases()) as stage:
            channel = await stage.report()
            await _settled(stage)
            struck = stage.slack.faults.add(method, kind, skip=nth, **options)
            await stage.person("carla").command("/breach", f"advice {SECRET}", channel=channel)
            await _settled(stage, room=True)
            assert struck.struck == 1, f"{method} {nth} was never called"
            _exactly_once(stage, channel, f"{method} {nth}")

    await asyncio.gather(*(one(*call) for call in CALLS))


async def test_the_room_opens_once_when_the_bot_is_killed_at_any_call(databases: Databases) -> None:  # noqa: F811 - the fixture
    gate = asyncio.Semaphore(2)

    async def one(method: str, nth: int, when: str) -> None:
        async with gate, on_stage(await databases(), bots=0) as stage, AsyncExitStack() as stack:
            victim = await stack.enter_async_context(stage.bot_process("http"))
            await stage.slack.until(lambda: len(stage.slack.calls("users.lookupByEmail")) >= 14, timeout=30)
            channel = await stage.report()
            await _settled(stage)

            def kill() -> None:
                os.kill(victim.pid, signal.SIGKILL)

            stage.slack.faults.add(method, "call", skip=nth, callback=kill, when=when)
            await stage.person("carla").command("/breach", f"advice {SECRET}", channel=channel)
            await stage.slack.until(lambda: victim.returncode is not None, timeout=30)
            await stack.enter_async_context(stage.bot_process("http"))
            await _settled(stage, room=True)
            _exactly_once(stage, channel, f"{method} {nth} {when}")

    moments = [(*call, "after") for call in CALLS] + [("conversations.create", 0, "before")]
    await asyncio.gather(*(one(*moment) for moment in moments))


async def _settled(stage: Stage, *, room: bool = False) -> None:
    """Wait until nothing waits to be sent, and counsel's room stands."""
    store = unchecked_store(stage.database_url)
    try:

        async def settled() -> bool:
            rooms = stage.counsel_rooms()
            if room and not (rooms and "counsel_room" in stage.shown(rooms[0])):
                return False
            return (await store.read(outbox.waiting))[0] == 0

        await stage.slack.until(settled, timeout=60)
    finally:
        await store.close()


def _exactly_once(stage: Stage, channel: Channel, where: str) -> None:
    (room,) = stage.counsel_rooms()
    keys = Counter(key.partition(":")[2] for key in stage.keys(room))
    assert set(keys.values()) == {1}, (where, keys)
    assert len(keys) == 2, (where, keys)
    assert sum(SECRET in text_of(one) for one in room.messages) == 1, where
    assert {stage.person(who).id for who in ("carla", "colin", "chidi")} <= set(room.members), where
    assert stage.person("olga").id not in room.members, where
    assert not any("Zanzibar" in f"{one.text} {one.blocks}" for one in channel.messages), where
    assert not stage.slack.violations, where
