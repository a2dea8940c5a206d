"""The tables of decisions: what was determined and is in force, and the questions that stand in the channel."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, PrimaryKeyConstraint, String, Table, Text, text

from storage.moment import Moment
from storage.tables import ID
from storage.tables import metadata as metadata

determination = Table(
    "determination",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("question", String(60), nullable=False),
    Column("role", String(10), nullable=False),
    Column("outcome", String(40), nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("relied_on", Text, nullable=False),
    Column("paper", String(64), nullable=False),
    Column("ended_at", Moment),
    Column("ended_by", String(40)),
    Index(
        "uq_determination_in_force",
        "incident",
        "question",
        "role",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

question = Table(
    "question",
    metadata,
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("id", String(60), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    PrimaryKeyConstraint("incident", "id"),
)
