"""Who belongs where in an incident: the reporter's place, and counsel's room. No row: nothing was said of it yet."""

from sqlmodel import Field

from storage.json_column import Json
from storage.tables import ID, Row, index_where, table_of


class RoomRow(Row, table=True):
    """The reporter's place and counsel's private room. `counsel_people` are those whom CCO named."""

    __tablename__ = "room"
    __table_args__ = (
        index_where("uq_room_counsel_channel", "counsel_channel", where="counsel_channel IS NOT NULL", unique=True),
    )
    incident: int = Field(sa_type=ID, foreign_key="incident.id", primary_key=True)
    reporter_inside: bool = Field(sa_column_kwargs={"server_default": "1"})
    counsel_channel: str | None = Field(max_length=40)
    counsel_name: str = Field(max_length=80, sa_column_kwargs={"server_default": ""})
    counsel_people: list[str] = Field(sa_type=Json, sa_column_kwargs={"server_default": "[]"})
    privileged_outside: bool = Field(sa_column_kwargs={"server_default": "0"})


room = table_of(RoomRow)
