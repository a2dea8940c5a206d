"""How often a row was taken in a row without ever being brought to an end: its worker died, froze or was surprised."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table(
        "outbox", recreate="auto" if op.get_bind().dialect.name == "postgresql" else "always"
    ) as outbox:
        outbox.add_column(sa.Column("unfinished", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("outbox", "unfinished")
