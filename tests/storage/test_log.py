"""The record: it verifies, whatever is altered in it is found, and the database itself refuses to alter it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.decision import Entry, Text
from bot.rulebook import Rulebook
from storage import log
from storage.engine import Store
from storage.unavailable import UnavailableError
from tests.given import NOW
from tests.storage.steps import one, report, rows, run


@pytest.fixture
async def written(store: Store, rules: Rulebook) -> Store:
    """A record of three reports."""
    for number in range(3):
        await report(store, rules, key=f"trigger:{number}", behalf_of="Dana")
    return store


async def faults(store: Store) -> list[log.Fault]:
    return await store.read(lambda conn: list(log.verify(conn)))


async def unlock(store: Store) -> None:
    """Take the triggers away, as only the owner of the tables can."""
    if store.__class__.__name__ == "PostgresStore":
        await run(store, "ALTER TABLE entry DISABLE TRIGGER ALL")
        await run(store, "ALTER TABLE entry_text DISABLE TRIGGER ALL")
    else:
        for (name,) in await rows(store, "SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            await run(store, f"DROP TRIGGER {name}")


async def test_what_was_written_verifies(written: Store) -> None:
    assert await faults(written) == []
    assert await written.read(log.length) == 3


async def test_an_empty_record_verifies(store: Store) -> None:
    assert await faults(store) == []


async def test_the_chain_can_be_computed_again_with_a_standard_library(written: Store) -> None:
    import hashlib

    head = "0" * 64
    for body, leaf, stored in await rows(written, "SELECT body, leaf, head FROM entry ORDER BY seq"):
        assert leaf == hashlib.sha256(b"\x00" + body.encode()).hexdigest()
        head = hashlib.sha256(b"\x02" + bytes.fromhex(head) + bytes.fromhex(leaf)).hexdigest()
        assert stored == head


ALTERED = {
    "seq": "7",
    "incident": "1",
    "at": "at + 60000",
    "actor": "'UMALLORY'",
    "kind": "'incident_closed'",
    "body": "replace(body, 'unknown', 'no')",
    "leaf": "head",
    "head": "leaf",
}


@pytest.mark.parametrize("column", ALTERED)
async def test_an_altered_column_is_found(written: Store, column: str) -> None:
    await unlock(written)
    await run(written, f'UPDATE entry SET "{column}" = {ALTERED[column]} WHERE seq = 2')  # noqa: S608 - the table above
    assert await faults(written)


async def test_a_hash_that_is_no_hash_is_a_fault_and_not_a_crash(written: Store) -> None:
    await unlock(written)
    await run(written, "UPDATE entry SET head = 'zz', leaf = 'not hex' WHERE seq = 2")
    assert {fault.seq for fault in await faults(written)} >= {2}


async def test_a_body_that_is_no_json_is_a_fault_and_not_a_crash(written: Store) -> None:
    await unlock(written)
    await run(written, "UPDATE entry SET body = 'torn' WHERE seq = 2")
    assert {fault.seq for fault in await faults(written)} >= {2}


@pytest.mark.parametrize("seq", [1, 2])
async def test_a_removed_entry_is_found(written: Store, seq: int) -> None:
    await unlock(written)
    await run(written, "DELETE FROM entry WHERE seq = :seq", seq=seq)
    assert await faults(written)


async def test_an_altered_text_is_found(written: Store) -> None:
    await unlock(written)
    await run(written, "UPDATE entry_text SET text = 'nothing happened' WHERE text LIKE 'A laptop%'")
    assert len(await faults(written)) == 3


async def test_an_altered_salt_is_found_even_when_it_is_no_salt(written: Store) -> None:
    await unlock(written)
    await run(written, "UPDATE entry_text SET salt = 'not hex' WHERE text = 'Dana'")
    assert len(await faults(written)) == 3


async def test_a_text_expunged_by_order_leaves_a_record_that_verifies(written: Store) -> None:
    await run(written, "DELETE FROM entry_text WHERE text = 'Dana'")
    assert await faults(written) == []


async def test_typed_text_is_not_in_the_entries(written: Store) -> None:
    bodies = " ".join(body for (body,) in await rows(written, "SELECT body FROM entry"))
    assert "laptop" not in bodies
    assert "Dana" not in bodies


async def test_the_same_text_twice_has_two_commitments(written: Store) -> None:
    assert await one(written, "SELECT count(DISTINCT commitment) FROM entry_text WHERE text = 'Dana'") == 3


async def test_an_entrys_time_is_the_same_in_its_column_and_its_body(store: Store, rules: Rulebook) -> None:
    await report(store, rules, now=NOW + timedelta(microseconds=999_700))
    assert await faults(store) == []


REFUSED = [
    "UPDATE entry SET actor = 'UMALLORY' WHERE seq = 2",
    "DELETE FROM entry WHERE seq = 2",
    "DELETE FROM entry",
    "UPDATE entry_text SET text = 'nothing happened'",
]
OF_ENGINE = {
    "PostgresStore": [
        "TRUNCATE entry",
        "TRUNCATE incident CASCADE",
        "INSERT INTO entry SELECT * FROM entry WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET actor = 'UMALLORY'",
        "SET session_replication_role = replica; UPDATE entry SET actor = 'UMALLORY'",
    ],
    "SqliteStore": [
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 2",
        "REPLACE INTO entry SELECT seq, incident, at, 'UMALLORY', kind, body, leaf, head FROM entry WHERE seq = 2",
        "INSERT INTO entry SELECT * FROM entry WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET actor = 'UMALLORY'",
        "UPDATE OR REPLACE entry SET seq = 3 WHERE seq = 2",
        "INSERT OR REPLACE INTO entry_text SELECT commitment, salt, 'nothing happened' FROM entry_text",
    ],
}


async def is_refused(store: Store, statement: str) -> bool:
    def work(conn: Connection) -> None:
        for part in statement.split(";"):
            conn.exec_driver_sql(part)

    try:
        await store.write(work)
    except Exception as refused:
        return isinstance(refused, UnavailableError) or "IntegrityError" in type(refused).__name__
    return False


@pytest.mark.parametrize("statement", REFUSED)
async def test_both_engines_refuse_to_alter_the_record(written: Store, statement: str) -> None:
    assert await is_refused(written, statement)
    assert await faults(written) == []
    assert await written.read(log.length) == 3


async def test_the_engines_own_ways_around_it_are_refused_too(written: Store) -> None:
    for statement in OF_ENGINE[type(written).__name__]:
        assert await is_refused(written, statement), statement
    assert await faults(written) == []
    assert await written.read(log.length) == 3


# RFC 8785: keys sorted, no white space, only the escapes that JSON needs, other characters as they are.
CANONICAL: list[tuple[dict[str, Any], str]] = [
    ({}, "{}"),
    ({"b": 1, "a": 2}, '{"a":2,"b":1}'),
    ({"B": 1, "a": 2, "A": 3}, '{"A":3,"B":1,"a":2}'),
    ({"a": [1, True, None, "x"]}, '{"a":[1,true,null,"x"]}'),
    ({"a": {"d": 1, "c": 2}}, '{"a":{"c":2,"d":1}}'),
    ({"a": "€ é 😀"}, '{"a":"€ é 😀"}'),
    ({"a": '"\\/\b\f\n\r\t'}, '{"a":"\\"\\\\/\\b\\f\\n\\r\\t"}'),
    ({"a": "\x00\x0f\x1f\x7f"}, '{"a":"\\u0000\\u000f\\u001f\x7f"}'),
    ({"a": -1, "b": 2**53 - 1}, '{"a":-1,"b":9007199254740991}'),
]


@pytest.mark.parametrize(("body", "expected"), CANONICAL)
def test_bodies_are_canonical_json(body: dict[str, Any], expected: str) -> None:
    assert log.canonical(body) == expected


BODIES = st.dictionaries(
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=8),
    st.one_of(
        st.booleans(), st.integers(-(2**53), 2**53), st.none(), st.text(st.characters(exclude_categories=["Cs"]))
    ),
)


@given(BODIES)
def test_canonical_json_says_the_same_in_whatever_order(body: dict[str, Any]) -> None:
    backwards = dict(reversed(body.items()))
    assert log.canonical(body) == log.canonical(backwards)
    assert json.loads(log.canonical(body)) == body


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32), st.text(st.characters(codec="utf-8")))
def test_a_commitment_depends_on_its_salt(salt: bytes, other: bytes, words: str) -> None:
    assert (log.commitment_of(salt, words) == log.commitment_of(other, words)) == (salt == other)


async def test_a_reference_to_a_text_becomes_its_commitment(store: Store, rules: Rulebook) -> None:
    await report(store, rules)
    entry = Entry(kind="noted", actor="bot", body={"why": Text(name="why"), "n": 3, "who": ("A", "B"), "no": None})

    def work(conn: Connection) -> None:
        log.lock(conn)
        commitments = log.keep_texts(conn, {"why": "because"})
        log.append(conn, (entry,), 1, commitments, NOW)

    await store.write(work)
    commitment = await one(store, "SELECT commitment FROM entry_text WHERE text = 'because'")
    body = json.loads(await one(store, "SELECT body FROM entry WHERE seq = 2"))
    assert body["body"] == {"why": {"text": commitment}, "n": 3, "who": ["A", "B"], "no": None}
