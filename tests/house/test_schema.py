"""The classes of the tables are only the schema: no ORM works with them; no field of what is read lacks a column."""

import ast
from dataclasses import fields
from typing import Any

import pytest

from bot.department import Person
from bot.determination import Determination
from bot.duty import Holder, Reminder, Shown, Told
from bot.incident import Absent, Incident, Item, KnownFact, Message, Trouble
from bot.notice_draft import NoticeDraft
from bot.question import OpenQuestion
from storage.duty_tables import ReminderMessageRow, ReminderRow, ToldRow
from storage.notice_tables import NoticeDraftRow
from storage.outbox import Row as Claimed
from storage.question_tables import DeterminationRow, QuestionRow
from storage.room_table import RoomRow
from storage.tables import (
    AbsentRow,
    FactRow,
    IncidentRow,
    ItemRow,
    MessageRow,
    OutboxRow,
    PersonRow,
    RoleHolderRow,
    Row,
    TroubleRow,
    table_of,
)
from tests.house.sources import ROOT, python, tree

ROOMS = frozenset(set(table_of(RoomRow).c.keys()) - {"incident"})
STORED: tuple[tuple[type[Any], type[Row], frozenset[str]], ...] = (
    (Incident, IncidentRow, ROOMS),  # of its row of rooms
    (Item, ItemRow, frozenset()),
    (KnownFact, FactRow, frozenset()),
    (Absent, AbsentRow, frozenset()),
    (Trouble, TroubleRow, frozenset()),
    (Message, MessageRow, frozenset()),
    (Person, PersonRow, frozenset()),
    (Holder, RoleHolderRow, frozenset()),
    (Reminder, ReminderRow, frozenset({"shown", "seen_by", "seen_at"})),  # rows of reminder_message, seen
    (Shown, ReminderMessageRow, frozenset()),
    (Told, ToldRow, frozenset()),
    # said by the paper
    (Determination, DeterminationRow, frozenset({"reason", "consulted", "answers", "facts", "expunged"})),
    (OpenQuestion, QuestionRow, frozenset({"question", "at"})),  # id, asked_at
    (
        NoticeDraft,
        NoticeDraftRow,
        frozenset({"authors", "batches", "approval"}),
    ),  # the versions, the batches, four columns
    (Claimed, OutboxRow, frozenset()),
)
"""What is read, its table, and the fields that are worked out from something else."""

UNREAD: dict[type[Row], frozenset[str]] = {
    IncidentRow: frozenset({"view_id"}),  # found by it, never shown
    OutboxRow: frozenset({"due_at", "sent_at", "done_at", "parked", "created_at"}),  # the outbox's own
    ReminderRow: frozenset({"incident", "done_at"}),  # selected by them
}

ORM = (
    "Session",
    "AsyncSession",
    "sessionmaker",
    "async_sessionmaker",
    "scoped_session",
    "Relationship",
    "relationship",
)


@pytest.mark.parametrize(("made", "row", "worked_out"), STORED, ids=[made.__name__ for made, _, _ in STORED])
def test_every_field_is_a_column_or_worked_out(made: type[Any], row: type[Row], worked_out: frozenset[str]) -> None:
    columns = set(table_of(row).c.keys())
    named = {field.name for field in fields(made)}
    assert named - columns <= worked_out
    assert worked_out <= named


@pytest.mark.parametrize("row", UNREAD, ids=[row.__name__ for row in UNREAD])
def test_every_column_is_read_or_said_to_be_for_storage_alone(row: type[Row]) -> None:
    named = {field.name for made, its, _ in STORED if its is row for field in fields(made)}
    assert set(table_of(row).c.keys()) - named == UNREAD[row]


def test_no_session_and_no_relationship_anywhere() -> None:
    used = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python("bot", "storage", "handlers", "sandbox")
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.ImportFrom) and _is_orm(node))
        or (isinstance(node, ast.Import) and any(one.name.startswith("sqlalchemy.orm") for one in node.names))
        or (isinstance(node, ast.Attribute) and node.attr in ORM)
    ]
    assert used == []


def _is_orm(node: ast.ImportFrom) -> bool:
    module = node.module or ""
    if module.startswith(("sqlalchemy.orm", "sqlmodel.ext", "sqlmodel.orm")):
        return True
    return module.startswith(("sqlmodel", "sqlalchemy")) and any(one.name in ORM for one in node.names)
