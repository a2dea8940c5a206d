"""Wrong facts on the command line: one sentence that names the fact. People by state are taken as people write them."""

import pytest

from tests.bot.test_assessment_command import run

BAD = {
    "{datasets: [{id: a}], pi_elements: [ssn]}": "pi_elements: stands beside datasets",
    "{datasets: [{id: a}], parties: [{id: p, owner_of: [b]}]}": "parties[0].owner_of: names the data set b, and there",
    "{residents: {MO: -5}}": "residents.MO: cannot be negative, but -5 is",
    "{deceased: -1}": "deceased: cannot be negative, but -1 is",
    "{residents: {MO: 100}, notices_at_one_time: [500]}": "notices_at_one_time[0]: is more than the 100 residents",
    "{reachable: about 500}": "reachable: must be a whole number",
    "residents: -5": "residents: “-5” is below zero",
    "residents: more than 1000": "residents: “more than 1000” may be more. Write the number",
    "residents: 13 elsewhere": "residents: Which state is meant in “13 elsewhere”?",
    "residents: Missouri": "residents: How many in “Missouri”?",
}


@pytest.mark.parametrize(("given", "sentence"), BAD.items())
def test_a_wrong_fact_is_one_sentence_that_names_it(given: str, sentence: str) -> None:
    code, out, err = run("assess", "-", "--json", given=given)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert f"standard input:1: {sentence}" in err


@pytest.mark.parametrize(
    ("typed", "understood", "count"),
    [
        ("1200", "Missouri 1,200", 1200),
        ("1,200 Missouri", "Missouri 1,200", 1200),
        ("MO 1200", "Missouri 1,200", 1200),
        ("MO 0, Kansas 13", "Missouri 0 · Kansas 13", 0),
        ("about 500", "Missouri 500", 500),
        ("some", "Missouri some, not counted yet", None),
    ],
)
def test_people_by_state_are_taken_as_people_write_them(typed: str, understood: str, count: int | None) -> None:
    code, out, err = run("assess", "-", "--json", given=f"residents: {typed}")
    assert (code, err) == (0, f"breach: residents: understood as {understood}\n")
    _, plainly, _ = run("assess", "-", "--json", given=f"residents: {{MO: {'some' if count is None else count}}}")
    if "Kansas" not in typed:
        assert out == plainly


def test_people_of_kansas_alone_leave_missouri_open() -> None:
    code, out, err = run("assess", "-", "--json", given="residents: Kansas 13")
    assert (code, err) == (0, "breach: residents: understood as Kansas 13\n")
    assert '"us_ks"' in out
