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
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text

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
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Every entry as it stands there; as bytes from SQLite: text that is no UTF-8 would end the reading.
RAW = {
    "postgresql": text("SELECT seq, incident, at, actor, kind, body, leaf, head FROM entry ORDER BY seq"),
    "sqlite": text(
        "SELECT seq, incident, at, CAST(actor AS BLOB) AS actor, CAST(kind AS BLOB) AS kind, "
        "CAST(body AS BLOB) AS body, CAST(leaf AS BLOB) AS leaf, CAST(head AS BLOB) AS head FROM entry ORDER BY seq"
    ),
}
_RAW_TEXTS = {
    "postgresql": text("SELECT commitment, salt, text FROM entry_text"),
    "sqlite": text(
        "SELECT CAST(commitment AS BLOB) AS commitment, CAST(salt AS BLOB) AS salt, CAST(text AS BLOB) AS text "
        "FROM entry_text"
    ),
}


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


def end_text(conn: Connection, commitment: str) -> None:
    """Take a text out, with its salt: what commits to it still verifies, and nobody can read it any more."""
    conn.execute(delete(entry_text).where(entry_text.c.commitment == commitment))


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
    """Walk the whole chain and every text still kept; yields what does not verify. Never raises for what stands there.

    Read raw: somebody who can write to the file can put anything into a column.
    """
    head, expected = START, 1
    for row in conn.execute(RAW[conn.dialect.name]):
        if row.seq != expected:
            yield Fault(seq=row.seq, what=f"entry {expected} is missing")
        leaf = hashlib.sha256(b"\x00" + _bytes(row.body)).hexdigest()
        head = head_of(head, leaf)
        if (leaf.encode(), head.encode()) != (_bytes(row.leaf), _bytes(row.head)):
            yield Fault(seq=row.seq, what="the entry was altered")
            stored = _bytes(row.head).decode(errors="replace")
            head = stored if _HASH.fullmatch(stored) else head
        elif not _tells(row):
            yield Fault(seq=row.seq, what="the entry's columns do not say what its body says")
        expected = row.seq + 1
    for row in conn.execute(_RAW_TEXTS[conn.dialect.name]):
        stored = _bytes(row.salt).decode(errors="replace")
        salt = bytes.fromhex(stored) if _HASH.fullmatch(stored) else b""
        commitment = _bytes(row.commitment)
        if hashlib.sha256(b"\x03" + salt + _bytes(row.text)).hexdigest().encode() != commitment:
            named = commitment.decode(errors="replace")
            shown = named[:12] if _HASH.fullmatch(named) else "without a commitment"
            yield Fault(seq=0, what=f"the text {shown} was altered")


def last_head(conn: Connection) -> str:
    """The head of the chain: kept elsewhere, it shows later whether entries were cut off at the end."""
    newest = select(entry_table.c.seq).order_by(entry_table.c.seq.desc()).limit(1)
    return head_at(conn, conn.execute(newest).scalar() or 0)


def head_at(conn: Connection, seq: int) -> str:
    """The head after an entry; no hash when there is no such entry, or none stands there."""
    if seq == 0:
        return START
    column = "CAST(head AS BLOB)" if conn.dialect.name == "sqlite" else "head"
    found = conn.execute(text(f"SELECT {column} FROM entry WHERE seq = :seq"), {"seq": seq}).scalar()  # noqa: S608 - the two above
    head = _bytes(found).decode(errors="replace")
    return head if _HASH.fullmatch(head) else "none"


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


def _tells(row: Row[Any]) -> bool:
    """Whether the columns, by which people search, say what the hashed body says."""
    try:
        body = json.loads(_bytes(row.body))
        at = (datetime.fromisoformat(body["at"]) - _EPOCH) // timedelta(milliseconds=1)
        told = (body["seq"], body["incident"], at, body["actor"].encode(), body["kind"].encode())
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        return False
    return told == (row.seq, row.incident, row.at, _bytes(row.actor), _bytes(row.kind))


def _bytes(value: object) -> bytes:
    """A column's bytes, whatever type stands in it."""
    return value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")


def _plain(value: Value | Text, commitments: Mapping[str, str]) -> object:
    if isinstance(value, Text):
        return {"text": commitments[value.name]}
    return list(value) if isinstance(value, tuple) else value
