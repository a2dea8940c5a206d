"""How far a checklist is, and what comes next."""

from collections.abc import Sequence

from bot.incident import Item


def progress(items: Sequence[Item]) -> tuple[int, int]:
    """(settled, all): an item that does not apply counts as settled, one that was withdrawn not at all."""
    asked = [item for item in items if item.state != "withdrawn"]
    return sum(item.state != "open" for item in asked), len(asked)


def next_item(items: Sequence[Item]) -> Item | None:
    """The open item that comes first: those to which the policy gives a time word, then the policy's order."""
    waiting = [item for item in items if item.state == "open"]
    timed = [item for item in waiting if item.time_word]
    return next(iter(timed or waiting), None)
