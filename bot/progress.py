"""How far a checklist is, and what comes next."""

from collections.abc import Sequence

from bot.incident import Item
from bot.policy.schema import Policy


def progress(items: Sequence[Item]) -> tuple[int, int]:
    """(settled, all): an item that does not apply counts as settled."""
    return sum(item.state != "open" for item in items), len(items)


def next_item(items: Sequence[Item], policy: Policy) -> Item | None:
    """The open item that comes first: those to which the policy gives a time word, then the policy's order."""
    waiting = [item for item in items if item.state == "open"]
    timed = [item for item in waiting if policy.row(item.id).time_word]
    return next(iter(timed or waiting), None)
