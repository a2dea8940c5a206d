"""Taking out a text by order: the command, and the change that it becomes."""

from dataclasses import dataclass

EXPUNGED = "expunged"
"""Under which name an entry refers to the commitment of what is gone."""


@dataclass(frozen=True, kw_only=True)
class ExpungeText:
    """CCO takes a text out of the record: `name` is a note's, or "what" and "behalf_of" of the report."""

    key: str
    actor: str
    incident: int
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class EndText:
    """The text is gone, with its salt; the commitment stays in the entries, so that the chain still verifies."""

    name: str
