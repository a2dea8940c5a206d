"""What has arrived: each delivery once. The same key again gets the first answer again."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from bot.decision import Answer
from storage.tables import inbox

_OUTCOME = select(inbox.c.outcome).where(inbox.c.key == bindparam("key"))
_MARK = insert(inbox)


def outcome(conn: Connection, key: str) -> Answer | None:
    """The answer that this delivery already got."""
    told = conn.execute(_OUTCOME, {"key": key}).scalar()
    if told is None:
        return None
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in told["values"].items()}
    return Answer(name=told["name"], values=values)


def mark(conn: Connection, key: str, answer: Answer, now: datetime) -> None:
    """Remember what this delivery was answered. Raises IntegrityError when another transaction was first."""
    conn.execute(_MARK, {"key": key, "at": now, "outcome": {"name": answer.name, "values": dict(answer.values)}})
