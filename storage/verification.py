"""What a record can be held against: what stands in the other tables, the triggers, the texts, a head kept elsewhere.

The chain shows what was altered inside the record. These show what was altered beside it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, text

from storage import log
from storage.log import Fault
from storage.notice_tables import notice_draft
from storage.question_tables import determination
from storage.tables import entry_text, incident

_HASH = re.compile("[0-9a-f]{64}")
_ONLY_ADDED_TO = ("evidence", "custody_event")
_TRIGGERS = {
    "sqlite": {
        "entry_no_update",
        "entry_no_delete",
        "entry_no_replace",
        "entry_text_no_update",
        "entry_text_no_replace",
        *(f"{table}_{what}" for table in _ONLY_ADDED_TO for what in ("no_update", "no_delete", "no_replace")),
    },
    "postgresql": {
        "entry_no_change",
        "entry_no_truncate",
        "entry_text_no_update",
        *(f"{table}_{what}" for table in _ONLY_ADDED_TO for what in ("no_change", "no_truncate")),
    },
}
_FOUND = {
    "sqlite": text("SELECT name FROM sqlite_master WHERE type = 'trigger'"),
    "postgresql": text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"),
}
_DECIDED = ("decided", "decision_amended", "decision_confirmed")


@dataclass(kw_only=True)
class _Told:
    """What the entries say, as far as the tables repeat it."""

    incidents: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    closed: dict[int, Any] = field(default_factory=dict)
    papers: set[tuple[Any, ...]] = field(default_factory=set)
    deciders: set[tuple[Any, ...]] = field(default_factory=set)
    approvals: set[tuple[Any, ...]] = field(default_factory=set)
    releases: set[tuple[Any, ...]] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    expunged: set[str] = field(default_factory=set)


def verify_since(conn: Connection, seq: int, head: str) -> Iterator[Fault]:
    """Whether the record still is the one whose head after entry `seq` was kept elsewhere."""
    entries = log.length(conn)
    if entries < seq:
        yield Fault(seq=0, what=f"the record was cut off: it has {entries} entries, and had {seq}")
    elif log.head_at(conn, seq) != head:
        yield Fault(seq=seq, what="the record up to here is not the one whose head was kept")


def verify_beside(conn: Connection) -> Iterator[Fault]:
    """Compare incidents, determinations, approvals, texts and triggers with what the entries tell."""
    told = _read(conn)
    missing = _TRIGGERS[conn.dialect.name] - set(conn.execute(_FOUND[conn.dialect.name]).scalars())
    for name in sorted(missing):
        yield Fault(seq=0, what=f"the trigger {name} is gone, which refuses to alter the record")
    yield from _incidents(conn, told)
    yield from _determinations(conn, told)
    yield from _approvals(conn, told)
    kept = {_shown(one) for one in conn.execute(select(entry_text.c.commitment)).scalars()}
    gone = told.texts - kept - told.expunged
    if gone:
        yield Fault(seq=0, what=f"{len(gone)} texts that the record names are gone, and no entry orders it")


def _read(conn: Connection) -> _Told:
    told = _Told()
    for row in conn.execute(log.RAW[conn.dialect.name]):
        try:
            whole = json.loads(row.body)
            _take(told, whole, whole["body"], whole["incident"], whole["actor"])
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            continue  # the walk along the chain names it
    return told


def _take(told: _Told, whole: dict[str, Any], body: dict[str, Any], incident: int, actor: str) -> None:
    kind = whole["kind"]
    hashes = {value["text"] for value in body.values() if isinstance(value, dict) and "text" in value}
    told.texts |= hashes
    if "expunged" in kind:
        told.expunged |= set(_HASH.findall(json.dumps(body)))
    elif kind == "incident_reported":
        told.incidents[incident] = (body["number"], actor, body["what"]["text"])
    elif kind in _DECIDED:
        told.papers.add((incident, body["question"], body["outcome"], body["paper"]["text"]))
        told.deciders.add((incident, body["question"], actor))  # what was amended stays who decided it
        if body["outcome"] == "closed":
            told.closed[incident] = body["question"]
    elif kind == "decision_reopened":
        if told.closed.get(incident) == body["question"]:
            del told.closed[incident]
    elif kind == "notice_approved":
        told.approvals.add((incident, body["notice"], actor))
    elif kind == "notice_released":
        told.releases.add((incident, body["notice"], actor))


def _incidents(conn: Connection, told: _Told) -> Iterator[Fault]:
    found, seen = set(), incident.c
    for row in conn.execute(select(seen.id, seen.number, seen.reporter, seen.what, seen.state).order_by(seen.id)):
        found.add(row.id)
        if row.id not in told.incidents:
            yield Fault(seq=0, what=f"the incident {_shown(row.number)} stands in no entry")
            continue
        if (row.number, row.reporter, row.what) != told.incidents[row.id]:
            yield Fault(seq=0, what=f"the incident {_shown(row.number)} is not as it was reported")
        if (row.state == "closed") != (row.id in told.closed):
            yield Fault(seq=0, what=f"the incident {_shown(row.number)} is {_shown(row.state)}, which no entry says")
    for gone in sorted(set(told.incidents) - found):
        yield Fault(seq=0, what=f"the incident {_shown(told.incidents[gone][0])} was reported and is not there")


def _determinations(conn: Connection, told: _Told) -> Iterator[Fault]:
    made = determination.c
    for row in conn.execute(select(made.incident, made.question, made.outcome, made.by, made.paper)):
        paper = (row.incident, row.question, row.outcome, row.paper)
        if paper not in told.papers or (row.incident, row.question, row.by) not in told.deciders:
            yield Fault(seq=0, what=f"the determination on {_shown(row.question)} stands in no entry as it is")


def _approvals(conn: Connection, told: _Told) -> Iterator[Fault]:
    draft = notice_draft.c
    for row in conn.execute(select(draft.incident, draft.id, draft.approved_by, draft.released_by)):
        if row.approved_by is not None and (row.incident, row.id, row.approved_by) not in told.approvals:
            yield Fault(seq=0, what=f"the approval of {_shown(row.id)} stands in no entry")
        if row.released_by is not None and (row.incident, row.id, row.released_by) not in told.releases:
            yield Fault(seq=0, what=f"the release of {_shown(row.id)} stands in no entry")


def _shown(value: object) -> str:
    """A value of the database for a terminal: nothing that steers it."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(value))[:80]
