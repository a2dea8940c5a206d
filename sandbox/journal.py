"""The journal: every call, every delivery and every broken rule, in order."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sandbox.row import Json, Row


@dataclass(kw_only=True)
class Entry(Row):
    """One row: `kind` is "call" (the app called Slack), "delivery" (Slack called the app) or "violation"."""

    kind: str
    method: str
    person: str | None = None
    args: Json = field(default_factory=dict)
    answer: Json = field(default_factory=dict)
    status: int | str = 200
    at: float = field(default_factory=time.monotonic)
    time: datetime
    seconds: float = 0.0
    note: str = ""

    def json(self) -> Json:
        return {**vars(self), "time": self.time.isoformat()}


class Journal(list[Entry]):
    """A list of entries that can also be written to a file as JSON lines."""

    def __init__(self, file: Path | None = None) -> None:
        super().__init__()
        self._out = file.open("a", encoding="utf-8") if file else None

    def write(self, entry: Entry) -> Entry:
        """Append one entry, here and in the file."""
        self.append(entry)
        if self._out:
            self._out.write(json.dumps(entry.json(), ensure_ascii=False, default=str) + "\n")
            self._out.flush()
        return entry

    def close(self) -> None:
        """Close the file."""
        if self._out:
            self._out.close()
            self._out = None

    def tail(self, count: int = 15) -> str:
        """The last rows as text, for a failed test to show."""
        rows = [
            f"  {row.kind:8} {row.method:26} {row.person or '-':8} {row.status} "
            f"{json.dumps(row.args, default=str)[:160]} -> "
            f"{json.dumps(row.answer, default=str)[:200]} {row.note}"
            for row in self[-count:]
        ]
        return "\n".join(rows) or "  (the journal is empty)"
