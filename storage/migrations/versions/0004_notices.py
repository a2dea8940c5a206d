"""Notices: their present and earlier versions, and the batches in which they went out."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "artefact",
        sa.Column("incident", _ID, nullable=False),
        sa.Column("id", sa.String(length=50), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("each", sa.String(length=64), nullable=True),
        sa.Column("recipient", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("values", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.String(length=40), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.String(length=40), nullable=True),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("hashes", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("released_by", sa.String(length=40), nullable=True),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_artefact_incident")),
        sa.PrimaryKeyConstraint("incident", "id", name=op.f("pk_artefact")),
    )
    op.create_table(
        "artefact_version",
        sa.Column("incident", _ID, nullable=False),
        sa.Column("artefact", sa.String(length=50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_artefact_version_incident")),
        sa.PrimaryKeyConstraint("incident", "artefact", "version", name=op.f("pk_artefact_version")),
    )
    op.create_table(
        "batch",
        sa.Column("id", _ID, nullable=False),
        sa.Column("incident", _ID, nullable=False),
        sa.Column("artefact", sa.String(length=50), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("paper", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_batch_incident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )


def downgrade() -> None:
    op.drop_table("batch")
    op.drop_table("artefact_version")
    op.drop_table("artefact")
