"""The tables of duties: reminders, what people were told, when they looked, and whose App Home is kept up to date."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.tables import ID, Row, index_where, table_of
from storage.utc_time import UtcTime


class ReminderRow(Row, table=True):
    """The next reminder of a duty; one row for each duty that ever was open."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("incident", "kind", "subject"),
        index_where("ix_reminder_due", "due_at", where="done_at IS NULL"),
    )
    id: int = Field(sa_type=ID, primary_key=True)
    incident: int = Field(sa_type=ID, foreign_key="incident.id")
    kind: str = Field(max_length=20)
    subject: str = Field(max_length=260)
    due_at: datetime = Field(sa_type=UtcTime)
    sent: int
    before: int = Field(sa_column_kwargs={"server_default": "0"})
    snoozed_until: datetime | None = Field(sa_type=UtcTime)
    done_at: datetime | None = Field(sa_type=UtcTime)


class ReminderMessageRow(Row, table=True):
    """The newest message that reminds one person of a duty."""

    __tablename__ = "reminder_message"
    reminder: int = Field(sa_type=ID, foreign_key="reminder.id", primary_key=True)
    user: str = Field(max_length=40, primary_key=True)
    channel: str = Field(max_length=40)
    ts: str = Field(max_length=40)
    over: bool


class SeenRow(Row, table=True):
    """Who of those who are asked opened the thing first, while its duty is open."""

    __tablename__ = "seen"
    reminder: int = Field(
        sa_type=ID, foreign_key="reminder.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    user: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcTime)


class ToldRow(Row, table=True):
    """How many reminder messages of one incident somebody had on the day of the last one; `at` is that of any word."""

    __tablename__ = "told"
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    user: str = Field(max_length=40, primary_key=True)
    day: str = Field(max_length=10)
    count: int
    at: datetime = Field(sa_type=UtcTime)


class LookRow(Row, table=True):
    """When somebody last asked what had changed in an incident."""

    __tablename__ = "look"
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    user: str = Field(max_length=40, primary_key=True)
    at: datetime = Field(sa_type=UtcTime)


class HomeViewerRow(Row, table=True):
    """Somebody who opened the App Home, and when."""

    __tablename__ = "home_viewer"
    user: str = Field(max_length=40, primary_key=True)
    opened_at: datetime = Field(sa_type=UtcTime)


reminder, reminder_message = table_of(ReminderRow), table_of(ReminderMessageRow)
seen, told, look = table_of(SeenRow), table_of(ToldRow), table_of(LookRow)
home_viewer = table_of(HomeViewerRow)
