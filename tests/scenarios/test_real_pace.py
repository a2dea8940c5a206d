"""At Slack's own pace, with Slack's limits enforced: whoever keeps them is never told to wait.

The other stories run twenty times as fast on both sides; this one shows that nothing is hidden by that.
"""

import re
from collections import defaultdict
from itertools import combinations
from typing import Any

import pytest

from bot.commands import RecordCall
from handlers.actions.item import needs_words
from sandbox.channel import Channel
from sandbox.limits import POST_BURST
from tests.scenes import (
    answer_unasked,
    begin_phases,
    buttons,
    carry_out,
    determine,
    entries,
    fill,
    pick,
    see,
    settle_lines,
)
from tests.stage import Stage, on_stage

pytestmark = [pytest.mark.long, pytest.mark.alone]

LIST = "phase:assess"
ROLES = {"AI": "alice", "CCO": "carla", "IS": "isaac", "CR": "rosa"}
DECIDED = (
    ("POL-7.A", "carla", "no"),
    ("POL-7.B", "carla", "no"),
    ("breach", "carla", "no_breach"),
    ("POL-4.2", "alice", "no"),
)
PRESSES = 30
STANDING = 0
"""So many lines stay ticked before one is taken back: few are ticked without a word."""
JITTER = 0.5
"""Seconds by which a call may have waited for its turn in this Slack's process."""


async def _press_lines(stage: Stage, channel: Channel) -> int:
    """Press lines of the lists as fast as offered, else take one back; answers how many stand.

    When few stand, it waits until one that was taken back is offered again.
    """
    done: set[tuple[str, str]] = set()

    def lists() -> list[str]:
        return sorted(one for one in stage.shown(channel) if one.startswith("phase:"))

    def offered(act: str) -> list[tuple[str, str, str]]:
        return [
            (surface, role, item)
            for surface in lists()
            for role, item in re.findall(rf"'1\|([A-Z]+)\|([^'|]+)\|{act}'", buttons(stage, channel, surface))
        ]

    def next_press() -> tuple[str, tuple[str, str, str]] | None:
        for line in offered("done"):
            if line[1:] not in done and not needs_words(stage.bot.desk, line[2]):
                return "item_done", line
        if len(done) <= STANDING:
            return None
        return next((("item_undo", line) for line in offered("undo") if line[1:] in done), None)

    for _ in range(PRESSES):
        await stage.slack.until(lambda: next_press() is not None, timeout=60)
        action, (surface, role, item) = next_press() or ("", ("", "", ""))
        message, value = stage.surface(channel, surface), f"1|{role}|{item}|{action.removeprefix('item_')}"
        block = next(one["block_id"] for one in message.blocks if f"'{value}'" in str(one))
        await stage.person(ROLES[role]).press(_holder(message.blocks, value), message, value=value, block_id=block)
        done ^= {(role, item)}
    return len(done)


def _holder(blocks: list[dict[str, Any]], value: str) -> str:
    """The action of the element that carries the value: a button, or a list to choose from."""
    return next(
        str(element["action_id"])
        for block in blocks
        for element in [*block.get("elements", ()), block.get("accessory") or {}]
        if element.get("value") == value or any(option["value"] == value for option in element.get("options", ()))
    )


async def _close(stage: Stage, channel: Channel) -> None:
    await carry_out(stage, RecordCall(key="call", actor=stage.person("alice").id, incident=1))
    await answer_unasked(stage)
    for role, who in list(ROLES.items())[:3]:
        await determine(stage, "severity", who, "low", role)
    for question, who, outcome in DECIDED:
        await determine(stage, question, who, outcome)
    await settle_lines(stage)
    await pick(stage, "alice", "closing")
    assert await fill(stage, "alice", {"lessons": "none"}) == {}
    await see(stage, "card", "Closed")
    await stage.slack.until(lambda: "decision_reopen" in buttons(stage, channel, "decision:closing"), timeout=60)


async def test_an_opening_thirty_presses_and_a_closing_never_hear_that_they_are_too_fast(sqlite_url: str) -> None:
    async with on_stage(sqlite_url, speed=1.0) as stage:
        channel = await stage.report()
        await begin_phases(stage)
        done = await _press_lines(stage, channel)
        pressed = [one for kind in ("item_done", "item_undo") for one in await entries(stage, kind)]
        assert len(pressed) == PRESSES
        await see(stage, "card", f"Done {done} of")
        await _close(stage, channel)
        calls = [row for row in stage.slack.journal if row.kind == "call"]
        assert [row.method for row in calls if row.answer.get("error") == "ratelimited" or row.status == 429] == []
        posts = defaultdict(list)
        for row in calls:
            if row.method == "chat.postMessage":
                posts[row.args["channel"]].append(row.at)
        assert len(posts[channel.id]) > POST_BURST
        for times in posts.values():
            for first, last in combinations(range(len(times)), 2):
                assert last - first + 1 <= POST_BURST + times[last] - times[first] + JITTER


async def test_at_slacks_pace_the_reporter_is_inside_after_two_calls(sqlite_url: str) -> None:
    async with on_stage(sqlite_url, speed=1.0) as stage:
        before = len(stage.slack.journal)
        await stage.report()
        calls = [row for row in stage.slack.journal[before:] if row.kind == "call"]
        about = [row.method for row in calls if row.method.startswith("conversations.")]
        assert about[:2] == ["conversations.create", "conversations.invite"]
        assert not any(row.answer.get("error") == "ratelimited" for row in calls)
