"""The record: append-only entries, each chained to the one before it, written with the change that it tells.

`leaf = SHA256(0x00 || body)`, `head = SHA256(0x02 || previous head || leaf)`, a text's commitment
`SHA256(0x03 || 32-byte salt || text)`. `body` is canonical JSON: ASCII keys, whole numbers, RFC 3339 times, so that
anybody can compute it again with a standard library. Text can be expunged (with its salt) and the chain still verifies.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, func, insert, select, text

from bot.decision import Entry, Text, Value
from bot.text import kept
from storage.tables import entry as entry_table
from storage.tables import entry_text

START = "0" * 64
"""The head before the first entry."""

_LOCK = text("SELECT pg_advisory_xact_lock(4071500)")
_LAST = select(entry_table.c.seq, entry_table.c.head).order_by(entry_table.c.seq.desc()).limit(1)
_APPEND = insert(entry_table)
_KEEP = insert(entry_text)
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """An entry that does not verify: its sequence number, and what is wrong with it."""

    seq: int
    what: str


def lock(conn: Connection) -> None:
    """Make this the only transaction that decides: two writers at once would fork the chain.

    SQLite's BEGIN IMMEDIATE already does it; PostgreSQL takes an advisory lock until the transaction ends.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(_LOCK)


def keep_texts(conn: Connection, texts: Mapping[str, str]) -> dict[str, str]:
    """Keep what people typed, each under its commitment; answers name -> commitment (hex)."""
    commitments, written = {}, []
    for name, typed in texts.items():
        words = kept(typed)
        salt = secrets.token_bytes(32)
        commitments[name] = commitment_of(salt, words)
        written.append({"commitment": commitments[name], "salt": salt.hex(), "text": words})
    if written:
        conn.execute(_KEEP, written)
    return commitments


def append(
    conn: Connection, entries: tuple[Entry, ...], incident: int, commitments: Mapping[str, str], now: datetime
) -> None:
    """Append entries to the record. The caller holds `lock`."""
    if not entries:
        return
    last = conn.execute(_LAST).first()
    seq, head = (last.seq, last.head) if last else (0, START)
    at = now.astimezone(UTC).replace(microsecond=now.microsecond // 1000 * 1000)
    appended = []
    for one in entries:
        seq += 1
        body = canonical(
            {
                "seq": seq,
                "incident": incident,
                "at": at.isoformat(timespec="milliseconds"),
                "actor": one.actor,
                "kind": one.kind,
                "body": {key: _plain(value, commitments) for key, value in one.body.items()},
            }
        )
        leaf = leaf_of(body)
        head = head_of(head, leaf)
        written = {"seq": seq, "incident": incident, "at": at, "actor": one.actor, "kind": one.kind, "body": body}
        appended.append({**written, "leaf": leaf, "head": head})
    conn.execute(_APPEND, appended)


def verify(conn: Connection) -> Iterator[Fault]:
    """Walk the whole chain and every text still kept; yields what does not verify."""
    head, expected = START, 1
    for row in conn.execute(select(entry_table).order_by(entry_table.c.seq)):
        if row.seq != expected:
            yield Fault(seq=row.seq, what=f"entry {expected} is missing")
        leaf = leaf_of(row.body)
        head = head_of(head, leaf)
        if (leaf, head) != (row.leaf, row.head):
            yield Fault(seq=row.seq, what="the entry was altered")
            head = row.head if _HASH.fullmatch(row.head) else head
        elif not _tells(row):
            yield Fault(seq=row.seq, what="the entry's columns do not say what its body says")
        expected = row.seq + 1
    for row in conn.execute(select(entry_text)):
        salt = bytes.fromhex(row.salt) if _HASH.fullmatch(row.salt) else b""
        if commitment_of(salt, row.text) != row.commitment:
            yield Fault(seq=0, what=f"the text {row.commitment[:12]} was altered")


def last_head(conn: Connection) -> str:
    """The head of the chain: kept elsewhere, it shows later whether entries were cut off at the end."""
    newest = select(entry_table.c.head).order_by(entry_table.c.seq.desc()).limit(1)
    return conn.execute(newest).scalar() or START


def length(conn: Connection) -> int:
    """How many entries the record has."""
    return conn.execute(select(func.count()).select_from(entry_table)).scalar_one()


def canonical(body: Mapping[str, object]) -> str:
    """Canonical JSON (RFC 8785 for ASCII keys and whole numbers)."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def leaf_of(body: str) -> str:
    """The hash of one entry's body."""
    return hashlib.sha256(b"\x00" + body.encode()).hexdigest()


def head_of(previous: str, leaf: str) -> str:
    """The head of the chain after an entry."""
    return hashlib.sha256(b"\x02" + bytes.fromhex(previous) + bytes.fromhex(leaf)).hexdigest()


def commitment_of(salt: bytes, words: str) -> str:
    """Binds the record to a text without containing it."""
    return hashlib.sha256(b"\x03" + salt + words.encode()).hexdigest()


def _tells(row: Row[tuple[object, ...]]) -> bool:
    """Whether the columns, by which people search, say what the hashed body says."""
    body = json.loads(row.body)
    at = row.at.isoformat(timespec="milliseconds")
    told = (row.seq, row.incident, at, row.actor, row.kind)
    return told == tuple(body[name] for name in ("seq", "incident", "at", "actor", "kind"))


def _plain(value: Value | Text, commitments: Mapping[str, str]) -> object:
    if isinstance(value, Text):
        return {"text": commitments[value.name]}
    return list(value) if isinstance(value, tuple) else value
