"""When the opening of a report's channel began, and why it waits for its turn. What was reported before, began then."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("incident") as incident:
        incident.add_column(sa.Column("opens_at", sa.BigInteger(), nullable=True))
        incident.add_column(sa.Column("waits", sa.String(length=10), nullable=True))
    op.execute("UPDATE incident SET opens_at = reported_at")
    of_some = {"sqlite_where": sa.text("waits IS NOT NULL"), "postgresql_where": sa.text("waits IS NOT NULL")}
    op.create_index("ix_incident_waits", "incident", ["id"], **of_some)


def downgrade() -> None:
    op.drop_index("ix_incident_waits", table_name="incident")
    with op.batch_alter_table("incident") as incident:
        incident.drop_column("waits")
        incident.drop_column("opens_at")
