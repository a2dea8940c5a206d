"""Keeping under Slack's limits, and waiting longer after every failure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.outgoing.delivery import LONGEST_BACKOFF, backoff
from handlers.pace import LONGEST_TURN, OWN_BURST, PER_MINUTE, Pace

POST = "chat.postMessage"


def posts(pace: Pace, channel: str, now: float, many: int = 100) -> int:
    """How many of `many` posts go out at once."""
    return sum(pace.wait(POST, channel, now) == 0 for _ in range(many))


def test_a_channel_takes_a_short_burst() -> None:
    assert posts(Pace(), "C1", 0.0) == OWN_BURST


def test_then_one_a_second() -> None:
    pace = Pace()
    posts(pace, "C1", 0.0)
    assert [posts(pace, "C1", float(second)) for second in range(1, 5)] == [1, 1, 1, 1]


def test_channels_do_not_wait_for_each_other() -> None:
    pace = Pace()
    posts(pace, "C1", 0.0)
    assert posts(pace, "C2", 0.0) == OWN_BURST


def test_the_wait_is_as_long_as_it_takes() -> None:
    pace = Pace()
    posts(pace, "C1", 0.0, OWN_BURST)
    wait = pace.wait(POST, "C1", 0.25)
    assert wait == pytest.approx(0.75, abs=0.02)
    assert pace.wait(POST, "C1", 0.25 + wait) == 0


def test_what_may_wait_leaves_half_of_the_tokens_to_the_rest() -> None:
    pace, taken = Pace(), 0
    while pace.spare("chat.update", 0.0):
        assert pace.wait("chat.update", None, 0.0) == 0
        taken += 1
    assert taken == PER_MINUTE["chat.update"] // 2
    assert not pace.spare("chat.update", 0.0)
    assert pace.spare("chat.update", 1.0)
    assert pace.spare("auth.test", 0.0)


def test_those_who_wait_take_turns() -> None:
    pace = Pace()
    posts(pace, "C1", 0.0, OWN_BURST)
    waits = [pace.wait(POST, "C1", 0.0) for _ in range(5)]
    assert waits == pytest.approx([1, 2, 3, 4, 5], abs=0.02)


def test_nobody_waits_longer_than_the_longest_turn() -> None:
    pace = Pace()
    posts(pace, "C1", 0.0, OWN_BURST)
    assert max(pace.wait(POST, "C1", 0.0) for _ in range(500)) <= LONGEST_TURN


@pytest.mark.parametrize("method", PER_MINUTE)
def test_a_method_never_exceeds_its_tier_in_its_first_minute(method: str) -> None:
    pace = Pace()
    at_once = sum(pace.wait(method, "C1", 0.0) == 0 for _ in range(2_000))
    assert at_once == PER_MINUTE[method]


@pytest.mark.parametrize("method", PER_MINUTE)
def test_a_method_never_exceeds_its_tier_in_any_minute(method: str) -> None:
    pace, sent = Pace(), list[float]()
    for tenth in range(3_000):
        while pace.wait(method, "C1", tenth / 10) == 0:
            sent.append(tenth / 10)
    most = max(sum(start <= at < start + 60 for at in sent) for start in sent)
    assert most == PER_MINUTE[method]


def test_a_pace_of_twenty_waits_a_twentieth() -> None:
    pace = Pace(20.0)
    assert posts(pace, "C1", 0.0) == OWN_BURST
    assert posts(pace, "C1", 0.04) == 0
    assert posts(pace, "C1", 0.06) == 1
    pace.hold("chat.update", None, 30.0, 0.0)
    assert pace.wait("chat.update", None, 29.0) > 0
    assert pace.wait("chat.update", None, 30.1) == 0


def test_a_method_counts_over_all_channels() -> None:
    pace = Pace()
    sent = sum(pace.wait("chat.update", f"C{n}", 0.0) == 0 for n in range(200))
    assert sent == PER_MINUTE["chat.update"]


def test_after_a_429_nothing_goes_out_before_slacks_time() -> None:
    pace = Pace()
    pace.hold("chat.update", "C1", 30.0, 0.0)
    assert pace.wait("chat.update", "C1", 29.0) > 0
    assert pace.wait("chat.update", "C1", 30.1) == 0


def test_a_429_in_one_channel_does_not_stop_the_others() -> None:
    pace = Pace()
    pace.hold(POST, "C1", 30.0, 0.0)
    assert pace.wait(POST, "C1", 1.0) > 0
    assert pace.wait(POST, "C2", 1.0) == 0


def test_a_method_without_a_known_limit_is_not_held() -> None:
    assert Pace().wait("api.test", None, 0.0) == 0
    Pace().hold("api.test", None, 30.0, 0.0)


@given(st.integers(min_value=1, max_value=10_000))
def test_a_wait_after_a_failure_is_bounded(attempts: int) -> None:
    assert 0 < backoff(attempts) <= LONGEST_BACKOFF * 1.2


def test_waits_grow_with_every_failure() -> None:
    typical = [sum(backoff(attempts) for _ in range(200)) / 200 for attempts in range(1, 8)]
    assert typical == sorted(typical)


def test_two_replicas_do_not_try_at_the_same_moment() -> None:
    assert len({backoff(3) for _ in range(20)}) > 10
