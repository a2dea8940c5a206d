"""The tables of notices: each with its present version, all versions, and the batches in which it went out."""

from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, String, Table, Text

from storage.moment import Moment
from storage.tables import ID
from storage.tables import metadata as metadata

artefact = Table(
    "artefact",
    metadata,
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("id", String(50), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("each", String(64)),
    Column("recipient", String(200)),
    Column("version", Integer, nullable=False),
    Column("text", String(64), nullable=False),
    Column("values", String(64), nullable=False),
    Column("author", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("asked_by", String(40)),
    Column("asked_at", Moment),
    Column("approved_by", String(40)),
    Column("approved_at", Moment),
    Column("hashes", Text),
    Column("reason", String(64)),
    Column("released_by", String(40)),
    Column("released_at", Moment),
    PrimaryKeyConstraint("incident", "id"),
)

artefact_version = Table(
    "artefact_version",
    metadata,
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("artefact", String(50), nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", String(64), nullable=False),
    Column("author", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("incident", "artefact", "version"),
)

batch = Table(
    "batch",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("artefact", String(50), nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("paper", String(64), nullable=False),
)
