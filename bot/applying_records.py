"""Notices and evidence as they stand after changes; see `bot/applying.py`."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from bot.evidence import CustodyEvent, EvidenceItem
from bot.evidence_changes import AddCustodyEvent, AddEvidence, EvidenceChange
from bot.incident import IncidentFacts
from bot.notice_changes import (
    AddBatch,
    AskForApproval,
    SetApproval,
    SetNoticeDraft,
    SetRelease,
)
from bot.notice_draft import Approval, NoticeDraft, batch_of
from bot.read_back import to_millisecond, typed

_Later: TypeAlias = AskForApproval | SetApproval | SetRelease | AddBatch
"""What happens to a notice that was drafted."""


def notices_after(facts: IncidentFacts, change: SetNoticeDraft | _Later, texts: Mapping[str, str]) -> IncidentFacts:
    found, at = facts.notice_drafts.get(change.draft), to_millisecond(change.at)
    if isinstance(change, SetNoticeDraft):
        now = _drafted(found, change, at, texts)
    elif found is None:
        return facts
    else:
        now = _notice_after(found, change, at, texts)
    notices = sorted({**facts.notice_drafts, change.draft: now}.values(), key=lambda one: (one.at, one.id))
    return replace(facts, notice_drafts={one.id: one for one in notices})


def _drafted(found: NoticeDraft | None, change: SetNoticeDraft, at: datetime, texts: Mapping[str, str]) -> NoticeDraft:
    each = typed(change.each, texts) if change.each else None
    return NoticeDraft(
        id=change.draft,
        kind=found.kind if found else change.kind,
        each=found.each if found else each,
        recipient=found.recipient if found else change.recipient,
        version=change.version,
        text=typed(change.text, texts),
        author=change.author,
        at=at,
        authors=(*(found.authors if found else ()), change.author),
        values=json.loads(typed(change.values, texts)),
        batches=found.batches if found else (),
    )


def _notice_after(
    found: NoticeDraft,
    change: _Later,
    at: datetime,
    texts: Mapping[str, str],
) -> NoticeDraft:
    match change:
        case AskForApproval():
            return replace(found, asked_by=change.by, asked_at=at)
        case SetApproval():
            reason = typed(change.reason, texts) if change.reason else ""
            return replace(found, approval=Approval(by=change.by, at=at, hashes=dict(change.hashes), reason=reason))
        case SetRelease():
            return replace(found, released_by=change.by, released_at=at)
        case AddBatch():
            sent = batch_of(json.loads(typed(change.paper, texts)), change.by, at)
            return replace(found, batches=(*found.batches, sent))


def evidence_after(facts: IncidentFacts, change: EvidenceChange, texts: Mapping[str, str]) -> IncidentFacts:
    at, recorded_at = to_millisecond(change.at), to_millisecond(change.recorded_at)
    match change:
        case AddEvidence():
            words = json.loads(typed(change.words, texts))
            found = EvidenceItem(
                number=change.item,
                kind=change.kind,
                by=change.by,
                at=at,
                recorded_at=recorded_at,
                words=words,
                copy_of=change.copy_of,
            )
        case AddCustodyEvent():
            values = json.loads(typed(change.values, texts))
            happened = CustodyEvent(
                number=change.event, kind=change.kind, by=change.by, at=at, recorded_at=recorded_at, values=values
            )
            standing = facts.evidence[change.item]
            found = replace(standing, events=(*standing.events, happened))
    evidence = {**facts.evidence, change.item: found}
    return replace(facts, evidence={number: evidence[number] for number in sorted(evidence)})
