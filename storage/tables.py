"""The tables, each as a class: the one definition of the schema. Core statements are built on the classes' tables.

Times are whole milliseconds since 1970 in UTC: an offset cannot be dropped, and they sort well. Text that people typed
stands only in `entry_text`; other tables refer to it by its commitment.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlmodel import Field, SQLModel

from storage.json_column import Json
from storage.utc_time import UtcTime

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

ID: Any = BigInteger().with_variant(Integer, "sqlite")
"""The type of a row's number: SQLite counts only in INTEGER."""

_ONE_PAGE = {"sqlite_with_rowid": False}
"""One page to write instead of two, on the way to the acknowledgement."""


class Row(SQLModel):
    """A row of a table. Only the definition is used: Core reads and writes the rows, from and into dataclasses."""

    metadata = MetaData(naming_convention=_NAMES)


def table_of(row: type[Row]) -> Table:
    """The table that a class defines."""
    table = row.__dict__["__table__"]
    if not isinstance(table, Table):
        raise TypeError(f"{row.__name__} defines no table")
    return table


def index_where(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of some of the rows, on both engines."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


class MetaRow(Row, table=True):
    """Which database this is, and which workspace it belongs to: a name and its value."""

    __tablename__ = "meta"
    name: str = Field(max_length=40, primary_key=True)
    value: str = Field(max_length=200)


class InboxRow(Row, table=True):
    """A delivery that arrived, with what it was answered."""

    __tablename__ = "inbox"
    __table_args__ = _ONE_PAGE
    key: str = Field(max_length=200, primary_key=True)
    at: datetime = Field(sa_type=UtcTime)
    outcome: dict[str, Any] = Field(sa_type=Json)


class NumberRow(Row, table=True):
    """The last incident's number of a year."""

    __tablename__ = "number"
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


class IncidentRow(Row, table=True):
    """One report and what became of it. `what` and `behalf_of` are commitments."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("state IN ('reported', 'investigating', 'closed')", name="state"),
        CheckConstraint("ongoing IN ('yes', 'no', 'unknown')", name="ongoing"),
        CheckConstraint("people_data IN ('yes', 'no', 'unknown')", name="people_data"),
        index_where("uq_incident_channel", "channel", where="channel IS NOT NULL", unique=True),
        index_where("uq_incident_view_id", "view_id", where="view_id IS NOT NULL", unique=True),
        index_where("ix_incident_waits", "id", where="waits IS NOT NULL"),
    )
    id: int = Field(sa_type=ID, primary_key=True)
    number: str = Field(max_length=20, unique=True)
    state: str = Field(max_length=20)
    reporter: str = Field(max_length=40)
    reported_at: datetime = Field(sa_type=UtcTime)
    kinds: list[str] = Field(sa_type=Json)
    office: str | None = Field(max_length=200)
    noticed_at: datetime | None = Field(sa_type=UtcTime)
    ongoing: str = Field(max_length=10)
    people_data: str = Field(max_length=10)
    what: str = Field(max_length=64)
    behalf_of: str | None = Field(max_length=64)
    view_id: str | None = Field(max_length=40)
    channel: str | None = Field(max_length=40)
    channel_name: str = Field(max_length=80)
    called_at: datetime | None = Field(sa_type=UtcTime)
    called_by: str | None = Field(max_length=40)
    opens_at: datetime | None = Field(sa_type=UtcTime)
    waits: str | None = Field(max_length=10)


class ItemRow(Row, table=True):
    """One line of a role's checklist. `reason` is a commitment."""

    __tablename__ = "item"
    __table_args__ = (
        PrimaryKeyConstraint("incident", "role", "id", "subject"),
        CheckConstraint("state IN ('open', 'done', 'not_applicable', 'withdrawn')", name="state"),
    )
    incident: int = Field(sa_type=ID, foreign_key="incident.id")
    id: str = Field(max_length=40)
    subject: str = Field(max_length=200)
    role: str = Field(max_length=10)
    position: int
    title: str = Field(max_length=200)
    cite: str = Field(max_length=100)
    modal: str | None = Field(max_length=60)
    time_word: str | None = Field(max_length=60)
    state: str = Field(max_length=20)
    assignee: str | None = Field(max_length=40)
    by: str | None = Field(max_length=40)
    at: datetime | None = Field(sa_type=UtcTime)
    reason: str | None = Field(max_length=64)


class FactRow(Row, table=True):
    """What is known of the incident, one fact each. `value` is the commitment of its JSON."""

    __tablename__ = "fact"
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    name: str = Field(max_length=60, primary_key=True)
    value: str | None = Field(max_length=64)
    by: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcTime)
    version: int


