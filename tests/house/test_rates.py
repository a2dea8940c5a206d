"""One number for one rule of Slack: the bot and the sandbox, which know nothing of each other, hold the same tables."""

import pytest

from handlers import pace
from handlers.outgoing.job import WRITES
from sandbox import limits


@pytest.mark.parametrize("method", pace.PER_MINUTE)
def test_the_bot_and_the_sandbox_hold_a_method_to_the_same_tier(method: str) -> None:
    assert pace.PER_MINUTE[method] == limits.TIERS[limits.TIER_OF[method]]


def test_the_bot_and_the_sandbox_count_the_same_burst_of_posts() -> None:
    assert pace.POST_BURST == limits.POST_BURST
    assert pace.OWN_BURST < limits.POST_BURST


@pytest.mark.parametrize("method", sorted(WRITES))
def test_every_write_is_held_to_a_limit(method: str) -> None:
    assert method in pace.PER_MINUTE or method == "chat.postMessage"
