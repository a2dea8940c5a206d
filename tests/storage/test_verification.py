"""What somebody who can write to the database alters beside the record is found, too."""

import json

import pytest

from bot.rulebook import Rulebook
from storage import log, verification
from storage.engine import Store
from storage.log import Fault
from tests.storage.steps import one, report, rows, run
from tests.storage.test_log import unlock


@pytest.fixture
async def written(store: Store, rules: Rulebook) -> Store:
    """A record of three reports."""
    for number in range(3):
        await report(store, rules, key=f"trigger:{number}", behalf_of="Dana")
    return store


async def faults(store: Store) -> list[Fault]:
    return await store.read(lambda conn: [*log.verify(conn), *verification.verify_beside(conn)])


async def since(store: Store, seq: int, head: str) -> list[Fault]:
    return await store.read(lambda conn: list(verification.verify_since(conn, seq, head)))


async def forge(store: Store, seq: int, old: str, new: str) -> None:
    """Alter an entry, and compute every hash after it anew, as somebody does who knows how."""
    await unlock(store)
    await run(store, "UPDATE entry SET body = replace(body, :old, :new) WHERE seq = :seq", seq=seq, old=old, new=new)
    head = log.START
    for number, body in await rows(store, "SELECT seq, body FROM entry ORDER BY seq"):
        leaf = log.leaf_of(body)
        head = log.head_of(head, leaf)
        await run(
            store, "UPDATE entry SET leaf = :leaf, head = :head WHERE seq = :seq", leaf=leaf, head=head, seq=number
        )


async def test_what_was_written_verifies(written: Store) -> None:
    assert await faults(written) == []


ALTERED = {
    "reporter": "UPDATE incident SET reporter = 'UMALLORY' WHERE id = 1",
    "number": "UPDATE incident SET number = 'BR-2026-0009' WHERE id = 1",
    "state": "UPDATE incident SET state = 'closed' WHERE id = 1",
    "what": "UPDATE incident SET what = (SELECT what FROM incident WHERE id = 2) WHERE id = 1",
    "an incident that nobody reported": (
        "INSERT INTO incident "
        "(id, number, state, reporter, reported_at, kinds, ongoing, people_data, what, channel_name) "
        "SELECT 9, 'BR-2026-0009', state, reporter, reported_at, kinds, ongoing, people_data, what, 'x' "
        "FROM incident WHERE id = 1"
    ),
    "a determination": (
        'INSERT INTO determination (id, incident, question, role, outcome, "by", at, relied_on, paper) '
        "SELECT 1, 1, 'POL-11.D', 'CCO', 'yes', 'UMALLORY', 1, '{}', what FROM incident WHERE id = 1"
    ),
    "an approval": (
        'INSERT INTO notice_draft (incident, id, kind, version, text, "values", author, at, approved_by, approved_at) '
        "SELECT 1, 'consumer_letter', 'consumer_letter', 1, what, what, 'UMALLORY', 1, 'UMALLORY', 1 "
        "FROM incident WHERE id = 1"
    ),
}


@pytest.mark.parametrize("what", ALTERED)
async def test_what_was_altered_beside_the_record_is_found(written: Store, what: str) -> None:
    await run(written, ALTERED[what])
    assert len(await faults(written)) == 1


async def test_texts_that_are_gone_without_an_order_are_counted(written: Store) -> None:
    await unlock(written)
    await run(written, "DELETE FROM entry_text WHERE text = 'Dana'")
    assert any("3 texts" in fault.what for fault in await faults(written))


async def test_triggers_that_are_gone_are_named(written: Store) -> None:
    await unlock(written)
    named = " ".join(fault.what for fault in await faults(written))
    assert "entry_text_no_update is gone" in named
    assert "the trigger entry_no_" in named


async def test_deleting_every_entry_is_found_by_the_incidents(written: Store) -> None:
    await unlock(written)
    await run(written, "DELETE FROM entry")
    assert len([fault for fault in await faults(written) if "stands in no entry" in fault.what]) == 3


async def test_a_kept_head_shows_entries_that_were_cut_off(written: Store) -> None:
    head = await written.read(log.last_head)
    assert await since(written, 3, head) == []
    await unlock(written)
    await run(written, "DELETE FROM entry WHERE seq = 3")
    (fault,) = await since(written, 3, head)
    assert "cut off: it has 2 entries, and had 3" in fault.what


async def test_a_kept_head_shows_a_chain_that_was_computed_anew(written: Store) -> None:
    head = await written.read(log.last_head)
    await forge(written, 2, '"called":null', '"called":true')
    await forge(written, 2, '"ongoing":"unknown"', '"ongoing":"no"')
    assert await since(written, 3, head)


async def test_a_kept_head_still_holds_when_the_record_has_grown(written: Store, rules: Rulebook) -> None:
    head = await written.read(log.last_head)
    await report(written, rules, key="later")
    assert await since(written, 3, head) == []
    assert await since(written, 0, log.START) == []
    assert await since(written, 1, head)


BODIES = ["torn", "[]", "7", "null", "{}", '{"seq":2}', '{"body":[],"incident":[],"actor":{},"kind":7}', "[" * 100_000]


@pytest.mark.parametrize("body", BODIES)
async def test_no_body_is_a_crash(written: Store, body: str) -> None:
    """Also when the chain was computed anew over it."""
    await unlock(written)
    await run(written, "UPDATE entry SET body = :body WHERE seq = 2", body=body)
    await forge(written, 2, "nothing of this", "")
    assert any(fault.seq == 2 for fault in await faults(written))


@pytest.mark.parametrize("at", ["9223372036854775807", "-1", "X'ff'", "'soon'"])
async def test_no_bytes_and_no_time_are_a_crash(sqlite_store: Store, rules: Rulebook, at: str) -> None:
    await report(sqlite_store, rules)
    await unlock(sqlite_store)
    await run(sqlite_store, f"UPDATE entry SET at = {at}")  # noqa: S608 - the table above
    await run(sqlite_store, "UPDATE entry SET actor = X'ff1b5b324a', body = CAST(X'ff' AS TEXT), head = X'1b5b324a'")
    assert {fault.seq for fault in await faults(sqlite_store)} >= {1}
    assert await sqlite_store.read(log.last_head) == "none"


async def test_nothing_that_steers_a_terminal_is_said(sqlite_store: Store, rules: Rulebook) -> None:
    await report(sqlite_store, rules)
    await run(sqlite_store, "UPDATE incident SET number = char(27) || '[2J'")
    told = await faults(sqlite_store)
    assert told
    assert all(fault.what.isprintable() for fault in told)


async def test_an_expunged_text_that_an_entry_orders_is_no_fault(written: Store) -> None:
    from bot.decision import Entry
    from tests.given import NOW

    commitment = await one(written, "SELECT commitment FROM entry_text WHERE text = 'Dana' LIMIT 1")
    entry = Entry(kind="text_expunged", actor="U1", body={"commitment": commitment})
    await written.write(lambda conn: log.append(conn, (entry,), 1, {}, NOW))
    await unlock(written)
    await run(written, "DELETE FROM entry_text WHERE commitment = :commitment", commitment=commitment)
    assert not [fault for fault in await faults(written) if "gone, and no entry" in fault.what]
    assert json.loads(await one(written, "SELECT body FROM entry WHERE seq = 4"))["kind"] == "text_expunged"
