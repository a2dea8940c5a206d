"""The register of evidence, from rows and to rows: items, and what happened to each."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, insert

from bot.evidence import CustodyEvent, EvidenceItem
from bot.evidence_changes import AddCustodyEvent, AddEvidence
from storage import rows
from storage.evidence_tables import custody_event, evidence

_ITEMS = (
    rows.with_typed(evidence, typed=evidence.c.words)
    .where(evidence.c.incident == bindparam("incident"))
    .order_by(evidence.c.item)
)
_EVENTS = (
    rows.with_typed(custody_event, typed=custody_event.c["values"])
    .where(custody_event.c.incident == bindparam("incident"))
    .order_by(custody_event.c.item, custody_event.c.event)
)


def of_incident(conn: Connection, incident_id: int) -> dict[int, EvidenceItem]:
    """The items by number, each with its events in order. Words that were expunged by order are none."""
    this = {"incident": incident_id}
    items = conn.execute(_ITEMS, this).all()
    if not items:
        return {}
    events: dict[int, list[CustodyEvent]] = {}
    for row in conn.execute(_EVENTS, this):
        said = rows.of(CustodyEvent, row, number=row.event, values=json.loads(row.typed or "{}"))
        events.setdefault(row.item, []).append(said)
    return {
        row.item: rows.of(
            EvidenceItem,
            row,
            number=row.item,
            words=json.loads(row.typed or "{}"),
            events=tuple(events.get(row.item, ())),
        )
        for row in items
    }


def add_items(
    conn: Connection, incident_id: int, changes: Sequence[AddEvidence], commitments: Mapping[str, str]
) -> None:
    """Write new items. IntegrityError when another replica gave the same number at this moment."""
    conn.execute(
        insert(evidence),
        [{**vars(one), "incident": incident_id, "words": commitments[one.words.name]} for one in changes],
    )


def add_events(
    conn: Connection, incident_id: int, changes: Sequence[AddCustodyEvent], commitments: Mapping[str, str]
) -> None:
    """Write what happened. IntegrityError when another replica wrote the same event's number at this moment."""
    conn.execute(
        insert(custody_event),
        [{**vars(one), "incident": incident_id, "values": commitments[one.values.name]} for one in changes],
    )
