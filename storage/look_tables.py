"""The table of looks: when somebody last asked what changed in an incident."""

from datetime import datetime

from sqlmodel import Field

from storage.tables import ID, Row, table_of
from storage.utc_time import UtcTime


class LookRow(Row, table=True):
    """Up to when somebody knows what happened in an incident."""

    __tablename__ = "look"
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    user: str = Field(max_length=40, primary_key=True)
    at: datetime = Field(sa_type=UtcTime)


look = table_of(LookRow)
