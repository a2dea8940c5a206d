"""`breach retry NUMBER`: makes due again what Slack refused in one incident; the running bot sends it."""

import asyncio
import secrets
from typing import Annotated

import typer

from handlers.cli.mistakes import mistakes, stop


def retry(number: Annotated[str, typer.Argument(help="The incident's number, such as BR-2026-0001.")]) -> None:
    """Try again what Slack refused for good in an incident, such as opening its channel."""
    with mistakes():
        told = asyncio.run(_retry(number.strip()))
    if told is None:
        stop(f"{number[:40]}: there is no such incident in this database")
    print(told)


async def _retry(number: str) -> str | None:
    from bot.rules.stuck import OPERATOR
    from bot.step_commands import RetrySteps
    from handlers.app import read_department, read_law
    from handlers.now import Clock
    from handlers.settings import read_settings
    from storage import facts, outbox, transaction
    from storage.engine import open_store

    settings = read_settings()
    law = read_law(read_department(settings))
    store = await open_store(settings.breach_database_url)
    try:
        incident = await store.read(lambda conn: facts.by_number(conn, number))
        if incident is None:
            return None
        command = RetrySteps(key=f"retry:{secrets.token_hex(8)}", actor=OPERATOR, incident=incident)
        now = Clock(settings.breach_clock_file).now()
        before = await store.read(lambda conn: outbox.held_up(conn, incident))
        await store.write(lambda conn: transaction.record(conn, command, law, now))
    finally:
        await store.close()
    return f"{number.upper()}: {before} steps are tried again; the running bot sends them within a second"
