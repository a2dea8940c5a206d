"""What was decided and is in force, with what stands behind it; and the questions that stand in the channel."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.decision import AskQuestion, EndDetermination, SetDetermination
from bot.determination import Determination, told_by
from bot.question import OpenQuestion
from storage import rows
from storage.question_tables import determination, question
from storage.upsert import upsert

_IN_FORCE = (
    rows.with_typed(determination, typed=determination.c.paper)
    .where(determination.c.incident == bindparam("incident"), determination.c.ended_at.is_(None))
    .order_by(determination.c.id)
)
_ASKED = select(question).where(question.c.incident == bindparam("incident"))
_DETERMINE = insert(determination)


def in_force(conn: Connection, incident_id: int) -> tuple[Determination, ...]:
    """What is in force, the oldest first. One whose text was expunged by order has no reasons and no answers."""
    found = conn.execute(_IN_FORCE, {"incident": incident_id})
    return tuple(rows.of(Determination, row, **told_by(row.typed)) for row in found)


def asked_questions(conn: Connection, incident_id: int) -> dict[str, OpenQuestion]:
    """The questions that stand in the channel, in the order in which they were asked."""
    found = sorted(conn.execute(_ASKED, {"incident": incident_id}), key=lambda row: (row.asked_at, row.id))
    return {row.id: rows.of(OpenQuestion, row, question=row.id, at=row.asked_at) for row in found}


def put(conn: Connection, incident_id: int, change: SetDetermination, paper: str) -> None:
    """End what was in force and begin the new. IntegrityError when somebody else did so at this moment."""
    _end(conn, incident_id, change.question, change.role, change)
    relied_on = dict(change.relied_on)
    conn.execute(_DETERMINE, {**vars(change), "incident": incident_id, "relied_on": relied_on, "paper": paper})


def end(conn: Connection, incident_id: int, change: EndDetermination) -> None:
    """The question is open again; what was determined stays as it was."""
    _end(conn, incident_id, change.question, "", change)


def ask_questions(conn: Connection, incident_id: int, asked_now: Sequence[AskQuestion]) -> None:
    """Questions stand in the channel, or no longer."""
    seen = [
        {"incident": incident_id, "id": one.question, "asked_at": one.at, "withdrawn": one.withdrawn}
        for one in asked_now
    ]
    upsert(conn, question, ("incident", "id"), seen)


def _end(
    conn: Connection, incident_id: int, question_id: str, role: str, change: SetDetermination | EndDetermination
) -> None:
    conn.execute(
        update(determination)
        .where(
            determination.c.incident == incident_id,
            determination.c.question == question_id,
            determination.c.role == role,
            determination.c.ended_at.is_(None),
        )
        .values(ended_at=change.at, ended_by=change.by)
    )
