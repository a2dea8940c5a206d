"""Each error code of the table, as Slack answers it: given up and told, or it waits; and when it comes through."""

import asyncio
import itertools
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.decision import Step
from handlers.slack_errors import SORT_OF, Sort
from sandbox.faults import Fault
from sandbox.text import text_of
from storage import outbox
from storage.tables import outbox as outbox_table
from tests.presses import told
from tests.scenarios.moved_clock import later, newest, on_a_monday, said
from tests.scenes import entries, see
from tests.stage import ROOT, Stage

SORTS: tuple[Sort, ...] = ("final", "gone", "limit", "operator", "later")
NEVER_HEARD_OF = ("never_heard_of", "fatal_error", "internal_error", "request_timeout", "service_unavailable")
GIVEN_UP = "final", "gone"
IS = "isaac", "ivy", "igor", "ines"
ASIDE = "role_joined"
"""A step that says one thing to one person, whatever the channel's state."""


@pytest.fixture
async def monday(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with on_a_monday(sqlite_url, tmp_path) as made:
        yield made


def codes(sort: Sort) -> list[str]:
    return [code for code, its in SORT_OF.items() if its == sort] or list(NEVER_HEARD_OF)


async def ask_for(stage: Stage, step: str, about: str, **payload: str) -> None:
    """One step of that name, once."""
    now = stage.bot.desk.clock.now()
    asked = Step(name=step, key=f"{step}:{about}", payload=payload)
    await stage.bot.desk.store.write(lambda conn: outbox.put(conn, 1, [asked], now))
    stage.bot.desk.execute.wake()


async def rows(stage: Stage, step: str) -> list[Any]:
    ask = select(outbox_table.c.error, outbox_table.c.parked, outbox_table.c.done_at).where(
        outbox_table.c.step == step, outbox_table.c.key.like(f"{step}:%")
    )
    return list(await stage.bot.desk.ask(lambda conn: conn.execute(ask).all()))


async def refused(stage: Stage, code: str, fault: Fault, *, parked: bool) -> None:
    """Wait until Slack has answered so; what is given up says why, and what waits may be through again already."""
    await stage.slack.until(lambda: fault.struck == 1, timeout=20)
    if parked:
        ask = select(outbox_table.c.parked, outbox_table.c.error).where(outbox_table.c.key == f"{ASIDE}:{code}")

        async def given_up() -> bool:
            row = await stage.bot.desk.ask(lambda conn: conn.execute(ask).one())
            return tuple(row) == (True, code)

        await stage.slack.until(given_up, timeout=20)
    else:
        assert not any(row.parked for row in await rows(stage, ASIDE))


@pytest.mark.parametrize(
    "sort", [pytest.param(one, marks=pytest.mark.long) if one == "limit" else one for one in SORTS]
)
async def test_each_code_is_given_up_or_waits_and_comes_through_after_all(monday: Stage, sort: Sort) -> None:
    await monday.report()
    for code, who in zip(codes(sort), itertools.cycle(IS), strict=False):  # a limit holds for one person's messages
        fault = monday.slack.faults.add("chat.postMessage", "error", error=code, times=1)
        await ask_for(monday, ASIDE, code, user=monday.person(who).id, role="IS")
        await refused(monday, code, fault, parked=sort in GIVEN_UP)
    if sort in GIVEN_UP:
        await monday.person("alice").command("/breach", "retry BR-2026-0001")
    else:
        monday.slack.clock.advance(400)

    async def all_through() -> bool:
        return {(row.parked, row.done_at is not None) for row in await rows(monday, ASIDE)} == {(False, True)}

    await monday.slack.until(all_through, timeout=60)
    about = [text for who in IS for text in said(monday, who) if "you belong to Systems now" in text]
    assert len(about) == len(codes(sort))


@pytest.mark.parametrize("code", codes("channel"))
async def test_each_state_of_the_channel_is_told_and_waits_until_it_is_over(monday: Stage, code: str) -> None:
    channel = await monday.report()
    monday.slack.faults.add("conversations.setTopic", "error", error=code, times=1)
    await ask_for(monday, "set_topic", code)
    await monday.slack.until(lambda: any("channel" in text for text in said(monday, "alice")), timeout=20)

    async def waits() -> bool:
        return [tuple(row) for row in await rows(monday, "set_topic")] == [(code, False, None)]

    await monday.slack.until(waits)
    monday.slack.clock.advance(130)

    async def through() -> bool:
        return all(row.done_at for row in await rows(monday, "set_topic"))

    await monday.slack.until(through, timeout=20)
    assert channel.topic


async def test_an_opening_that_is_refused_three_times_is_told_three_times_and_opens_once(monday: Stage) -> None:
    monday.slack.faults.add("conversations.create", "error", error="invalid_name_specials", times=3)
    await monday.person("olga").command("/breach", "report A zebra was lost")
    for times in (1, 2, 3):
        await monday.slack.until(lambda times=times: refusals(monday, "alice") == times, timeout=20)  # type: ignore[misc]  # bound now
        await monday.person("alice").press("retry_steps", newest(monday, "alice"))
    await monday.slack.until(lambda: monday.channels() and monday.is_open(monday.channels()[0]), timeout=20)
    assert len(monday.channels()) == 1
    assert refusals(monday, "rosa") == refusals(monday, "olga") == 3


async def test_a_step_that_never_comes_to_an_end_is_given_up_after_three_tries_and_told_each_time(
    monday: Stage,
) -> None:
    channel = await monday.report()
    await ask_for(monday, ASIDE, "surprise")  # without its payload it ends in a surprise

    async def parked() -> bool:
        monday.slack.clock.advance(130)
        return [row.parked for row in await rows(monday, ASIDE)] == [True]

    for times in (1, 2):
        await monday.slack.until(parked, timeout=30)
        failed = [one for one in await entries(monday, "step_failed") if one["step"] == ASIDE]
        assert len(failed) == times
        assert all("reference" in one["error"] for one in failed)
        await see(monday, "card", "Slack has not let us")
        if times == 1:
            await monday.person("alice").command("/breach", "retry", channel=channel)


async def test_the_command_line_tries_again_what_was_given_up(monday: Stage) -> None:
    monday.slack.faults.add("conversations.create", "error", error="invalid_name_specials", times=1)
    await monday.person("olga").command("/breach", "report A zebra was lost")
    await monday.slack.until(lambda: refusals(monday, "alice") == 1, timeout=20)
    assert await breach(monday, "retry", "BR-2026-0099") == (2, "")
    assert await breach(monday, "retry", "br-2026-0001") == (
        0,
        "BR-2026-0001: 1 steps are tried again; the running bot sends them within a second\n",
    )
    await monday.slack.until(lambda: monday.channels() and monday.is_open(monday.channels()[0]), timeout=20)


@pytest.mark.parametrize(
    ("who", "number", "sentence"),
    [
        ("isaac", "BR-2026-0001", "Only Audits can do this"),
        ("olga", "BR-2026-0001", "There is no report that you can see"),
        ("alice", "BR-2026-0099", "There is no report that you can see under BR-2026-0099"),
    ],
)
async def test_nobody_else_tries_again(monday: Stage, who: str, number: str, sentence: str) -> None:
    monday.slack.faults.add("conversations.create", "error", error="invalid_name_specials", times=1)
    await monday.person("olga").command("/breach", "report A zebra was lost")
    await monday.slack.until(lambda: refusals(monday, "alice") == 1, timeout=20)
    await monday.person(who).command("/breach", f"retry {number}")
    await monday.slack.until(lambda: sentence in told(monday, who))
    await later(monday, seconds=5)
    assert not monday.channels()


def refusals(stage: Stage, who: str) -> int:
    return sum("Slack does not let us open its channel" in text_of(one) for one in stage.person(who).dm())


async def breach(stage: Stage, *words: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "handlers.cli", *words),
        env=stage.environment(),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    return process.returncode, out.decode()
