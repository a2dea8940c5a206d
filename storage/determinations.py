"""What was decided and is in force, with the paper behind it; and the questions that stand in the channel."""

import json

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.decision import AskQuestion, EndDetermination, SetDetermination
from bot.determination import Asked, Determination
from storage.decision_tables import determination, question
from storage.tables import entry_text


def in_force(conn: Connection, incident_id: int) -> tuple[Determination, ...]:
    """What is in force, the oldest first. A paper whose text was expunged by order has no reasons and no answers."""
    rows = conn.execute(
        select(determination, entry_text.c.text.label("words"))
        .outerjoin(entry_text, entry_text.c.commitment == determination.c.paper)
        .where(determination.c.incident == incident_id, determination.c.ended_at.is_(None))
        .order_by(determination.c.id)
    )
    found = []
    for row in rows:
        paper = json.loads(row.words) if row.words is not None else {}
        found.append(
            Determination(
                question=row.question,
                role=row.role,
                outcome=row.outcome,
                by=row.by,
                at=row.at,
                relied_on=json.loads(row.relied_on),
                reason=paper.get("reason", ""),
                consulted=tuple(paper.get("consulted", ())),
                answers=paper.get("answers", {}),
                facts=paper.get("facts", {}),
                expunged=row.words is None,
            )
        )
    return tuple(found)


def asked(conn: Connection, incident_id: int) -> dict[str, Asked]:
    """The questions that stand in the channel, in the order in which they were asked."""
    rows = conn.execute(
        select(question).where(question.c.incident == incident_id).order_by(question.c.asked_at, question.c.id)
    )
    return {row.id: Asked(question=row.id, at=row.asked_at, withdrawn=row.withdrawn) for row in rows}


def put(conn: Connection, incident_id: int, change: SetDetermination, paper: str) -> None:
    """End what was in force and begin the new. IntegrityError when somebody else did so at this moment."""
    _end(conn, incident_id, change.question, change.role, change)
    conn.execute(
        insert(determination).values(
            incident=incident_id,
            question=change.question,
            role=change.role,
            outcome=change.outcome,
            by=change.by,
            at=change.at,
            relied_on=json.dumps(dict(change.relied_on), sort_keys=True),
            paper=paper,
        )
    )


def end(conn: Connection, incident_id: int, change: EndDetermination) -> None:
    """The question is open again; what was determined stays as it was."""
    _end(conn, incident_id, change.question, "", change)


def ask(conn: Connection, incident_id: int, change: AskQuestion) -> None:
    """A question stands in the channel, or no longer."""
    dialect_insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    seen = {"asked_at": change.at, "withdrawn": change.withdrawn}
    conn.execute(
        dialect_insert(question)
        .values(incident=incident_id, id=change.question, **seen)
        .on_conflict_do_update(index_elements=["incident", "id"], set_=seen)
    )


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
