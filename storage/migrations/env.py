"""Alembic's entry: runs the revisions on the connection that storage/schema.py hands over."""

from alembic import context

from storage import directory_tables, evidence_tables, notice_tables, question_tables  # noqa: F401 - their tables join the metadata
from storage.tables import Row

connection = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("run `breach db upgrade`: the revisions need its connection")
context.configure(
    connection=connection, target_metadata=Row.metadata, render_as_batch=True, transaction_per_migration=False
)
context.run_migrations()
