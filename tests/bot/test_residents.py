"""What people type about how many live where."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.residents import STATE_NAMES, read_residents, residents_text
from bot.vocabulary import STATES


@pytest.mark.parametrize(
    ("typed", "counts"),
    [
        ("1200", {"MO": 1200}),
        ("1,200", {"MO": 1200}),
        ("1200 people", {"MO": 1200}),
        ("1,200 Missouri", {"MO": 1200}),
        ("MO 1200", {"MO": 1200}),
        ("mo: 1,200", {"MO": 1200}),
        ("MO=1200", {"MO": 1200}),
        ("Mo. 1200", {"MO": 1200}),
        ("Missouri: 1,200", {"MO": 1200}),
        ("Missouri - 1,200", {"MO": 1200}),
        ("1200 residents of Missouri", {"MO": 1200}),
        ("MO 0\nKansas 13", {"MO": 0, "KS": 13}),
        ("1200 in Missouri, 13 in Kansas", {"MO": 1200, "KS": 13}),
        ("1,200 in Missouri and 13 in Kansas.", {"MO": 1200, "KS": 13}),
        ("Missouri 1,200; Kansas 13", {"MO": 1200, "KS": 13}),
        ("MO 1,234,567, KS 13", {"MO": 1234567, "KS": 13}),
        ("MO 1200 KS 13", {"MO": 1200, "KS": 13}),
        ("1200 MO 13 KS", {"MO": 1200, "KS": 13}),
        ("1200, 13 in Kansas", {"MO": 1200, "KS": 13}),
        ("some", {"MO": "some"}),
        ("some in Kansas, nobody in Missouri", {"KS": "some", "MO": 0}),
        ("Missouri some", {"MO": "some"}),
        ("a few people in Iowa", {"IA": "some"}),
        ("Kansas 13, Missouri unknown", {"KS": 13, "MO": None}),
        ("12 in IN, IN 3", {"IN": 12}),
        ("5 in Indiana, OR 2, me 3", {"IN": 5, "OR": 2, "ME": 3}),
        ("7 in Washington, D.C.", {"DC": 7}),
        ("District of Columbia 7, Washington 4", {"DC": 7, "WA": 4}),
        ("New York 3, West Virginia 4, Virginia 5", {"NY": 3, "WV": 4, "VA": 5}),
        ("Puerto Rico 2, Guam 1, Northern Mariana Islands 1", {"PR": 2, "GU": 1, "MP": 1}),
        ("U.S. Virgin Islands: 2", {"VI": 2}),
        ("", {}),
    ],
)
def test_what_was_typed_is_understood_by_state(typed: str, counts: dict[str, Any]) -> None:
    assert dict(read_residents(typed, "MO").counts) == counts


@pytest.mark.parametrize("typed", ["about 1200", "~1200", "Missouri approx. 1,200", "up to 1200 people in Missouri"])
def test_an_estimate_is_taken_and_marked(typed: str) -> None:
    found = read_residents(typed, "MO")
    assert dict(found.counts) == {"MO": 1200}
    assert found.rough == {"MO"}
    assert not found.misread


@pytest.mark.parametrize(
    ("typed", "text", "trouble"),
    [
        ("Kansas", "Kansas", "no_number"),
        ("13 elsewhere", "13 elsewhere", "no_state"),
        ("MO 5\nMissouri 6", "Missouri 6", "twice"),
        ("at least 1000", "at least 1000", "at_least"),
        ("1000+ in Missouri", "1000+ in Missouri", "at_least"),
        ("more than 900 in MO", "more than 900 in MO", "at_least"),
        ("MO -13", "MO -13", "negative"),
        ("MO 1.5", "MO 1.5", "unclear"),
        ("1.2k", "1.2k", "unclear"),
        ("a lot", "a lot", "unclear"),
        ("MO 5 of 7", "MO 5 of 7", "unclear"),
    ],
)
def test_what_is_not_understood_is_named_as_it_was_typed(typed: str, text: str, trouble: str) -> None:
    (first, *_) = read_residents(typed, "MO").misread
    assert (first.text, first.trouble) == (text, trouble)


def test_what_is_understood_beside_it_stands() -> None:
    assert dict(read_residents("MO 5, 13 elsewhere", "MO").counts) == {"MO": 5}


def test_a_number_alone_is_asked_after_where_no_single_state_is_at_home() -> None:
    (found,) = read_residents("1200", None).misread
    assert found.trouble == "which_state"


def test_every_state_and_territory_of_the_vocabulary_has_its_name() -> None:
    assert set(STATE_NAMES) == STATES


@pytest.mark.parametrize("code", sorted(STATE_NAMES))
def test_each_is_understood_by_its_letters_and_by_its_name(code: str) -> None:
    name = STATE_NAMES[code]
    for typed in (f"{code} 7", f"7 {code}", f"7 in {name}", f"{name.lower()}: 7", f"7 {name.upper()}"):
        assert dict(read_residents(typed, "MO").counts) == {code: 7}, typed


_COUNTS = st.one_of(st.integers(0, 10**8), st.just("some"), st.none())


@given(st.dictionaries(st.sampled_from(sorted(STATE_NAMES)), _COUNTS, max_size=6))
def test_what_a_form_shows_is_read_as_the_same(counts: dict[str, Any]) -> None:
    found = read_residents(residents_text(counts), "MO")
    assert dict(found.counts) == counts
    assert not found.misread


@given(st.text(max_size=60))
def test_any_text_is_understood_or_named(text: str) -> None:
    found = read_residents(text, "MO")
    assert found.counts or found.misread or not text.strip(" .,;\t\n") or not text.split()
