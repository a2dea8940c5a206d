"""What another name of a third party changes beside the facts: the lines that are for it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RenameItem:
    """A line of a checklist is for the same party under its new name; how it stands stays."""

    role: str
    item: str
    subject: str
    to: str
