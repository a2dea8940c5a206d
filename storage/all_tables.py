"""Every table: importing this brings them all into the metadata, for the migrations and what compares them."""

from storage import (
    directory_tables,
    duty_tables,
    evidence_tables,
    notice_tables,
    question_tables,
    room_table,
    tables,
)

__all__ = [
    "directory_tables",
    "duty_tables",
    "evidence_tables",
    "notice_tables",
    "question_tables",
    "room_table",
    "tables",
]
