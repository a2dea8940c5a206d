"""Duties: who holds a role, who is in a user group, and when the next reminder of each duty is due."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "group_member",
        sa.Column("usergroup", sa.String(length=40), nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("usergroup", "user", name=op.f("pk_group_member")),
    )
    op.create_table(
        "role_holder",
        sa.Column("id", _ID, nullable=False),
        sa.Column("incident", _ID, nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=64), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_role_holder_incident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_holder")),
    )
    op.create_index(
        "uq_role_holder_active",
        "role_holder",
        ["incident", "role"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "nudge",
        sa.Column("id", _ID, nullable=False),
        sa.Column("incident", _ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=260), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("snoozed_until", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_nudge_incident")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint("incident", "kind", "subject", name=op.f("uq_nudge_incident_kind_subject")),
    )
    op.create_index(
        "ix_nudge_due",
        "nudge",
        ["due_at"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("nudge")
    op.drop_table("role_holder")
    op.drop_table("group_member")
