"""Text that people typed: it stands once, and everything else refers to it, so that it can be expunged by order."""

from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = str | int | bool | tuple[str, ...] | None
"""What an entry or an answer may say beside such a text."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """Refers to one of the decision's texts."""

    name: str


def kept(words: str) -> str:
    """What people typed as it is kept: without NUL, which PostgreSQL does not keep, and without half characters."""
    return words.replace("\x00", "\ufffd").encode(errors="replace").decode()
