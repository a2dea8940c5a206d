"""A stage whose clock is moved, and what a story asks of it: who was told what, and that nothing waits."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from sandbox.channel import Channel
from sandbox.message import Message
from sandbox.text import text_of
from storage import reminders
from storage.tables import entry, outbox
from tests.stage import DEPARTMENT, Stage, on_stage

MISSOURI = ZoneInfo("America/Chicago")
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=MISSOURI)


@asynccontextmanager
async def on_a_monday(database_url: str, folder: Path, department: Path = DEPARTMENT) -> AsyncIterator[Stage]:
    """A Monday morning in Missouri; the sandbox's clock is the bot's."""
    file = folder / "clock"
    file.write_text(MONDAY.isoformat())
    async with on_stage(database_url, bots=0, clock_file=file, department=department) as made:
        made.slack.clock.set(MONDAY.astimezone(UTC))
        async with made.bot_inside() as bot:
            await made.slack.connected()
            people = sum("@" in ref for ref in bot.desk.department.refs())
            await made.slack.until(lambda: len(made.slack.calls("users.lookupByEmail")) >= people)
            yield made


def said(stage: Stage, who: str) -> list[str]:
    return [text_of(message) for message in stage.person(who).dm()]


def newest(stage: Stage, who: str) -> Message:
    return stage.person(who).dm()[-1]


async def later(stage: Stage, **ahead: float) -> None:
    """Time goes by, and the bot has looked at its clock since."""
    stage.slack.clock.advance(timedelta(**ahead).total_seconds())
    await stage.slack.until(lambda: stage.bot.desk.clock.now() >= stage.slack.clock.now() - timedelta(seconds=2))
    await quiet(stage)


async def quiet(stage: Stage) -> None:
    """Nothing is due and nothing waits, but buttons of old reminders, and news that is collected for a minute."""
    waiting = (
        select(outbox.c.id).where(outbox.c.done_at.is_(None), outbox.c.step.not_in(("nudge_over", "news"))).limit(1)
    )

    async def settled() -> bool:
        now = stage.bot.desk.clock.now()
        due = await stage.bot.desk.ask(lambda conn: reminders.is_due(conn, now))
        return not due and await stage.bot.desk.ask(lambda conn: conn.execute(waiting).first()) is None

    await stage.slack.until(settled, timeout=30)


async def at(stage: Stage, day: int, hour: int, minute: int = 0) -> None:
    """It is that day of November and that time in Missouri."""
    wanted = datetime(2026, 11, day, hour, minute, tzinfo=MISSOURI)
    await later(stage, seconds=(wanted - stage.slack.clock.now()).total_seconds())


async def take(stage: Stage, channel: Channel, **roles: str) -> None:
    for role, who in roles.items():
        await stage.person(who).press("role_take", stage.surface(channel, "card"), value=f"1|{role}")
    await quiet(stage)


async def entries(stage: Stage, kind: str) -> list[dict[str, Any]]:
    rows = await stage.bot.desk.ask(
        lambda conn: list(
            conn.execute(select(entry.c.body).where(entry.c.kind == kind).order_by(entry.c.seq)).scalars()
        )
    )
    return [json.loads(row)["body"] for row in rows]
