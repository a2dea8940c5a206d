"""Whose channel opens when, as a pure decision: first reports first, so many an hour, nobody for ever."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.turns import WINDOW, OpeningLimits, Turn, next_in_turn, opens_about, waiting, why_waits
from tests.given import NOW

LIMITS = OpeningLimits(of_one_person=2, of_all=4)
NOBODY: frozenset[str] = frozenset()


def turns(*reporters: str) -> list[Turn]:
    """By reporter: a capital letter is one whose opening began ten minutes ago, a small one waits."""
    ago = NOW - timedelta(minutes=10)
    return [
        Turn(id=place, number=f"BR-{place}", reporter=who.lower(), opens_at=ago if who.isupper() else None)
        for place, who in enumerate(reporters, 1)
    ]


def test_a_first_report_opens_at_once() -> None:
    assert why_waits(0, 3, LIMITS) is None


def test_a_person_s_reports_beyond_the_limit_wait() -> None:
    assert (why_waits(1, 3, LIMITS), why_waits(2, 3, LIMITS)) == (None, "own")


def test_beyond_the_limit_of_all_a_first_report_waits_too() -> None:
    assert why_waits(0, 4, LIMITS) == "all"


def test_the_first_report_of_somebody_goes_before_the_third_of_another() -> None:
    assert next_in_turn(turns("A", "A", "a", "B", "b", "c"), LIMITS, NOBODY) == (6,)


def test_a_person_s_further_reports_open_when_the_hour_is_over() -> None:
    assert next_in_turn(turns("a", "a", "a", "a"), LIMITS, NOBODY) == (1, 2)


def test_somebody_whose_reports_wait_does_not_keep_others_waiting() -> None:
    assert next_in_turn(turns("A", "A", *"a" * 50, "b", "c"), LIMITS, NOBODY) == (53, 54)


def test_an_opening_is_foretold_an_hour_after_the_one_before() -> None:
    first = NOW - timedelta(minutes=10) + WINDOW
    assert opens_about(turns("A", "A"), "a", "own", LIMITS, NOW) == first
    assert opens_about(turns("A", "A", "a", "a"), "a", "own", LIMITS, NOW) == first + WINDOW
    assert opens_about(turns("A", "A", "B", "C"), "d", "all", LIMITS, NOW) == first


@given(st.text(alphabet="ABCabcde", max_size=40))
def test_never_more_than_the_limits_open_within_an_hour(reporters: str) -> None:
    seen = turns(*reporters)
    opened = [turn for turn in seen if turn.opens_at]
    found = next_in_turn(seen, LIMITS, NOBODY)
    by_id = {turn.id: turn for turn in seen}
    assert len(set(found)) == len(found)
    if found:
        assert len(opened) + len(found) <= LIMITS.of_all
    for turn_id in found:
        theirs = by_id[turn_id].reporter
        began = sum(one.reporter == theirs for one in opened) + sum(by_id[one].reporter == theirs for one in found)
        assert began <= LIMITS.of_one_person


@given(st.text(alphabet="abcde", max_size=30))
def test_everybody_s_turn_comes(reporters: str) -> None:
    seen, hours = turns(*reporters), 0
    while left := waiting(seen):
        found = next_in_turn(left, LIMITS, NOBODY)
        assert found
        seen = [turn for turn in left if turn.id not in found]
        hours += 1
    assert hours <= max(1, len(reporters))
