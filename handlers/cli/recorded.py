"""The facts of every incident on record, as an assessment takes them, for a rehearsal."""

import asyncio
from typing import Any

from handlers.cli.mistakes import mistakes


def recorded_facts() -> list[tuple[str, dict[str, Any]]]:
    """Number and facts of every incident of the database, with what CCO determined; nothing is written."""
    with mistakes():
        return asyncio.run(_read())


async def _read() -> list[tuple[str, dict[str, Any]]]:
    from bot.situation import assessed_facts
    from handlers.app import read_department, read_law
    from handlers.settings import read_settings
    from storage import facts
    from storage.engine import open_store

    settings = read_settings()
    law = read_law(read_department(settings))
    store = await open_store(settings.breach_database_url)
    try:
        found = await store.read(facts.all_incidents)
    finally:
        await store.close()
    return [(one.incident.number, assessed_facts(one, law)) for one in found]
