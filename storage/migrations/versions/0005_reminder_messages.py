"""Where each reminder stands in Slack, and how many were sent before its duty was open again."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("nudge", sa.Column("before", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "nudge_message",
        sa.Column("nudge", _ID, nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("ts", sa.String(length=40), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["nudge"], ["nudge.id"], name=op.f("fk_nudge_message_nudge")),
        sa.PrimaryKeyConstraint("nudge", "user", name=op.f("pk_nudge_message")),
    )


def downgrade() -> None:
    op.drop_table("nudge_message")
    op.drop_column("nudge", "before")
