"""What happened in an incident between two moments, read off the log; and up to when somebody knows it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.tables import entry


@dataclass(frozen=True, kw_only=True)
class News:
    """One entry of the log. `body` holds ids, words of ours and commitments, never a text that somebody typed."""

    kind: str
    actor: str
    at: datetime
    body: dict[str, Any]


def news_between(
    conn: Connection, incident: int, kinds: Collection[str], since: datetime, until: datetime, most: int
) -> list[News]:
    """The newest `most` entries of those kinds from `since` on and before `until` (UTC), the oldest first."""
    found = conn.execute(
        select(entry.c.kind, entry.c.actor, entry.c.at, entry.c.body)
        .where(entry.c.incident == incident, entry.c.kind.in_(sorted(kinds)))
        .where(entry.c.at >= since, entry.c.at < until)
        .order_by(entry.c.seq.desc())
        .limit(most)
    ).all()
    return [
        News(kind=row.kind, actor=row.actor, at=row.at, body=json.loads(row.body)["body"]) for row in reversed(found)
    ]
