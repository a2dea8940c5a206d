"""Tables by the words that people use: a reminder, a notice's draft. No row is changed."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OLD = ("nudge", "nudge_message", "nudge", "artefact", "artefact_version", "artefact")
_NEW = ("reminder", "reminder_message", "reminder", "notice_draft", "notice_draft_version", "draft")
"""Reminders, their messages, the column that names the reminder; drafts, their versions, the column that names one."""


def upgrade() -> None:
    _rename(_OLD, _NEW)


def downgrade() -> None:
    _rename(_NEW, _OLD)


def _rename(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        _rename_in_place(old, new)
    else:  # SQLite keeps the names of constraints in the table's text, which only a new table changes
        _make_anew(old, new)
    op.alter_column("batch", old[5], new_column_name=new[5])


def _rename_in_place(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    for place in (0, 1, 3, 4):
        op.rename_table(old[place], new[place])
    op.alter_column(new[1], old[2], new_column_name=new[2])
    op.alter_column(new[4], old[5], new_column_name=new[5])
    op.execute(f"ALTER SEQUENCE {old[0]}_id_seq RENAME TO {new[0]}_id_seq")
    op.execute(f"ALTER INDEX ix_{old[0]}_due RENAME TO ix_{new[0]}_due")
    for place, was, now in (
        (0, f"fk_{old[0]}_incident", f"fk_{new[0]}_incident"),
        (0, f"uq_{old[0]}_incident_kind_subject", f"uq_{new[0]}_incident_kind_subject"),
        (1, f"fk_{old[1]}_{old[2]}", f"fk_{new[1]}_{new[2]}"),
        (3, f"fk_{old[3]}_incident", f"fk_{new[3]}_incident"),
        (4, f"fk_{old[4]}_incident", f"fk_{new[4]}_incident"),
        *((place, f"pk_{old[place]}", f"pk_{new[place]}") for place in (0, 1, 3, 4)),
    ):
        op.execute(f"ALTER TABLE {new[place]} RENAME CONSTRAINT {was} TO {now}")


def _make_anew(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    _make_reminders(*new[:3])
    _make_drafts(*new[3:])
    columns = {
        0: ("id", "incident", "kind", "subject", "due_at", "sent", "before", "snoozed_until", "done_at"),
        1: (new[2], "user", "channel", "ts", "over"),
        3: (
            *("incident", "id", "kind", "each", "recipient", "version", "text", "values", "author", "at"),
            *("asked_by", "asked_at", "approved_by", "approved_at", "hashes", "reason", "released_by", "released_at"),
        ),
        4: ("incident", new[5], "version", "text", "author", "at"),
    }
    for place, names in columns.items():
        was = {new[2]: old[2]} if place == 1 else {new[5]: old[5]} if place == 4 else {}
        into, of = ", ".join(f'"{name}"' for name in names), ", ".join(f'"{was.get(name, name)}"' for name in names)
        op.execute(f"INSERT INTO {new[place]} ({into}) SELECT {of} FROM {old[place]}")  # noqa: S608 - the names above
    for place in (1, 0, 4, 3):  # the messages before the reminders that they refer to
        op.drop_table(old[place])


def _make_reminders(table: str, messages: str, whose: str) -> None:
    op.create_table(
        table,
        sa.Column("id", _ID, nullable=False),
        sa.Column("incident", _ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=260), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("snoozed_until", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f(f"fk_{table}_incident")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("incident", "kind", "subject", name=op.f(f"uq_{table}_incident_kind_subject")),
    )
    op.create_index(f"ix_{table}_due", table, ["due_at"], sqlite_where=sa.text("done_at IS NULL"))
    op.create_table(
        messages,
        sa.Column(whose, _ID, nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("ts", sa.String(length=40), nullable=False),
        sa.Column("over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint([whose], [f"{table}.id"], name=op.f(f"fk_{messages}_{whose}")),
        sa.PrimaryKeyConstraint(whose, "user", name=op.f(f"pk_{messages}")),
    )


def _make_drafts(table: str, versions: str, whose: str) -> None:
    op.create_table(
        table,
        sa.Column("incident", _ID, nullable=False),
        sa.Column("id", sa.String(length=50), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("each", sa.String(length=64), nullable=True),
        sa.Column("recipient", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("values", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.String(length=40), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.String(length=40), nullable=True),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("hashes", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("released_by", sa.String(length=40), nullable=True),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f(f"fk_{table}_incident")),
        sa.PrimaryKeyConstraint("incident", "id", name=op.f(f"pk_{table}")),
    )
    op.create_table(
        versions,
        sa.Column("incident", _ID, nullable=False),
        sa.Column(whose, sa.String(length=50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name=op.f(f"fk_{versions}_incident")),
        sa.PrimaryKeyConstraint("incident", whose, "version", name=op.f(f"pk_{versions}")),
    )
