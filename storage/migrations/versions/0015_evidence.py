"""The register of evidence: items, and what happened to each. Both tables refuse to be altered."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0009"
branch_labels = None
depends_on = None

_TABLES = ("evidence", "custody_event")


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("incident", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(length=64), nullable=False),
        sa.Column("copy_of", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_evidence_incident")),
        sa.PrimaryKeyConstraint("incident", "item", name=op.f("pk_evidence")),
    )
    op.create_table(
        "custody_event",
        sa.Column("incident", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("values", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f("fk_custody_event_incident")),
        sa.PrimaryKeyConstraint("incident", "item", "event", name=op.f("pk_custody_event")),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in (one for table in _TABLES for one in (_on_sqlite(table) if sqlite else _on_postgres(table))):
        op.execute(statement)


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _on_sqlite(table: str) -> tuple[str, ...]:
    refusal = f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
    same = {"evidence": "item = NEW.item", "custody_event": "item = NEW.item AND event = NEW.event"}[table]
    there = f"EXISTS (SELECT 1 FROM {table} WHERE incident = NEW.incident AND {same})"  # noqa: S608 - our own names
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refusal}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refusal}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} {refusal}",
    )


def _on_postgres(table: str) -> tuple[str, ...]:
    each, all_at_once = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    )
    return (
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} {each}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {all_at_once}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_change",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate",
    )
