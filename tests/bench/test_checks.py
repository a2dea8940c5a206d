"""Every row of the benchmark tells right from wrong: its check passes a right figure and fails on a planted fault."""

import inspect
from collections.abc import Mapping

import pytest

from tests.bench import (
    __main__,
    acknowledgement,
    assessments,
    bursts,
    clicks,
    delivery,
    facts_update,
    memory,
    opening,
    reminders,
    startup,
    statements,
)
from tests.bench.checks import CHECKS, check_of
from tests.bench.row import Row, row

SUBJECTS = (
    *(acknowledgement, assessments, bursts, clicks, delivery, facts_update),
    *(memory, opening, reminders, startup, statements),
)
ALONE = "acknowledgement (SQLite, delivery at work), one at a time, p50"
CROWD = "acknowledgement (SQLite, delivery at work), 50 at once, "
RIGHT_AND_FAULT: Mapping[str, tuple[float, float]] = {
    ALONE: (2.0, 0.0),
    f"{ALONE} ratio": (5.0, 0.5),
    f"{ALONE} ratio with the disk counted on both sides": (2.5, 0.5),
    f"{CROWD}p99": (90.0, 0.0),
    f"{CROWD}recorded in time": (100.0, 99.8),
    f"{CROWD}requests a second": (500.0, 0.0),
    f"{CROWD}ratio of requests a second": (6.0, 0.5),
    "burst of 200: recorded and acknowledged within 3 s": (100.0, 99.5),
    "burst of 200: slowest acknowledgement": (1.2, 3.1),
    "30 clicks in a second: updates of the checklist": (3.0, 30.0),
    "30 clicks in a second: the last state stands there": (100.0, 0.0),
    "resident memory at start": (90.0, 0.0),
    "resident memory, 1,000 incidents reported": (110.0, 400.0),
    "resident memory, 1,000 incidents and 4000 Slack calls later": (120.0, 161.0),
    "start-up: the bot is ready": (1.5, 0.0),
    "start-up: breach --help": (0.4, 0.0),
    "reporter inside the channel, from sending the report": (430.0, 200.0),
    "reporter inside the channel, ratio": (2.1, 1.0),
    "Slack calls per opening": (16.0, 60.0),
    "delivery: claim, read and finish a step (SQLite)": (3.0, 0.0),
    "assessments on one core": (9000.0, 0.0),
    "assessments of one data set": (5000.0, 0.0),
    "assessments of twenty data sets": (900.0, 0.0),
    "update facts: the form is acknowledged": (60.0, 3100.0),
    "update facts: the new card stands there": (900.0, 3100.0),
    "statements, PostgreSQL: report": (10.0, 11.0),
    "statements, PostgreSQL: record facts": (37.0, 114.0),
    "statements, SQLite: tick an item": (28.0, 60.0),
    "statements, SQLite: determine": (30.0, 0.0),
    "claim 50 due of 1,000,000, PostgreSQL": (1.0, 0.0),
    "claim, 1,000,000 to 10,000, SQLite": (1.1, 40.0),
    "reminder p99 late, 100,000 pending, SQLite": (1.0, 30.0),
    "idle, 100,000 pending, SQLite": (1.0, 100.0),
}


def measured(name: str, *rounds: float) -> Row:
    return row(name, rounds, "", "")


@pytest.mark.parametrize("name", RIGHT_AND_FAULT)
def test_a_row_passes_a_right_figure_and_fails_on_a_planted_fault(name: str) -> None:
    right, fault = RIGHT_AND_FAULT[name]
    check = check_of(name)
    assert check.holds(measured(name, right, right, right))
    assert not check.holds(measured(name, fault, fault, fault))


@pytest.mark.parametrize("name", RIGHT_AND_FAULT)
def test_one_wrong_round_among_right_ones_is_seen(name: str) -> None:
    right, fault = RIGHT_AND_FAULT[name]
    assert not check_of(name).holds(measured(name, right, right, fault))


def test_every_check_is_tried_with_a_planted_fault() -> None:
    assert {check_of(name).rows for name in RIGHT_AND_FAULT} == {check.rows for check in CHECKS}


def test_a_row_without_a_check_is_refused() -> None:
    with pytest.raises(LookupError):
        check_of("something new")


def test_every_subject_is_measured() -> None:
    assert {subject.measure for subject in SUBJECTS} == set(__main__.SUBJECTS.values())
    assert all(inspect.signature(subject.measure).parameters for subject in SUBJECTS)


def drawn(done: list[str], undo: list[str], counted: int) -> dict[str, object]:
    options = [{"value": f"7|IS|{item}|undo"} for item in undo]
    return {
        "text": "IS",
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": f"IS · {counted} of 16 done"}},
            {"type": "section", "text": {"type": "mrkdwn", "text": ", ".join(done)}, "accessory": {"options": options}},
        ],
    }


def test_the_last_state_of_a_list_is_told_from_an_earlier_one() -> None:
    last = {"POL-10", "POL-1.3"}
    assert clicks.last_state_stands(drawn([*last], ["POL-1.3", "POL-10"], 2), 7, last)
    assert not clicks.last_state_stands(drawn(["POL-10"], ["POL-10"], 1), 7, last)
    assert not clicks.last_state_stands(drawn(["POL-10"], ["POL-10", "POL-1.3"], 1), 7, last)
    assert not clicks.last_state_stands(drawn(["POL-10"], ["POL-10", "POL-9"], 2), 7, last)
    assert not clicks.last_state_stands(None, 7, last)


def test_a_line_that_wants_words_is_not_clicked() -> None:
    assert "POL-4.3" in clicks.needing_words()
    assert "POL-10" not in clicks.needing_words()
