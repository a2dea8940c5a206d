"""Notices that were drafted: their text and versions, approval, release and batches; from rows, and to rows."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.artefact import Approval, Artefact, Batch, batch_of
from bot.notice_changes import AddBatch, AskForApproval, NoticeChange, SetApproval, SetArtefact, SetRelease
from storage.notice_tables import artefact, artefact_version, batch
from storage.tables import entry_text


def of_incident(conn: Connection, incident_id: int) -> dict[str, Artefact]:
    """The notices by id, in the order in which they were begun. A text that was expunged by order is empty."""
    rows = conn.execute(select(artefact).where(artefact.c.incident == incident_id)).all()
    if not rows:
        return {}
    authors: dict[str, list[str]] = {}
    for version in conn.execute(
        select(artefact_version).where(artefact_version.c.incident == incident_id).order_by(artefact_version.c.version)
    ):
        authors.setdefault(version.artefact, []).append(version.author)
    sent: dict[str, list[Batch]] = {}
    for one in conn.execute(select(batch).where(batch.c.incident == incident_id).order_by(batch.c.id)):
        if (paper := _words(conn, one.paper)) is not None:
            sent.setdefault(one.artefact, []).append(batch_of(json.loads(paper), one.by, one.at))
    found = [_artefact(conn, row, tuple(authors.get(row.id, ())), tuple(sent.get(row.id, ()))) for row in rows]
    return {one.id: one for one in sorted(found, key=lambda one: (one.at, one.id))}


def version_text(conn: Connection, incident_id: int, artefact_id: str, version: int) -> str | None:
    """The text of one version; None when there is none, or when it was expunged by order."""
    found = conn.execute(
        select(artefact_version.c.text).where(
            artefact_version.c.incident == incident_id,
            artefact_version.c.artefact == artefact_id,
            artefact_version.c.version == version,
        )
    ).scalar()
    return _words(conn, found)


def apply(conn: Connection, incident_id: int, change: NoticeChange, commitments: Mapping[str, str]) -> None:
    """Write one change. IntegrityError when the same version was written at this moment by another replica."""
    this = (artefact.c.incident == incident_id, artefact.c.id == change.artefact)
    match change:
        case SetArtefact():
            _set(conn, incident_id, change, commitments)
        case AskForApproval():
            conn.execute(update(artefact).where(*this).values(asked_by=change.by, asked_at=change.at))
        case SetApproval():
            conn.execute(
                update(artefact)
                .where(*this)
                .values(
                    approved_by=change.by,
                    approved_at=change.at,
                    hashes=json.dumps(dict(change.hashes), sort_keys=True),
                    reason=commitments[change.reason.name] if change.reason else None,
                )
            )
        case SetRelease():
            conn.execute(update(artefact).where(*this).values(released_by=change.by, released_at=change.at))
        case AddBatch():
            conn.execute(
                insert(batch).values(
                    incident=incident_id,
                    artefact=change.artefact,
                    by=change.by,
                    at=change.at,
                    paper=commitments[change.paper.name],
                )
            )


def _set(conn: Connection, incident_id: int, change: SetArtefact, commitments: Mapping[str, str]) -> None:
    """The new version becomes the present one: no approval and no release covers it."""
    dialect_insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    now = {
        "version": change.version,
        "text": commitments[change.text.name],
        "values": commitments[change.values.name],
        "author": change.author,
        "at": change.at,
    }
    void = dict.fromkeys(
        (
            *("asked_by", "asked_at", "approved_by", "approved_at", "hashes", "reason", "released_by"),
            "released_at",
        )
    )
    conn.execute(
        dialect_insert(artefact)
        .values(
            incident=incident_id,
            id=change.artefact,
            kind=change.kind,
            each=commitments[change.each.name] if change.each else None,
            recipient=change.recipient,
            **now,
        )
        .on_conflict_do_update(index_elements=["incident", "id"], set_={**now, **void})
    )
    conn.execute(
        insert(artefact_version).values(
            incident=incident_id,
            artefact=change.artefact,
            version=change.version,
            text=now["text"],
            author=change.author,
            at=change.at,
        )
    )


def _artefact(
    conn: Connection, row: Row[tuple[object, ...]], authors: tuple[str, ...], batches: tuple[Batch, ...]
) -> Artefact:
    approval = None
    if row.approved_by is not None:
        approval = Approval(
            by=row.approved_by,
            at=row.approved_at,
            hashes=json.loads(row.hashes),
            reason=_words(conn, row.reason) or "",
        )
    return Artefact(
        id=row.id,
        kind=row.kind,
        each=_words(conn, row.each),
        recipient=row.recipient,
        version=row.version,
        text=_words(conn, row.text) or "",
        author=row.author,
        at=row.at,
        authors=authors,
        values=json.loads(_words(conn, row._mapping["values"]) or "{}"),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        approval=approval,
        released_by=row.released_by,
        released_at=row.released_at,
        batches=batches,
    )


def _words(conn: Connection, commitment: str | None) -> str | None:
    if commitment is None:
        return None
    return conn.execute(select(entry_text.c.text).where(entry_text.c.commitment == commitment)).scalar()
