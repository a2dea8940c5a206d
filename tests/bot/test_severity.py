"""The severity method: the arithmetic of ENISA, what facts propose, least bands, flags and votes."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assessment.facts import read_facts
from bot.policy.load import load_severity
from bot.severity import (
    Floor,
    Impact,
    Terms,
    band_of,
    between,
    fits,
    flags,
    floors,
    open_floors,
    proposed_band,
    score,
)
from bot.severity_method import BANDS, LEVELLED, Band, highest
from bot.severity_votes import count_votes

METHOD = load_severity()
HIGH = Floor(id="message_boards", band="high", text="The boards.", cite="Policy 11.D")


def terms(given: str) -> Terms:
    """Terms from one line: category, DPC, EI, then the circumstances in their order; - is unknown."""
    category, dpc, *levels = given.split()
    known = {name: None if word == "-" else word for name, word in zip(LEVELLED, levels, strict=True)}
    return Terms(category=None if category == "-" else category, dpc=None if dpc == "-" else int(dpc), **known)


def known(**given: Any) -> dict[str, Any]:
    return dict(read_facts(given).known)


RUNS = {
    "an unencrypted laptop of human resources": (
        "financial 4 maximum exposed unused for_a_time intended",
        "4.75",
        "very_high",
    ),
    "crash reports pulled through an account": (
        "financial 3 maximum unknown_recipients unused available intended",
        "4.00",
        "very_high",
    ),
    "a tampered personnel cabinet": ("financial 3 maximum exposed unused for_a_time intended", "3.75", "high"),
    "an encrypted laptop": ("financial 4 limited exposed unused for_a_time intended", "2.75", "medium"),
    "a misdirected letter": ("financial 2 maximum exposed unused available not_intended", "2.00", "medium"),
    "a message board credential": ("simple 1 maximum known_recipients unused available intended", "1.75", "low"),
}


@pytest.mark.parametrize(("given", "se", "band"), RUNS.values(), ids=RUNS)
def test_the_runs_give_the_scores_that_were_worked_out_by_hand(given: str, se: str, band: str) -> None:
    found = score(METHOD, terms(given))
    assert found is not None
    assert (str(found.se), found.band) == (se, band)


def test_the_parts_add_up_to_the_score() -> None:
    found = score(METHOD, terms(RUNS["crash reports pulled through an account"][0]))
    assert found is not None
    assert [part.term for part in found.parts] == ["dpc", *LEVELLED]
    dpc, ei, *circumstances = [part.value for part in found.parts]
    assert dpc * ei + sum(circumstances) == found.se
    assert all(part.text and part.cite for part in found.parts)


def test_the_numbers_are_the_published_ones() -> None:
    assert {name: category.score for name, category in METHOD.categories.items()} == {
        "simple": 1,
        "behavioural": 2,
        "financial": 3,
        "sensitive": 4,
    }
    quarters = {name: [int(level.value * 100) for level in METHOD.terms[name].levels] for name in LEVELLED}
    assert quarters == {
        "ei": [25, 50, 75, 100],
        "confidentiality": [0, 25, 50],
        "integrity": [0, 25, 50],
        "availability": [0, 25, 50],
        "malice": [0, 50],
    }
    assert {name: [value.id for value in scale.values] for name, scale in METHOD.impact.items()} == {
        "functional": ["none", "low", "medium", "high"],
        "information": ["none", "privacy_breach", "proprietary_breach", "integrity_loss"],
        "recoverability": ["regular", "supplemented", "extended", "not_recoverable"],
    }


@pytest.mark.parametrize("label", ["lifts_label", "floors_label", "proposals_label"])
def test_what_is_a_choice_says_so(label: str) -> None:
    assert "configuration, not policy" in getattr(METHOD, label)


@pytest.mark.parametrize(
    ("se", "band"),
    [
        ("0.25", "low"),
        ("1.99", "low"),
        ("2.00", "medium"),
        ("2.99", "medium"),
        ("3.00", "high"),
        ("3.99", "high"),
        ("4.00", "very_high"),
        ("6.00", "very_high"),
    ],
)
def test_a_band_begins_exactly_at_its_number(se: str, band: str) -> None:
    assert band_of(METHOD, Decimal(se)) == band


@pytest.mark.parametrize("term", ["dpc", *LEVELLED])
def test_there_is_no_score_while_a_term_is_unknown(term: str) -> None:
    whole = terms("financial 3 maximum exposed unused available intended")
    assert score(METHOD, replace(whole, **{term: None})) is None


def test_a_score_needs_no_category() -> None:
    found = score(METHOD, terms("- 3 maximum exposed unused available intended"))
    assert found is not None and found.se == Decimal("3.50")


VALUES: dict[str, list[Any]] = {
    "dpc": [1, 2, 3, 4],
    **{name: [level.id for level in METHOD.terms[name].levels] for name in LEVELLED},
}
whole_terms = st.builds(Terms, **{name: st.sampled_from(values) for name, values in VALUES.items()})
part_terms = st.builds(Terms, **{name: st.sampled_from([None, *values]) for name, values in VALUES.items()})
names = st.sampled_from(list(VALUES))


@given(whole_terms, names)
def test_raising_a_term_never_lowers_the_score(before: Terms, name: str) -> None:
    values = VALUES[name]
    place = values.index(getattr(before, name))
    after = replace(before, **{name: values[min(place + 1, len(values) - 1)]})
    less, more = score(METHOD, before), score(METHOD, after)
    assert less is not None and more is not None
    assert more.se >= less.se
    assert highest([less.band, more.band]) == more.band


@given(part_terms, names)
def test_an_unknown_term_widens_what_is_possible_and_never_narrows_it(before: Terms, name: str) -> None:
    least, most = between(METHOD, before)
    wider_least, wider_most = between(METHOD, replace(before, **{name: None}))
    assert highest([most, wider_most]) == wider_most
    assert highest([least, wider_least]) == least


@given(whole_terms)
def test_known_terms_leave_one_band(found: Terms) -> None:
    scored = score(METHOD, found)
    assert scored is not None and between(METHOD, found) == (scored.band, scored.band)


@pytest.mark.parametrize(
    ("facts", "restricted", "held", "undecided"),
    [
        ({}, None, set(), {"message_boards", "infrastructure", "restricted_class"}),
        ({"message_board_control": True}, False, {"message_boards"}, {"infrastructure"}),
        ({"infrastructure_data": True, "message_board_control": False}, None, {"infrastructure"}, {"restricted_class"}),
        ({"infrastructure_data": False, "message_board_control": False}, True, {"restricted_class"}, set()),
        ({"infrastructure_data": False, "message_board_control": False}, False, set(), set()),
    ],
)
def test_floors_hold_or_are_asked_for(
    facts: dict[str, Any], restricted: bool | None, held: set[str], undecided: set[str]
) -> None:
    found = floors(METHOD, known(**facts), restricted)
    assert {floor.id for floor in found} == held
    assert {floor.band for floor in found} <= {"high"}
    assert {floor.id for floor in open_floors(METHOD, known(**facts), restricted)} == undecided


def test_an_open_floor_names_its_fact_and_its_question() -> None:
    boards, _, restricted = open_floors(METHOD, {}, None)
    assert (boards.needs, boards.cite) == (("message_board_control",), "Policy 11.D")
    assert (restricted.needs, restricted.cite) == ((), "Policy 1")
    assert restricted.question.endswith("?")


@pytest.mark.parametrize(
    ("residents", "value"),
    [
        (None, None),
        ({"MO": 100}, False),
        ({"MO": 101}, True),
        ({"MO": 60, "KS": 41}, True),
        ({"MO": 60, "KS": None}, None),
        ({"MO": 101, "KS": None}, True),
    ],
)
def test_more_than_a_hundred_people_of_all_states_is_a_flag(residents: Any, value: bool | None) -> None:
    flag = next(flag for flag in flags(METHOD, known(residents=residents)) if flag.id == "many_people")
    rule = METHOD.flags[0]
    assert (flag.value, flag.text) == (value, {True: rule.met, False: rule.unmet, None: rule.unknown}[value])
    assert flag.needs == (("residents",) if value is None else ())


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"encrypted": True, "key_taken": False}, True),
        ({"encrypted": True, "key_taken": True}, False),
        ({"encrypted": True}, None),
        ({"encrypted": False}, False),
        ({"computerized": False}, False),
        ({}, None),
    ],
)
def test_unintelligible_data_is_a_flag_and_unknown_is_not_no(facts: dict[str, Any], value: bool | None) -> None:
    flag = next(flag for flag in flags(METHOD, known(**facts)) if flag.id == "unintelligible")
    assert flag.value is value


@pytest.mark.parametrize(
    ("given", "functional", "held", "band"),
    [
        ("financial 3 maximum exposed unused available not_intended", None, (), "high"),
        ("simple 1 maximum exposed unused available not_intended", None, (), "low"),
        ("simple 1 maximum exposed unused available not_intended", "none", (), "low"),
        ("simple 1 maximum exposed unused available not_intended", "medium", (), "medium"),
        ("simple 1 maximum exposed unused available not_intended", "high", (), "high"),
        ("financial 4 maximum exposed unused available not_intended", "high", (), "very_high"),
        ("simple 1 maximum exposed unused available not_intended", None, (HIGH,), "high"),
        ("financial 3 maximum - - - -", None, (), "high"),
        ("simple 1 maximum - - - -", None, (), None),
        ("- - - - - - -", None, (), None),
        ("- - - - - - -", "low", (), "low"),
        ("- - - - - - -", None, (HIGH,), "high"),
    ],
)
def test_the_highest_of_score_impact_and_floors_is_proposed(
    given: str, functional: str | None, held: tuple[Floor, ...], band: Band | None
) -> None:
    assert proposed_band(METHOD, terms(given), Impact(functional=functional), held) == band


@pytest.mark.parametrize(
    ("information", "together"),
    [
        (None, True),
        (("none",), True),
        (("privacy_breach", "integrity_loss"), True),
        (("none", "integrity_loss"), False),
    ],
)
def test_no_impact_on_information_goes_with_no_other(information: tuple[str, ...] | None, together: bool) -> None:
    assert fits(METHOD, Impact(information=information)) is together


VOTES: list[tuple[dict[str, Band], tuple[Floor, ...], Band | None, bool, tuple[str, ...]]] = [
    ({}, (), None, False, ("AI", "CCO", "IS")),
    ({"AI": "low"}, (), "low", False, ("CCO", "IS")),
    ({"AI": "low", "IS": "high"}, (), "high", False, ("CCO",)),
    ({"AI": "low", "CCO": "medium", "IS": "low"}, (), "medium", False, ()),
    ({"AI": "low", "CCO": "low", "IS": "low"}, (), "low", True, ()),
    ({"AI": "low", "CCO": "low", "IS": "low"}, (HIGH,), "high", True, ()),
    ({}, (HIGH,), "high", False, ("AI", "CCO", "IS")),
]


@pytest.mark.parametrize(("votes", "held", "band", "agreed", "missing"), VOTES)
def test_the_highest_vote_or_floor_stands_until_all_agree(
    votes: dict[str, Band], held: tuple[Floor, ...], band: Band | None, agreed: bool, missing: tuple[str, ...]
) -> None:
    found = count_votes(votes, held)
    assert (found.band, found.agreed, found.missing) == (band, agreed, missing)


@pytest.mark.parametrize(("vote", "lifted"), [("medium", (HIGH,)), ("high", ()), ("very_high", ())])
def test_a_floor_above_every_vote_is_named(vote: Band, lifted: tuple[Floor, ...]) -> None:
    assert count_votes({"AI": vote, "CCO": "low"}, (HIGH,)).lifted_by == lifted


def test_nobody_else_votes() -> None:
    with pytest.raises(ValueError, match="CR"):
        count_votes({"CR": "low"}, ())


def test_bands_are_in_the_order_of_the_type() -> None:
    assert get_args(Band) == BANDS
    assert highest(["medium", "very_high", "low"]) == "very_high"
    assert highest([]) is None
