"""The tables of decisions: what was determined and is in force, and the questions that stand in the channel."""

from datetime import datetime

from sqlmodel import Field

from storage.json_column import Json
from storage.tables import ID, Row, index_where, table_of
from storage.utc_time import UtcTime


class DeterminationRow(Row, table=True):
    """What was determined, until it ended. `paper` is the commitment of its JSON: answers, reasons, facts."""

    __tablename__ = "determination"
    __table_args__ = (
        index_where(
            *("uq_determination_in_force", "incident", "question", "role"), where="ended_at IS NULL", unique=True
        ),
    )
    id: int = Field(sa_type=ID, primary_key=True)
    incident: int = Field(sa_type=ID, foreign_key="incident.id")
    question: str = Field(max_length=60)
    role: str = Field(max_length=10)
    outcome: str = Field(max_length=40)
    by: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcTime)
    relied_on: dict[str, int] = Field(sa_type=Json)
    paper: str = Field(max_length=64)
    ended_at: datetime | None = Field(sa_type=UtcTime)
    ended_by: str | None = Field(max_length=40)


class QuestionRow(Row, table=True):
    """A question that stands in the channel, or stood there."""

    __tablename__ = "question"
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    id: str = Field(max_length=60, primary_key=True)
    asked_at: datetime = Field(sa_type=UtcTime)
    withdrawn: bool


determination, question = table_of(DeterminationRow), table_of(QuestionRow)
