"""Three-valued logic, by its tables."""

import pytest

from bot.kleene import Kleene, all_of, any_of, not_


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, None, None, True),
        (True, False, False, True),
        (None, None, None, None),
        (None, False, False, None),
        (False, False, False, False),
    ],
)
def test_unknown_settles_nothing_that_the_other_does_not_settle(
    left: Kleene, right: Kleene, both: Kleene, either: Kleene
) -> None:
    assert all_of([left, right]) is all_of([right, left]) is both
    assert any_of([left, right]) is any_of([right, left]) is either


def test_not_unknown_is_unknown() -> None:
    assert [not_(True), not_(None), not_(False)] == [False, None, True]


def test_nothing_is_all_true_and_none_true() -> None:
    assert (all_of([]), any_of([])) == (True, False)
