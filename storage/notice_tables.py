"""The tables of notices: each with its present version, all versions, and the batches in which it went out."""

from datetime import datetime

from sqlmodel import Field

from storage.json_column import Json
from storage.tables import ID, Row, table_of
from storage.utc_time import UtcTime


class NoticeDraftRow(Row, table=True):
    """A notice with its present version. `each`, `text`, `values` and `reason` are commitments."""

    __tablename__ = "notice_draft"
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    id: str = Field(max_length=50, primary_key=True)
    kind: str = Field(max_length=40)
    each: str | None = Field(max_length=64)
    recipient: str | None = Field(max_length=200)
    version: int
    text: str = Field(max_length=64)
    values: str = Field(max_length=64)
    author: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcTime)
    asked_by: str | None = Field(max_length=40)
    asked_at: datetime | None = Field(sa_type=UtcTime)
    approved_by: str | None = Field(max_length=40)
    approved_at: datetime | None = Field(sa_type=UtcTime)
    hashes: dict[str, str] | None = Field(sa_type=Json)
    reason: str | None = Field(max_length=64)
    released_by: str | None = Field(max_length=40)
    released_at: datetime | None = Field(sa_type=UtcTime)


class NoticeDraftVersionRow(Row, table=True):
    """One version of a notice, for ever. `text` is a commitment."""

    __tablename__ = "notice_draft_version"
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    draft: str = Field(max_length=50, primary_key=True)
    version: int = Field(primary_key=True)
    text: str = Field(max_length=64)
    author: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcTime)


class BatchRow(Row, table=True):
    """One mailing, call round or posting. `paper` is the commitment of its JSON."""

    __tablename__ = "batch"
    id: int = Field(sa_type=ID, primary_key=True)
    incident: int = Field(sa_type=ID, foreign_key="incident.id")
    draft: str = Field(max_length=50)
    by: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcTime)
    paper: str = Field(max_length=64)


notice_draft, notice_draft_version = table_of(NoticeDraftRow), table_of(NoticeDraftVersionRow)
batch = table_of(BatchRow)
