"""The one look at the clock."""

from datetime import UTC, datetime
from pathlib import Path


class Clock:
    """The time, in UTC; with a file, what its first line says (tests and drills)."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def now(self) -> datetime:
        """This moment."""
        if self._file:
            line = self._file.read_text().splitlines()[0].strip()
            return datetime.fromisoformat(line).astimezone(UTC)
        return datetime.now(UTC)  # noqa: TID251 - the one look at the clock
