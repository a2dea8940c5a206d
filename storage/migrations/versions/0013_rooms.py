"""Counsel's room and the reporter's place; what earlier versions left in the channel waits to be moved by counsel."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LEFT_OUTSIDE = """
INSERT INTO room (incident, privileged_outside)
SELECT DISTINCT incident, true FROM message WHERE surface = 'counsel' OR surface LIKE 'decision:%'
"""


def upgrade() -> None:
    op.create_table(
        "room",
        sa.Column("incident", _ID, nullable=False),
        sa.Column("reporter_inside", sa.Boolean(), nullable=False, server_default="1"),
        sa.Column("counsel_channel", sa.String(length=40), nullable=True),
        sa.Column("counsel_name", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("counsel_people", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("privileged_outside", sa.Boolean(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_room_incident")),
        sa.PrimaryKeyConstraint("incident", name=op.f("pk_room")),
    )
    there = sa.text("counsel_channel IS NOT NULL")
    op.create_index(
        "uq_room_counsel_channel",
        "room",
        ["counsel_channel"],
        unique=True,
        sqlite_where=there,
        postgresql_where=there,
    )
    op.execute(_LEFT_OUTSIDE)


def downgrade() -> None:
    op.drop_table("room")
