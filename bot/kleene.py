"""Three-valued logic: True, False, and None for unknown (Kleene's strong tables)."""

from collections.abc import Iterable

Kleene = bool | None


def not_(value: Kleene) -> Kleene:
    """Unknown stays unknown."""
    return None if value is None else not value


def all_of(values: Iterable[Kleene]) -> Kleene:
    """False when one is false, else unknown when one is unknown, else true (also of nothing)."""
    result: Kleene = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def any_of(values: Iterable[Kleene]) -> Kleene:
    """True when one is true, else unknown when one is unknown, else false (also of nothing)."""
    result: Kleene = False
    for value in values:
        if value is True:
            return True
        if value is None:
            result = None
    return result
