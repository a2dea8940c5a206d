"""What a form says, read in one way."""

from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.request import Request, request_of


def submitted(state: dict[str, Any]) -> Request:
    """The submission of a form with one input, `it`, and what Slack says of it."""
    view = {
        "id": "V1",
        "hash": "h",
        "blocks": [{"type": "section", "block_id": "s"}, {"type": "input", "block_id": "it"}],
        "state": {"values": {"it": {"it": state}}},
    }
    return request_of({"type": "view_submission", "user": {"id": "UOLGA"}, "trigger_id": "1.2", "view": view})


def test_what_was_typed_is_read_as_it_was_typed() -> None:
    assert submitted({"type": "plain_text_input", "value": " two\nlines "}).typed("it") == " two\nlines "


def test_one_choice_is_read() -> None:
    assert submitted({"type": "static_select", "selected_option": {"value": "CR"}}).chosen("it") == "CR"


def test_all_choices_are_read_in_their_order() -> None:
    options = [{"value": "paper"}, {"value": "device"}]
    assert submitted({"type": "checkboxes", "selected_options": options}).chosen_all("it") == ("paper", "device")


@pytest.mark.parametrize(("value", "said"), [("yes", True), ("no", False), ("unknown", None)])
def test_a_yes_is_a_yes_and_not_known_is_neither(value: str, said: bool | None) -> None:
    assert submitted({"type": "radio_buttons", "selected_option": {"value": value}}).chosen_yes("it") is said


def test_a_day_is_read() -> None:
    assert submitted({"type": "datepicker", "selected_date": "2031-04-30"}).chosen_day("it") == "2031-04-30"


def test_a_moment_is_read_in_utc() -> None:
    picked = submitted({"type": "datetimepicker", "selected_date_time": 1_700_000_000})
    assert picked.chosen_moment("it") == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


EMPTY = [
    {"type": "plain_text_input", "value": None},
    {"type": "static_select", "selected_option": None},
    {"type": "checkboxes", "selected_options": []},
    {"type": "datepicker", "selected_date": None},
    {"type": "datetimepicker", "selected_date_time": None},
]


@pytest.mark.parametrize("state", EMPTY)
@pytest.mark.parametrize("block_id", ["it", "not_in_the_form"])
def test_an_input_that_is_empty_or_not_there_says_nothing(state: dict[str, Any], block_id: str) -> None:
    request = submitted(state)
    assert request.typed(block_id) == ""
    assert request.chosen_all(block_id) == ()
    assert request.chosen(block_id) is None
    assert request.chosen_yes(block_id) is None
    assert request.chosen_day(block_id) is None
    assert request.chosen_moment(block_id) is None


def test_the_inputs_of_a_form_are_its_inputs_alone() -> None:
    assert submitted({}).inputs == ("it",)
