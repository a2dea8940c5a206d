"""Rules of modals and App Home, with the error that views.open and views.publish answer."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.errors import SlackError
from sandbox.rules.views import checked_view, view_faults
from tests.sandbox.blocks import field, home, modal, plain, section

Json = dict[str, Any]


def x(count: int) -> str:
    return "x" * count


CASES: list[tuple[str, Json, Json]] = [
    ("title 24", modal(title=plain(x(24))), modal(title=plain(x(25)))),
    ("title is required", modal(), modal(title=None)),
    ("submit 24", modal(submit=plain(x(24))), modal(submit=plain(x(25)))),
    ("close 24", modal(close=plain(x(24))), modal(close=plain(x(25)))),
    ("submit with an input", modal(field()), modal(field(), submit=None)),
    ("private_metadata 3000", modal(private_metadata=x(3000)), modal(private_metadata=x(3001))),
    ("callback_id 255", modal(callback_id=x(255)), modal(callback_id=x(256))),
    ("external_id 255", modal(external_id=x(255)), modal(external_id=x(256))),
    ("blocks are a list", modal(section()), modal() | {"blocks": {}}),
    ("blocks are required", modal(), {k: v for k, v in modal().items() if k != "blocks"}),
    ("a view is a modal", modal(), home()),
    ("unknown keys", modal(), modal(footer="f")),
]


@pytest.mark.parametrize("inside", [c[1] for c in CASES], ids=[c[0] for c in CASES])
def test_just_inside_passes(inside: Json) -> None:
    assert view_faults(inside, home=False) == []


@pytest.mark.parametrize("outside", [c[2] for c in CASES], ids=[c[0] for c in CASES])
def test_just_outside_is_invalid_arguments(outside: Json) -> None:
    with pytest.raises(SlackError) as caught:
        checked_view(outside, home=False)
    assert caught.value.code == "invalid_arguments"
    assert caught.value.answer()["response_metadata"]["messages"][0].startswith("[ERROR] ")


def test_a_home_has_no_title() -> None:
    assert view_faults(home(section()), home=True) == []
    assert view_faults(home(section(), title=plain("t")), home=True)


def test_a_view_is_at_most_250_kilobytes() -> None:
    large = [section("x" * 3000, block_id=str(number)) for number in range(80)]
    assert checked_view(home(*large), home=True)
    with pytest.raises(SlackError, match="view_too_large"):
        checked_view(home(*large, *[section("x" * 3000)] * 5), home=True)
