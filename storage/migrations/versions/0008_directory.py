"""The directory's age: when Slack last told of a user group, and what of the configuration it knows no more."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "usergroup",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usergroup")),
    )
    op.create_table(
        "directory_gap",
        sa.Column("ref", sa.String(length=200), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_directory_gap")),
    )


def downgrade() -> None:
    op.drop_table("directory_gap")
    op.drop_table("usergroup")
