"""How many statements an act takes: what a database at the other end of a network makes dear."""

import asyncio

from bot.decision import Answer
from storage.engine import open_store
from tests.bench.processes import Place
from tests.bench.row import Row, row
from tests.bench.wrong import WrongError
from tests.given import LAW
from tests.storage.steps import tell
from tests.storage.test_statements import LIMITS, acts, statements


def measure(place: Place) -> list[Row]:
    """Each act on both engines."""
    rows = asyncio.run(count("SQLite", place.fresh_sqlite()))
    return rows + (asyncio.run(count("PostgreSQL", place.fresh_postgres())) if place.fresh_postgres else [])


async def count(name: str, url: str) -> list[Row]:
    """The rows of one engine. Raises WrongError when an act was refused, or sent nothing to the database."""
    store, rows = await open_store(url), []
    try:
        await store.write(lambda conn: None)  # a new connection looks at the schema and the file first
        for act, command in acts(LAW).items():
            with statements() as sent:
                answer = await tell(store, command, LAW)
            if not isinstance(answer, Answer):
                raise WrongError(f"{act}: refused ({answer.name})")
            if act in LIMITS:
                rows.append(row(f"statements, {name}: {act}", [len(sent)], "statements", f"at most {LIMITS[act]}"))
    finally:
        await store.close()
    return rows
