"""Notices that were drafted: their text and versions, approval, release and batches; from rows, and to rows."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.notice_changes import (
    AddBatch,
    AskForApproval,
    NoticeChange,
    RenameNotice,
    SetApproval,
    SetNoticeDraft,
    SetRelease,
)
from bot.notice_draft import Approval, Batch, NoticeDraft, batch_of
from storage import rows
from storage.notice_tables import batch, notice_draft, notice_draft_version
from storage.tables import entry_text
from storage.upsert import upsert

_DRAFTS = rows.with_typed(
    notice_draft,
    typed_each=notice_draft.c.each,
    typed_text=notice_draft.c.text,
    typed_values=notice_draft.c["values"],
    typed_reason=notice_draft.c.reason,
).where(notice_draft.c.incident == bindparam("incident"))
_AUTHORS = (
    select(notice_draft_version.c.draft, notice_draft_version.c.author)
    .where(notice_draft_version.c.incident == bindparam("incident"))
    .order_by(notice_draft_version.c.version)
)
_BATCHES = (
    rows.with_typed(batch, typed=batch.c.paper).where(batch.c.incident == bindparam("incident")).order_by(batch.c.id)
)
_VERSION = (
    select(entry_text.c.text)
    .join(notice_draft_version, notice_draft_version.c.text == entry_text.c.commitment)
    .where(
        notice_draft_version.c.incident == bindparam("incident"),
        notice_draft_version.c.draft == bindparam("draft"),
        notice_draft_version.c.version == bindparam("version"),
    )
)
_VOID: Mapping[str, None] = dict.fromkeys(
    (
        *("asked_by", "asked_at", "approved_by", "approved_at", "hashes", "reason", "released_by"),
        "released_at",
    )
)
"""What was asked, approved and released of a version holds for no other."""


def of_incident(conn: Connection, incident_id: int) -> dict[str, NoticeDraft]:
    """The notices by id, in the order in which they were begun. A text that was expunged by order is empty."""
    this = {"incident": incident_id}
    drafts = conn.execute(_DRAFTS, this).all()
    if not drafts:
        return {}
    authors: dict[str, list[str]] = {}
    for version in conn.execute(_AUTHORS, this):
        authors.setdefault(version.draft, []).append(version.author)
    sent: dict[str, list[Batch]] = {}
    for one in conn.execute(_BATCHES, this):
        if one.typed is not None:
            sent.setdefault(one.draft, []).append(batch_of(json.loads(one.typed), one.by, one.at))
    found = [_notice_draft(row, tuple(authors.get(row.id, ())), tuple(sent.get(row.id, ()))) for row in drafts]
    return {one.id: one for one in sorted(found, key=lambda one: (one.at, one.id))}


def version_text(conn: Connection, incident_id: int, draft_id: str, version: int) -> str | None:
    """The text of one version; None when there is none, or when it was expunged by order."""
    found = conn.execute(_VERSION, {"incident": incident_id, "draft": draft_id, "version": version})
    return found.scalar()


def apply(conn: Connection, incident_id: int, change: NoticeChange, commitments: Mapping[str, str]) -> None:
    """Write one change. IntegrityError when the same version was written at this moment by another replica."""
    match change:
        case SetNoticeDraft():
            _set(conn, incident_id, change, commitments)
        case RenameNotice():
            _mark(conn, incident_id, change, each=commitments[change.each.name])
        case AskForApproval():
            _mark(conn, incident_id, change, asked_by=change.by, asked_at=change.at)
        case SetApproval():
            reason = commitments[change.reason.name] if change.reason else None
            approved = {"approved_by": change.by, "approved_at": change.at, "hashes": dict(change.hashes)}
            _mark(conn, incident_id, change, **approved, reason=reason)
        case SetRelease():
            _mark(conn, incident_id, change, released_by=change.by, released_at=change.at)
        case AddBatch():
            paper = commitments[change.paper.name]
            written = {"incident": incident_id, "draft": change.draft, "by": change.by, "at": change.at}
            conn.execute(insert(batch).values(**written, paper=paper))


def _mark(conn: Connection, incident_id: int, change: NoticeChange, **values: Any) -> None:
    its = (notice_draft.c.incident == incident_id, notice_draft.c.id == change.draft)
    conn.execute(update(notice_draft).where(*its).values(**values))


def _set(conn: Connection, incident_id: int, change: SetNoticeDraft, commitments: Mapping[str, str]) -> None:
    """The new version becomes the present one: no approval and no release covers it."""
    now = {"version": change.version, "text": commitments[change.text.name], "author": change.author, "at": change.at}
    begun = {
        "kind": change.kind,
        "each": commitments[change.each.name] if change.each else None,
        "recipient": change.recipient,
    }
    this = {"incident": incident_id, "id": change.draft}
    written = {**this, **begun, **now, "values": commitments[change.values.name], **_VOID}
    upsert(conn, notice_draft, ("incident", "id"), [written], once=tuple(begun))
    conn.execute(insert(notice_draft_version).values(incident=incident_id, draft=change.draft, **now))


def _notice_draft(row: Row[Any], authors: tuple[str, ...], batches: tuple[Batch, ...]) -> NoticeDraft:
    approval = None
    if row.approved_by is not None:
        approval = Approval(by=row.approved_by, at=row.approved_at, hashes=row.hashes, reason=row.typed_reason or "")
    return rows.of(
        NoticeDraft,
        row,
        each=row.typed_each,
        text=row.typed_text or "",
        values=json.loads(row.typed_values or "{}"),
        authors=authors,
        approval=approval,
        batches=batches,
    )
