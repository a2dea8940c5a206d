"""How far a checklist is, and what comes next."""

from dataclasses import replace

import pytest

from bot.incident import Item
from bot.policy.load import load_policy
from bot.policy.schema import Policy
from bot.progress import next_item, progress


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy()


@pytest.fixture(scope="module")
def items(policy: Policy) -> tuple[Item, ...]:
    rows = policy.checklist("IS")
    return tuple(
        Item(id=row.id, role="IS", position=place, title=row.title, cite=row.cite, time_word=row.time_word)
        for place, row in enumerate(rows)
    )


def test_an_item_that_does_not_apply_counts_as_settled(items: tuple[Item, ...]) -> None:
    settled = (replace(items[0], state="done"), replace(items[1], state="not_applicable"), *items[2:])
    assert progress(settled) == (2, len(items))


def test_an_empty_list_has_nothing_to_do() -> None:
    assert progress(()) == (0, 0)


def test_without_time_words_the_policys_order_decides(policy: Policy, items: tuple[Item, ...]) -> None:
    untimed = [item for item in items if policy.row(item.id).time_word is None]
    assert next_item(untimed) == untimed[0]


def test_what_the_policy_wants_as_soon_as_possible_comes_first(policy: Policy) -> None:
    rows = policy.checklist("AI")
    items = [
        Item(id=row.id, role="AI", position=place, title=row.title, cite=row.cite, time_word=row.time_word)
        for place, row in enumerate(rows)
    ]
    first = next_item(items)
    assert first is not None
    assert first.time_word == "as soon as possible"


def test_a_duty_that_lasts_until_closure_is_not_urgent(items: tuple[Item, ...]) -> None:
    assert next_item(items) == items[0]


def test_a_settled_item_is_not_next(policy: Policy, items: tuple[Item, ...]) -> None:
    first = next_item(items)
    rest = [replace(item, state="done") if item == first else item for item in items]
    assert next_item(rest) not in (None, first)


def test_nothing_is_next_when_all_is_settled(policy: Policy, items: tuple[Item, ...]) -> None:
    assert next_item([replace(item, state="done") for item in items]) is None
