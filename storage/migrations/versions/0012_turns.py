"""When the opening of a report's channel began, and why it waits for its turn. What was reported before, began then."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("opens_at", sa.BigInteger(), nullable=True))
    op.add_column("incident", sa.Column("waits", sa.String(length=10), nullable=True))
    op.execute("UPDATE incident SET opens_at = reported_at")
    of_some = {"sqlite_where": sa.text("waits IS NOT NULL"), "postgresql_where": sa.text("waits IS NOT NULL")}
    op.create_index("ix_incident_waits", "incident", ["id"], **of_some)


def downgrade() -> None:
    op.drop_index("ix_incident_waits", table_name="incident")
    op.drop_column("incident", "waits")  # in place: a table that others refer to cannot be made anew on SQLite
    op.drop_column("incident", "opens_at")
