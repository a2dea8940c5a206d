"""The outbox: a row is one worker's at a time, comes back when its worker dies, and is never said twice."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.decision import Refresh, Step
from bot.rulebook import Rulebook
from storage import outbox
from storage.engine import Store, open_store
from storage.outbox import SURFACE_PACE, Row
from tests.given import NOW
from tests.storage.steps import one, report, run

LEASE = timedelta(seconds=30)
CARD = Refresh(surface="card")


@pytest.fixture
async def box(store: Store, rules: Rulebook) -> Store:
    """A store with one incident and an empty outbox."""
    await report(store, rules)
    await run(store, "DELETE FROM outbox")
    return store


async def put(store: Store, *sends: Step | Refresh, now: datetime = NOW) -> None:
    await store.write(lambda conn: outbox.put(conn, 1, sends, now))


async def claim(store: Store, now: datetime = NOW, most: int = 50) -> list[Row]:
    return await store.write(lambda conn: outbox.claim(conn, now, LEASE, most))


async def claim_one(store: Store, now: datetime = NOW) -> Row:
    (row,) = await claim(store, now)
    return row


async def finish(store: Store, row: Row, now: datetime = NOW) -> bool:
    return await store.write(lambda conn: outbox.finish(conn, row, now))


async def test_a_row_is_claimed_with_its_step_and_payload(box: Store) -> None:
    await put(box, Step(name="alarm", key="alarm:1", payload={"role": "CR", "user": "UALICE"}))
    row = await claim_one(box)
    assert (row.step, row.key, row.incident) == ("alarm", "alarm:1", 1)
    assert row.payload == {"role": "CR", "user": "UALICE"}


async def test_a_row_that_is_claimed_is_nobody_elses(box: Store) -> None:
    await put(box, Step(name="invite", key="invite:1"))
    await claim_one(box)
    assert await claim(box) == []


async def test_a_row_comes_back_when_its_lease_ends(box: Store) -> None:
    await put(box, Step(name="invite", key="invite:1"))
    first = await claim_one(box)
    assert await claim(box, NOW + LEASE - timedelta(milliseconds=1)) == []
    second = await claim_one(box, NOW + LEASE)
    assert (first.attempts, second.attempts) == (1, 2)
    assert first.lease != second.lease


async def test_a_row_that_is_finished_does_not_come_back(box: Store) -> None:
    await put(box, Step(name="invite", key="invite:1"))
    assert await finish(box, await claim_one(box))
    assert await claim(box, NOW + timedelta(days=365)) == []


async def test_a_late_finisher_of_a_lost_lease_changes_nothing(box: Store) -> None:
    await put(box, Step(name="invite", key="invite:1"))
    late = await claim_one(box)
    holder = await claim_one(box, NOW + LEASE)
    assert not await finish(box, late, NOW + LEASE)
    assert await one(box, "SELECT lease FROM outbox") == holder.lease
    assert await one(box, "SELECT done_at FROM outbox") is None


async def test_a_late_worker_cannot_postpone_or_park_either(box: Store) -> None:
    await put(box, Step(name="invite", key="invite:1"))
    late = await claim_one(box)
    holder = await claim_one(box, NOW + LEASE)
    await box.write(lambda conn: outbox.postpone(conn, late, NOW, "late", tried=True))
    assert not await box.write(lambda conn: outbox.park(conn, late, "late", NOW))
    assert await one(box, "SELECT lease FROM outbox") == holder.lease
    assert await one(box, "SELECT error FROM outbox") is None


async def test_the_same_step_twice_is_one_row(box: Store) -> None:
    await put(box, Step(name="invite", key="invite:1"), Step(name="invite", key="invite:1"))
    await put(box, Step(name="invite", key="invite:1"))
    assert await one(box, "SELECT count(*) FROM outbox") == 1


async def test_a_step_that_is_done_is_not_done_again(box: Store) -> None:
    await put(box, Step(name="invite", key="invite:1"))
    await finish(box, await claim_one(box))
    await put(box, Step(name="invite", key="invite:1"))
    assert await claim(box, NOW + timedelta(days=1)) == []


async def test_thirty_requests_before_the_first_message_are_one_message(box: Store) -> None:
    await put(box, *[CARD] * 30)
    row = await claim_one(box)
    assert await finish(box, row)
    assert await claim(box, NOW + timedelta(days=1)) == []


async def test_requests_while_a_message_is_under_way_become_one_more(box: Store) -> None:
    await put(box, CARD)
    row = await claim_one(box)
    await put(box, *[CARD] * 30)
    assert await claim(box) == []
    assert await finish(box, row)
    again = await claim_one(box, NOW + SURFACE_PACE)
    assert again.attempts == 1
    assert await finish(box, again, NOW + SURFACE_PACE)
    assert await claim(box, NOW + timedelta(days=1)) == []


async def test_a_request_after_the_message_waits_for_the_surfaces_pace(box: Store) -> None:
    await put(box, CARD)
    await finish(box, await claim_one(box))
    await put(box, CARD, now=NOW + timedelta(milliseconds=100))
    assert await claim(box, NOW + SURFACE_PACE - timedelta(milliseconds=1)) == []
    await claim_one(box, NOW + SURFACE_PACE)


async def test_a_request_long_after_the_message_is_due_at_once(box: Store) -> None:
    await put(box, CARD)
    await finish(box, await claim_one(box))
    later = NOW + timedelta(hours=1)
    await put(box, CARD, now=later)
    await claim_one(box, later)


async def test_every_surface_of_every_incident_has_its_own_row(box: Store, rules: Rulebook) -> None:
    await report(box, rules, key="trigger:2")
    await run(box, "DELETE FROM outbox")
    await put(box, CARD, Refresh(surface="reporter"))
    await box.write(lambda conn: outbox.put(conn, 2, (CARD,), NOW))
    assert {row.key for row in await claim(box)} == {"1:card", "1:reporter", "2:card"}


async def test_a_postponed_row_waits_until_its_time(box: Store) -> None:
    await put(box, Step(name="invite", key="invite:1"))
    row = await claim_one(box)
    due = NOW + timedelta(seconds=90)
    await box.write(lambda conn: outbox.postpone(conn, row, due, "ratelimited", tried=True))
    assert await claim(box, due - timedelta(milliseconds=1)) == []
    assert (await claim_one(box, due)).attempts == 2


async def test_a_row_that_slack_was_not_asked_about_is_not_a_repeat(box: Store) -> None:
    await put(box, Step(name="invite", key="invite:1"))
    row = await claim_one(box)
    await box.write(lambda conn: outbox.postpone(conn, row, NOW, "pace", tried=False))
    assert (await claim_one(box)).attempts == 1


async def test_a_long_error_is_cut(box: Store) -> None:
    await put(box, Step(name="invite", key="invite:1"))
    row = await claim_one(box)
    await box.write(lambda conn: outbox.postpone(conn, row, NOW, "x" * 5_000, tried=True))
    assert len(await one(box, "SELECT error FROM outbox")) == 200


async def test_a_parked_row_is_done_with_its_error(box: Store) -> None:
    await put(box, Step(name="invite", key="invite:1"))
    row = await claim_one(box)
    assert await box.write(lambda conn: outbox.park(conn, row, "is_archived", NOW))
    assert await claim(box, NOW + timedelta(days=1)) == []
    assert await one(box, "SELECT error FROM outbox WHERE parked") == "is_archived"


async def test_a_parked_surface_is_tried_again_when_it_is_requested_for(box: Store) -> None:
    await put(box, CARD)
    row = await claim_one(box)
    await box.write(lambda conn: outbox.park(conn, row, "msg_too_long", NOW))
    await put(box, CARD)
    assert (await claim_one(box)).attempts == 1


async def test_no_more_are_claimed_than_asked_for_the_oldest_first(box: Store) -> None:
    for number in range(5):
        await put(box, Step(name="invite", key=f"invite:{number}"), now=NOW - timedelta(seconds=number))
    assert [row.key for row in await claim(box, most=2)] == ["invite:3", "invite:4"]


async def test_what_is_due_next_and_how_much_waits_is_known(box: Store) -> None:
    assert await box.read(lambda conn: outbox.next_due(conn, NOW)) is None
    assert await box.read(outbox.waiting) == (0, None)
    await put(box, CARD, now=NOW)
    await put(box, Refresh(surface="reporter"), now=NOW + timedelta(minutes=1))
    assert await box.read(lambda conn: outbox.next_due(conn, NOW)) == NOW
    assert await box.read(outbox.waiting) == (2, NOW)


async def test_a_surface_that_rests_is_due_when_its_pace_lets_it(box: Store) -> None:
    await put(box, CARD)
    assert await finish(box, await claim_one(box), NOW)
    await put(box, CARD)
    soon = NOW + timedelta(milliseconds=100)
    assert await claim(box, soon) == []
    assert await box.read(lambda conn: outbox.next_due(conn, soon)) == NOW + SURFACE_PACE
    assert await box.read(lambda conn: outbox.next_due(conn, soon, timedelta(0))) == NOW


async def test_a_surface_does_not_rest_until_a_time_that_a_clock_once_showed(box: Store) -> None:
    await put(box, CARD)
    assert await finish(box, await claim_one(box), NOW + timedelta(minutes=30))
    await put(box, CARD)
    await claim_one(box)


@pytest.fixture
async def replicas(database_url: str, box: Store) -> AsyncIterator[list[Store]]:
    """Four replicas on one database."""
    stores = [await open_store(database_url) for _ in range(4)]
    yield stores
    for one_of_them in stores:
        await one_of_them.close()


async def test_four_claimers_at_once_get_every_row_once(box: Store, replicas: list[Store]) -> None:
    await put(box, *(Step(name="invite", key=f"invite:{number}") for number in range(200)))
    claimed = await asyncio.gather(*(claim(replica, most=10) for replica in replicas for _ in range(6)))
    taken = [row.id for rows in claimed for row in rows]
    assert len(taken) == len(set(taken))
    taken += [row.id for row in await claim(box, most=200)]
    assert len(taken) == len(set(taken)) == 200


async def test_requests_of_four_replicas_at_once_are_one_row(box: Store, replicas: list[Store]) -> None:
    await asyncio.gather(*(put(replica, CARD) for replica in replicas for _ in range(3)))
    assert await one(box, "SELECT count(*) FROM outbox") == 1
    assert await one(box, "SELECT wanted FROM outbox") == 12
