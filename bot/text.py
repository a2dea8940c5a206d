"""Text that people typed: it stands once, and everything else refers to it, so that it can be expunged by order."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Text:
    """Refers to one of the decision's texts."""

    name: str
