"""What the check of a notice finds. Its sentence stands in `templates/messages/notice_check.j2`, under its id."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]

CONFIGURATION = "Configuration"
"""What is cited where neither law nor policy says it."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing to look at. An error blocks the release; a warning asks for a reason.

    `where`: a sentence or a heading of the text; never personal data. `values` fill the sentence of `id`.
    """

    severity: Severity
    id: str
    cite: str
    where: str = ""
    values: tuple[tuple[str, str], ...] = ()


def error(id: str, cite: str, where: str = "", **values: str) -> Finding:
    """A finding that blocks the release."""
    return Finding(severity="error", id=id, cite=cite, where=where, values=tuple(values.items()))


def warning(id: str, cite: str, where: str = "", **values: str) -> Finding:
    """A finding that asks for a reason."""
    return Finding(severity="warning", id=id, cite=cite, where=where, values=tuple(values.items()))
