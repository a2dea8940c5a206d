"""Who was told how often, who saw what is asked, when people looked, and whose App Home is kept up to date."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "seen",
        sa.Column("reminder", _ID, nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["reminder"], ["reminder.id"], name=op.f("fk_seen_reminder")),
        sa.PrimaryKeyConstraint("reminder", name=op.f("pk_seen")),
    )
    op.create_table(
        "told",
        sa.Column("incident", _ID, nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_told_incident")),
        sa.PrimaryKeyConstraint("incident", "user", name=op.f("pk_told")),
    )
    op.create_table(
        "look",
        sa.Column("incident", _ID, nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_look_incident")),
        sa.PrimaryKeyConstraint("incident", "user", name=op.f("pk_look")),
    )
    op.create_table(
        "home_viewer",
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_home_viewer")),
    )


def downgrade() -> None:
    for table in ("home_viewer", "look", "told", "seen"):
        op.drop_table(table)
