"""A database of the version before, with a real incident in it: upgraded, it goes on where it stood."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, text

from bot.commands import SnoozeReminder
from bot.decision import Answer
from bot.incident import IncidentFacts
from bot.policy.department import parse_department
from bot.rulebook import Rulebook
from storage import facts, log, notice_drafts, outbox, schema, transaction
from storage.engine import Store, open_store
from tests.storage.steps import one, rows, run

BEFORE: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("incident_0005.json").read_text(encoding="utf-8")
)
"""By table: what the program of schema 0005 wrote while a story was played to it, from the report to a mailing."""


def fill(conn: Connection) -> None:
    """Make the schema of that version, and write its rows."""
    command.upgrade(schema.config(conn), "0005")
    there = MetaData()
    there.reflect(conn)
    for table in there.sorted_tables:
        if BEFORE.get(table.name):
            conn.execute(table.insert(), BEFORE[table.name])
    if conn.dialect.name == "postgresql":
        for name in ("incident", "nudge", "outbox", "role_holder", "determination", "batch"):
            conn.execute(text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"))  # noqa: S608 - the names above


@pytest.fixture
async def upgraded(empty: Store) -> Store:
    """The old database after `breach db upgrade`."""
    await empty.write(fill)
    await empty.write(schema.upgrade)
    return empty


async def known(store: Store) -> IncidentFacts:
    found = await store.read(lambda conn: facts.incident_facts(conn, 1))
    assert found is not None
    return found


def moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


async def test_an_upgraded_database_is_opened(upgraded: Store, empty_url: str) -> None:
    store = await open_store(empty_url)
    assert await one(store, "SELECT number FROM incident") == BEFORE["incident"][0]["number"]
    await store.close()


async def test_every_row_is_still_there(upgraded: Store) -> None:
    new = {"nudge": "reminder", "nudge_message": "reminder_message", "artefact": "notice_draft"}
    new["artefact_version"] = "notice_draft_version"
    found = {
        table: await one(upgraded, f"SELECT count(*) FROM {new.get(table, table)}")  # noqa: S608 - the names above
        for table in BEFORE
    }
    assert found == {table: len(kept) for table, kept in BEFORE.items()}


async def test_reminders_come_back_with_their_times_counts_and_messages(upgraded: Store) -> None:
    open_ones = {row["id"]: row for row in BEFORE["nudge"] if row["done_at"] is None}
    shown = {(row["nudge"], row["user"], row["ts"], row["over"]) for row in BEFORE["nudge_message"]}
    found = (await known(upgraded)).reminders
    assert {one.id: (one.subject, one.due_at, one.sent, one.before) for one in found} == {
        number: (row["subject"], moment(row["due_at"]), row["sent"] - row["before"], row["before"])
        for number, row in open_ones.items()
    }
    assert {(one.id, it.user, it.ts, it.over) for one in found for it in one.shown} == {
        row for row in shown if row[0] in open_ones
    }


async def test_a_notice_comes_back_with_its_text_its_release_and_its_mailing(upgraded: Store) -> None:
    (letter,) = (await known(upgraded)).notice_drafts.values()
    kept = BEFORE["artefact"][0]
    words = {row["commitment"]: row["text"] for row in BEFORE["entry_text"]}
    assert (letter.id, letter.text, letter.released_by) == (kept["id"], words[kept["text"]], kept["released_by"])
    assert letter.approval is not None
    assert letter.approval.hashes == json.loads(kept["hashes"])
    assert letter.sent == 150
    assert await upgraded.read(lambda conn: notice_drafts.version_text(conn, 1, kept["id"], 1)) == letter.text


async def test_the_record_verifies_and_can_still_only_be_added_to(upgraded: Store) -> None:
    assert await upgraded.read(lambda conn: list(log.verify(conn))) == []
    for statement in ("UPDATE entry SET actor = 'UMALLORY'", "DELETE FROM entry", "UPDATE entry_text SET text = ''"):
        with pytest.raises(Exception):  # noqa: B017 - each engine has its own
            await run(upgraded, statement)


async def test_due_reminders_are_sent_under_keys_that_were_never_used(upgraded: Store, rules: Rulebook) -> None:
    used = {row["key"] for row in BEFORE["outbox"]}
    late = max(moment(row["due_at"]) for row in BEFORE["nudge"] if row["done_at"] is None) + timedelta(minutes=1)
    assert await upgraded.write(lambda conn: transaction.remind(conn, rules, late, 100)) > 0
    keys = {key for (key,) in await rows(upgraded, "SELECT key FROM outbox WHERE step = 'nudge'")}
    assert keys - used


async def test_the_button_of_an_old_reminder_finds_it_by_its_number(upgraded: Store, rules: Rulebook) -> None:
    path = Path(__file__).parent.parent.parent / "examples" / "department.yaml"
    law = replace(rules, department=parse_department(path.read_text(encoding="utf-8"), path.name))
    team = {row["user"] for row in BEFORE["role_holder"]}
    now = moment(max(row["at"] for row in BEFORE["entry"]))
    answers = []
    for reminder in (await known(upgraded)).reminders:
        for user in team:
            press = SnoozeReminder(
                key=f"{reminder.id}{user}",
                actor=user,
                incident=1,
                reminder=reminder.id,
                until=now + timedelta(minutes=1),
            )
            answers.append(await upgraded.write(lambda conn, press=press: transaction.record(conn, press, law, now)))  # type: ignore[misc]  # a default binds the loop's value
    assert any(isinstance(answer, Answer) and answer.name == "snoozed" for answer in answers)


async def test_what_waited_to_be_sent_is_claimed_with_its_payload(upgraded: Store) -> None:
    await run(upgraded, "UPDATE outbox SET done_at = NULL, lease = NULL")
    after = moment(max(row["due_at"] for row in BEFORE["outbox"])) + timedelta(days=1)
    claimed = await upgraded.write(lambda conn: outbox.claim(conn, after, timedelta(minutes=1), 1000))
    assert {row.key: dict(row.payload) for row in claimed} == {
        row["key"]: json.loads(row["payload"]) for row in BEFORE["outbox"]
    }


async def test_counsel_is_asked_to_move_what_an_earlier_version_left_in_the_channel(upgraded: Store) -> None:
    incident = (await known(upgraded)).incident
    assert incident.privileged_outside
    assert incident.reporter_inside
    assert incident.counsel_channel is None
