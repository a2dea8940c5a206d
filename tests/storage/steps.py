"""What the tests of storage do again and again, as functions."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from bot.commands import Command
from bot.decision import Answer, Refusal
from bot.rulebook import Rulebook
from storage.engine import Store
from storage.transaction import record
from tests.given import NOW, a_report


async def run(store: Store, statement: str, **values: Any) -> None:
    """One SQL statement, as somebody with the database's password could send it."""
    await store.write(lambda conn: conn.execute(text(statement), values) and None)


async def rows(store: Store, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """What a query gives."""
    return await store.read(lambda conn: [tuple(row) for row in conn.execute(text(statement), values)])


async def one(store: Store, statement: str, **values: Any) -> Any:
    """The only value that a query gives."""
    ((value,),) = await rows(store, statement, **values)
    return value


async def tell(store: Store, command: Command, rules: Rulebook, now: datetime = NOW) -> Answer | Refusal:
    """Carry out a command as the bot does."""
    return await store.write(lambda conn: record(conn, command, rules, now))


async def report(store: Store, rules: Rulebook, key: str = "trigger:1", now: datetime = NOW, **more: Any) -> str:
    """Report an incident; answers its number."""
    answer = await tell(store, a_report(key=key, **more), rules, now)
    assert isinstance(answer, Answer), answer
    return str(answer.values["number"])