class AbsentRow(Row, table=True):
    """Somebody who could not be invited."""

    __tablename__ = "absent"
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    person: str = Field(max_length=200, primary_key=True)
    reason: str = Field(max_length=80)


class TroubleRow(Row, table=True):
    """A step that Slack refused for good."""

    __tablename__ = "trouble"
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    step: str = Field(max_length=80, primary_key=True)
    error: str = Field(max_length=80)


class MessageRow(Row, table=True):
    """Where a surface stands in Slack."""

    __tablename__ = "message"
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    surface: str = Field(max_length=80, primary_key=True)
    channel: str = Field(max_length=40)
    ts: str = Field(max_length=40)


class PersonRow(Row, table=True):
    """Somebody of the configuration, as the directory last knew them."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("status IN ('active', 'unknown', 'deactivated', 'guest')", name="status"),)
    ref: str = Field(max_length=200, primary_key=True)
    user: str | None = Field(max_length=40)
    name: str | None = Field(max_length=200)
    status: str = Field(max_length=20)
    seen_at: datetime = Field(sa_type=UtcTime)


class GroupMemberRow(Row, table=True):
    """Somebody in a user group, in Slack's order."""

    __tablename__ = "group_member"
    usergroup: str = Field(max_length=40, primary_key=True)
    user: str = Field(max_length=40, primary_key=True)
    position: int


class RoleHolderRow(Row, table=True):
    """Who held a role, from when until when. `note` is a commitment."""

    __tablename__ = "role_holder"
    __table_args__ = (index_where("uq_role_holder_active", "incident", "role", where="until IS NULL", unique=True),)
    id: int = Field(sa_type=ID, primary_key=True)
    incident: int = Field(sa_type=ID, foreign_key="incident.id")
    role: str = Field(max_length=10)
    user: str = Field(max_length=40)
    since: datetime = Field(sa_type=UtcTime)
    by: str = Field(max_length=40)
    note: str | None = Field(max_length=64)
    until: datetime | None = Field(sa_type=UtcTime)


class OutboxRow(Row, table=True):
    """Something to be said, until Slack has it."""

    __tablename__ = "outbox"
    __table_args__ = (index_where("ix_outbox_due", "due_at", where="done_at IS NULL"),)
    id: int = Field(sa_type=ID, primary_key=True)
    key: str = Field(max_length=200, unique=True)
    incident: int = Field(sa_type=ID, foreign_key="incident.id")
    step: str = Field(max_length=80)
    payload: dict[str, Any] = Field(sa_type=Json)
    wanted: int
    due_at: datetime = Field(sa_type=UtcTime)
    attempts: int
    lease: str | None = Field(max_length=40)
    sent_at: datetime | None = Field(sa_type=UtcTime)
    done_at: datetime | None = Field(sa_type=UtcTime)
    parked: bool
    error: str | None = Field(max_length=200)
    created_at: datetime = Field(sa_type=UtcTime)
    unfinished: int = Field(sa_column_kwargs={"server_default": "0"})


class EntryRow(Row, table=True):
    """One entry of the record; `body` is the canonical JSON that was hashed, letter for letter."""

    __tablename__ = "entry"
    seq: int = Field(sa_type=ID, primary_key=True, sa_column_kwargs={"autoincrement": False})
    incident: int | None = Field(sa_type=ID, foreign_key="incident.id")
    at: datetime = Field(sa_type=UtcTime)
    actor: str = Field(max_length=40)
    kind: str = Field(max_length=40)
    body: str = Field(sa_type=Text)
    leaf: str = Field(max_length=64)
    head: str = Field(max_length=64)


class EntryTextRow(Row, table=True):
    """What somebody typed, under its commitment."""

    __tablename__ = "entry_text"
    __table_args__ = _ONE_PAGE
    commitment: str = Field(max_length=64, primary_key=True)
    salt: str = Field(max_length=64)
    text: str = Field(sa_type=Text)


meta, inbox, number, incident = table_of(MetaRow), table_of(InboxRow), table_of(NumberRow), table_of(IncidentRow)
item, fact, absent, trouble = table_of(ItemRow), table_of(FactRow), table_of(AbsentRow), table_of(TroubleRow)
message, person, group_member = table_of(MessageRow), table_of(PersonRow), table_of(GroupMemberRow)
role_holder = table_of(RoleHolderRow)
outbox, entry, entry_text = table_of(OutboxRow), table_of(EntryRow), table_of(EntryTextRow)
