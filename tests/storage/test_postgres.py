"""PostgreSQL: a replica or a server that stops answering costs seconds, not the report and not the bot."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.util import await_only

from bot.department import Person
from bot.rulebook import Rulebook
from bot.step_commands import ChannelOpened, PeopleInvited
from storage import log, outbox, people, roles
from storage.engine import Store, open_store, probe, unchecked_store
from storage.postgres import PostgresStore
from storage.transaction import record
from storage.unavailable import UnavailableError
from tests.given import NOW
from tests.postgres import Server
from tests.storage.steps import one, report, rows, run

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.postgres


async def test_a_connection_that_was_cut_is_replaced(postgres_store: Store, postgres_url: str, rules: Rulebook) -> None:
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
    postgres_store: Store, postgres_url: str, rules: Rulebook
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


async def test_a_server_that_went_away_is_said(postgres_server: tuple[Server, str], rules: Rulebook) -> None:
    server, template = postgres_server
    name = await server.create(template)
    store = await open_store(server.url(name))
    await server.drop(name)
    with pytest.raises(UnavailableError):
        await report(store, rules)
    assert await probe(store) == "no answer"
    await store.close()


async def test_a_claim_does_not_wait_for_a_transaction_that_decides(
    postgres_store: Store, postgres_url: str, rules: Rulebook
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


async def test_a_claim_does_not_wait_for_another_claim(
    postgres_store: Store, postgres_url: str, rules: Rulebook
) -> None:
    for key in ("a", "b"):
        await report(postgres_store, rules, key=key)
    claiming = await open_store(postgres_url)
    inside, go = asyncio.Event(), asyncio.Event()

    def claim(conn: Connection) -> list[outbox.Row]:
        rows = outbox.claim(conn, NOW, timedelta(minutes=1), 1)
        inside.set()
        await_only(go.wait())
        return rows

    task = asyncio.create_task(claiming.write(claim))
    await inside.wait()
    async with asyncio.timeout(5):
        mine = await postgres_store.write(lambda conn: outbox.claim(conn, NOW, timedelta(minutes=1), 9))
    go.set()
    theirs = await task
    await claiming.close()
    assert sorted(row.key for row in [*mine, *theirs]) == ["create:BR-2026-0001", "create:BR-2026-0002"]


async def test_more_callers_than_connections_all_get_their_turn(postgres_store: Store, rules: Rulebook) -> None:
    assert isinstance(postgres_store, PostgresStore)
    await asyncio.gather(*(report(postgres_store, rules, key=str(number)) for number in range(40)))
    assert await one(postgres_store, "SELECT count(*) FROM incident") == 40


@pytest.fixture
async def app_store(postgres_server: tuple[Server, str], postgres_url: str) -> AsyncIterator[Store]:
    """A store for the role that docs/running.md sets up."""
    guide = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    grants = guide.partition("```sql")[2].partition("```")[0].split(";")
    owner = unchecked_store(postgres_url)
    for statement in ("CREATE ROLE breach_app LOGIN", *(grant for grant in grants if grant.strip())):
        await run(owner, statement)
    server = postgres_server[0]
    store = await open_store(postgres_url.replace(f"//{server.user}@", "//breach_app@"))
    yield store
    await store.close()
    await run(owner, "DROP OWNED BY breach_app")
    await run(owner, "DROP ROLE breach_app")
    await owner.close()


async def test_the_bots_own_role_can_do_the_bots_work_and_not_alter_the_record(
    app_store: Store, rules: Rulebook
) -> None:
    assert await report(app_store, rules) == "BR-2026-0001"
    (row,) = await app_store.write(lambda conn: outbox.claim(conn, NOW, timedelta(minutes=1), 9))
    opened = ChannelOpened(key=row.key, incident=1, channel="C1", name="br-2026-0001-a1b2")
    await app_store.write(lambda conn: record(conn, opened, rules, NOW, row))
    (invite,) = await app_store.write(lambda conn: outbox.claim(conn, NOW, timedelta(minutes=1), 9))
    inside = PeopleInvited(key=invite.key, incident=1, inside=("UOLGA",), absent=(("UGUS", "guest"),))
    await app_store.write(lambda conn: record(conn, inside, rules, NOW, invite))
    await app_store.write(lambda conn: people.remember(conn, [Person(ref="UOLGA", user="UOLGA")], NOW))
    for members in (["UISAAC", "UIVY"], ["UIVY"]):
        await app_store.write(lambda conn: roles.remember_groups(conn, {"S0INFOSYS": members}))  # noqa: B023 - run at once
    assert (await app_store.read(roles.groups))[0] == {"S0INFOSYS": ("UIVY",)}
    assert await app_store.read(lambda conn: list(log.verify(conn))) == []
    for statement in (
        "UPDATE entry SET actor = 'UMALLORY'",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "ALTER TABLE entry DISABLE TRIGGER ALL",
        "DROP TABLE entry",
        "UPDATE entry_text SET text = ''",
        "DELETE FROM entry_text",
        "DELETE FROM incident",
        "UPDATE alembic_version SET version_num = '0000'",
        "SET session_replication_role = replica",
    ):
        with pytest.raises(UnavailableError) as refused:
            await run(app_store, statement)
        assert "permission denied" in str(refused.value.__cause__) or "must be owner" in str(refused.value.__cause__)
