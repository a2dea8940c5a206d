"""The tables of the register of evidence; both are only added to."""

from datetime import datetime

from sqlmodel import Field

from storage.tables import ID, Row, table_of
from storage.utc_time import UtcTime


class EvidenceRow(Row, table=True):
    """An item of evidence. `words` is the commitment of its JSON."""

    __tablename__ = "evidence"
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    item: int = Field(primary_key=True)
    kind: str = Field(max_length=20)
    by: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcTime)
    recorded_at: datetime = Field(sa_type=UtcTime)
    words: str = Field(max_length=64)
    copy_of: int | None


class CustodyEventRow(Row, table=True):
    """One thing that happened to an item. `values` is the commitment of its JSON."""

    __tablename__ = "custody_event"
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    item: int = Field(primary_key=True)
    event: int = Field(primary_key=True)
    kind: str = Field(max_length=20)
    by: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcTime)
    recorded_at: datetime = Field(sa_type=UtcTime)
    values: str = Field(max_length=64)


evidence, custody_event = table_of(EvidenceRow), table_of(CustodyEventRow)
