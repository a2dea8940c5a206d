"""What follows from a way out in another incident."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TakeDuplicate:
    """Another report, `number`, is this incident, in the words `what`; `undone`: it is not after all."""

    key: str
    incident: int
    number: str
    by: str
    what: str = ""
    undone: bool = False
