"""The tables. Times are whole milliseconds since 1970 in UTC: an offset cannot be dropped, and they sort well.

Text that people typed stands only in `entry_text`; other tables refer to it by its commitment.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.moment import Moment

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=_NAMES)

ID = BigInteger().with_variant(Integer, "sqlite")

meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("outcome", Text, nullable=False),
    sqlite_with_rowid=False,  # one page to write instead of two, on the way to the acknowledgement
)

number = Table(
    "number",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

incident = Table(
    "incident",
    metadata,
    Column("id", ID, primary_key=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("state", String(20), nullable=False),
    Column("reporter", String(40), nullable=False),
    Column("reported_at", Moment, nullable=False),
    Column("kinds", Text, nullable=False),
    Column("office", String(200)),
    Column("noticed_at", Moment),
    Column("ongoing", String(10), nullable=False),
    Column("people_data", String(10), nullable=False),
    Column("what", String(64), nullable=False),
    Column("behalf_of", String(64)),
    Column("view_id", String(40)),
    Column("channel", String(40)),
    Column("channel_name", String(80), nullable=False),
    Column("called_at", Moment),
    Column("called_by", String(40)),
    CheckConstraint("state IN ('reported', 'investigating', 'closed')", name="state"),
    CheckConstraint("ongoing IN ('yes', 'no', 'unknown')", name="ongoing"),
    CheckConstraint("people_data IN ('yes', 'no', 'unknown')", name="people_data"),
    *(
        Index(
            f"uq_incident_{column}",
            column,
            unique=True,
            sqlite_where=text(f"{column} IS NOT NULL"),
            postgresql_where=text(f"{column} IS NOT NULL"),
        )
        for column in ("channel", "view_id")
    ),
)

item = Table(
    "item",
    metadata,
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("id", String(40), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("role", String(10), nullable=False),
    Column("position", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("cite", String(100), nullable=False),
    Column("modal", String(60)),
    Column("time_word", String(60)),
    Column("state", String(20), nullable=False),
    Column("assignee", String(40)),
    Column("by", String(40)),
    Column("at", Moment),
    Column("reason", String(64)),
    PrimaryKeyConstraint("incident", "role", "id", "subject"),
    CheckConstraint("state IN ('open', 'done', 'not_applicable', 'withdrawn')", name="state"),
)

fact = Table(
    "fact",
    metadata,
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("name", String(60), nullable=False),
    Column("value", String(64)),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("incident", "name"),
)

absent = Table(
    "absent",
    metadata,
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("person", String(200), nullable=False),
    Column("reason", String(80), nullable=False),
    PrimaryKeyConstraint("incident", "person"),
)

trouble = Table(
    "trouble",
    metadata,
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("step", String(80), nullable=False),
    Column("error", String(80), nullable=False),
    PrimaryKeyConstraint("incident", "step"),
)

message = Table(
    "message",
    metadata,
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("surface", String(80), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("ts", String(40), nullable=False),
    PrimaryKeyConstraint("incident", "surface"),
)

person = Table(
    "person",
    metadata,
    Column("ref", String(200), primary_key=True),
    Column("user", String(40)),
    Column("name", String(200)),
    Column("status", String(20), nullable=False),
    Column("seen_at", Moment, nullable=False),
    CheckConstraint("status IN ('active', 'unknown', 'deactivated', 'guest')", name="status"),
)

group_member = Table(
    "group_member",
    metadata,
    Column("usergroup", String(40), nullable=False),
    Column("user", String(40), nullable=False),
    Column("position", Integer, nullable=False),
    PrimaryKeyConstraint("usergroup", "user"),
)

role_holder = Table(
    "role_holder",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("role", String(10), nullable=False),
    Column("user", String(40), nullable=False),
    Column("since", Moment, nullable=False),
    Column("by", String(40), nullable=False),
    Column("note", String(64)),
    Column("until", Moment),
    Index(
        "uq_role_holder_active",
        "incident",
        "role",
        unique=True,
        sqlite_where=text("until IS NULL"),
        postgresql_where=text("until IS NULL"),
    ),
)

nudge = Table(
    "nudge",
    metadata,
    Column("id", ID, primary_key=True),
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject", String(260), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("before", Integer, nullable=False, server_default="0"),
    Column("snoozed_until", Moment),
    Column("done_at", Moment),
    UniqueConstraint("incident", "kind", "subject"),
    Index(
        "ix_nudge_due",
        "due_at",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
)

nudge_message = Table(
    "nudge_message",
    metadata,
    Column("nudge", ID, ForeignKey("nudge.id"), nullable=False),
    Column("user", String(40), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("ts", String(40), nullable=False),
    Column("over", Boolean, nullable=False),
    PrimaryKeyConstraint("nudge", "user"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", ID, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("incident", ID, ForeignKey("incident.id"), nullable=False),
    Column("step", String(80), nullable=False),
    Column("payload", Text, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease", String(40)),
    Column("sent_at", Moment),
    Column("done_at", Moment),
    Column("parked", Boolean, nullable=False),
    Column("error", String(200)),
    Column("created_at", Moment, nullable=False),
    Index(
        "ix_outbox_due",
        "due_at",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
)

entry = Table(
    "entry",
    metadata,
    Column("seq", ID, primary_key=True, autoincrement=False),
    Column("incident", ID, ForeignKey("incident.id")),
    Column("at", Moment, nullable=False),
    Column("actor", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("leaf", String(64), nullable=False),
    Column("head", String(64), nullable=False),
)

entry_text = Table(
    "entry_text",
    metadata,
    Column("commitment", String(64), primary_key=True),
    Column("salt", String(64), nullable=False),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,  # one page to write instead of two, on the way to the acknowledgement
)
