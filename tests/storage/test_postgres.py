"""PostgreSQL: a replica or a server that stops answering costs seconds, not the report and not the bot."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.util import await_only

from bot.law import Law
from storage import log, outbox
from storage.engine import PostgresStore, Store, open_store, probe, unchecked_store
from storage.unavailable import UnavailableError
from tests.given import NOW
from tests.postgres import Server
from tests.storage.steps import one, report, rows

pytestmark = pytest.mark.postgres


async def test_a_connection_that_was_cut_is_replaced(postgres_store: Store, postgres_url: str, rules: Law) -> None:
    other = await open_store(postgres_url)
    await other.write(
        lambda conn: (
            conn.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            and None
        )
    )
    await other.close()
    assert await report(postgres_store, rules) == "BR-2026-0001"


async def test_a_replica_frozen_in_a_transaction_does_not_stop_the_others_for_ever(
    postgres_store: Store, postgres_url: str, rules: Law
) -> None:
    frozen = unchecked_store(postgres_url, patience=0.5)
    inside, never = asyncio.Event(), asyncio.Event()

    def freeze(conn: Connection) -> None:
        log.lock(conn)
        inside.set()
        await_only(never.wait())

    holding = asyncio.create_task(frozen.write(freeze))
    await inside.wait()
    try:
        async with asyncio.timeout(10):
            assert await report(postgres_store, rules) == "BR-2026-0001"
    finally:
        never.set()
        await asyncio.gather(holding, return_exceptions=True)
        await frozen.close()


async def test_a_server_that_says_nothing_is_given_up(postgres_url: str) -> None:
    store = unchecked_store(postgres_url, patience=0.2)
    with pytest.raises(UnavailableError):
        await store.read(lambda conn: conn.exec_driver_sql("SELECT pg_sleep(60)") and None)
    await store.close()


async def test_a_migration_may_take_as_long_as_it_needs(postgres_url: str) -> None:
    store = unchecked_store(postgres_url, patience=None)
    timeouts = await rows(store, "SELECT setting FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout'")
    assert timeouts == [("0",)]
    await store.close()


async def test_a_server_that_went_away_is_said(postgres_server: tuple[Server, str], rules: Law) -> None:
    server, template = postgres_server
    name = await server.create(template)
    store = await open_store(server.url(name))
    await server.drop(name)
    with pytest.raises(UnavailableError):
        await report(store, rules)
    assert await probe(store) == "no answer"
    await store.close()


async def test_a_claim_does_not_wait_for_a_transaction_that_decides(
    postgres_store: Store, postgres_url: str, rules: Law
) -> None:
    await report(postgres_store, rules)
    deciding = await open_store(postgres_url)
    inside, go = asyncio.Event(), asyncio.Event()

    def decide(conn: Connection) -> None:
        log.lock(conn)
        inside.set()
        await_only(go.wait())

    task = asyncio.create_task(deciding.write(decide))
    await inside.wait()
    async with asyncio.timeout(5):
        rows = await postgres_store.write(lambda conn: outbox.claim(conn, NOW, timedelta(minutes=1), 9))
    go.set()
    await task
    await deciding.close()
    assert len(rows) == 1


async def test_more_callers_than_connections_all_get_their_turn(postgres_store: Store, rules: Law) -> None:
    assert isinstance(postgres_store, PostgresStore)
    await asyncio.gather(*(report(postgres_store, rules, key=str(number)) for number in range(40)))
    assert await one(postgres_store, "SELECT count(*) FROM incident") == 40
