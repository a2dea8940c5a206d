"""A table for each limit of Block Kit: just inside passes, just outside is refused with its place."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rules.blocks import block_faults
from tests.sandbox.block_cases import BLOCKS
from tests.sandbox.element_cases import ELEMENTS

CASES = [*BLOCKS, *ELEMENTS]


@pytest.mark.parametrize(("surface", "inside"), [(c[1], c[2]) for c in CASES], ids=[c[0] for c in CASES])
def test_just_inside_a_limit_passes(surface: str, inside: list[Any]) -> None:
    assert block_faults(inside, surface=surface, maximum=50 if surface == "message" else 100) == []


@pytest.mark.parametrize(
    ("surface", "outside", "place"), [(c[1], c[3], c[4]) for c in CASES], ids=[c[0] for c in CASES]
)
def test_just_outside_a_limit_is_refused_with_its_place(surface: str, outside: list[Any], place: str) -> None:
    faults = block_faults(outside, surface=surface, maximum=50 if surface == "message" else 100)
    assert any(fault.endswith(f"{place}]") for fault in faults), faults


def test_markdown_cannot_stand_in_a_modal() -> None:
    assert block_faults([{"type": "markdown", "text": "x"}], surface="modal", maximum=100)
