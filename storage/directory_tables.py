"""The tables of the directory's age: when Slack last told of a group, and what it knows no more."""

from datetime import datetime

from sqlmodel import Field

from storage.tables import Row, table_of
from storage.utc_time import UtcTime


class UsergroupRow(Row, table=True):
    """When Slack last told who is in a user group."""

    __tablename__ = "usergroup"
    id: str = Field(max_length=40, primary_key=True)
    seen_at: datetime = Field(sa_type=UtcTime)


class DirectoryGapRow(Row, table=True):
    """An address or a user group of the configuration that Slack knows no more; whether AI was told."""

    __tablename__ = "directory_gap"
    ref: str = Field(max_length=200, primary_key=True)
    told: bool


usergroup, directory_gap = table_of(UsergroupRow), table_of(DirectoryGapRow)
