"""Every surface that a rule asks for stands in the table of surfaces."""

import re

import pytest

from handlers.outgoing.surfaces import SURFACES, surface_of
from tests.house.sources import python

ASKED_FOR = re.compile(r"""(?:surface=f?|^(?:OLD_)?SURFACE = )"(\w+)""", re.M)
"""What a rule asks to be shown, by its name or by the constant that holds it."""


def test_whatever_surface_a_rule_asks_for_can_be_shown() -> None:
    asked = {name for path in python("bot", "storage") for name in ASKED_FOR.findall(path.read_text("utf-8"))}
    assert asked == set(SURFACES)


@pytest.mark.parametrize(
    ("name", "kind", "about"),
    [
        ("card", "card", ""),
        ("checklist:IS", "checklist", "IS"),
        ("decision:given:us_mo_407_1500:consumer_notice", "decision", "given:us_mo_407_1500:consumer_notice"),
        ("notice_text:n3:0", "notice_text", "n3:0"),
    ],
)
def test_a_name_says_the_kind_and_what_it_is_about(name: str, kind: str, about: str) -> None:
    assert surface_of(name) == (SURFACES[kind], about)


def test_a_surface_of_no_known_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        surface_of("poster:IS")
