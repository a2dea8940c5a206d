"""How far a checklist is, and what comes next."""

from collections.abc import Sequence

from bot.incident import Item


def progress(items: Sequence[Item]) -> tuple[int, int]:
    """(settled, all): an item that does not apply counts as settled, one that was withdrawn not at all."""
    asked = [item for item in items if item.state != "withdrawn"]
    return sum(item.state != "open" for item in asked), len(asked)


URGENT = ("immediately", "as soon as possible")
"""The policy's own words for what cannot wait (policy 3 and 7)."""


def by_urgency(items: Sequence[Item]) -> list[Item]:
    """What the policy wants at once comes first, then the policy's order."""
    return sorted(items, key=lambda item: (item.time_word not in URGENT, item.position))


def next_item(items: Sequence[Item]) -> Item | None:
    """The open item that comes first."""
    return next(iter(by_urgency([item for item in items if item.state == "open"])), None)
