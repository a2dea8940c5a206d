"""When somebody last asked what changed in an incident."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "look",
        sa.Column("incident", number, nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name="fk_look_incident"),
        sa.PrimaryKeyConstraint("incident", "user", name="pk_look"),
    )


def downgrade() -> None:
    op.drop_table("look")
