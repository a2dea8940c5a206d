"""Decisions: what was determined and is in force, and the questions that stand in the channel."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "determination",
        sa.Column("id", _ID, nullable=False),
        sa.Column("incident", _ID, nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("relied_on", sa.Text(), nullable=False),
        sa.Column("paper", sa.String(length=64), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_determination_incident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_determination")),
    )
    op.create_index(
        "uq_determination_in_force",
        "determination",
        ["incident", "question", "role"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "question",
        sa.Column("incident", _ID, nullable=False),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_question_incident")),
        sa.PrimaryKeyConstraint("incident", "id", name=op.f("pk_question")),
    )


def downgrade() -> None:
    op.drop_table("question")
    op.drop_table("determination")
