"""A refusal in the form that was sent: under which field it stands."""

from typing import Any

import pytest

from bot.decision import Refusal
from handlers.app import Bot
from handlers.boundary import in_form
from handlers.replies import FieldErrors, ShowInstead
from handlers.request import Request, request_of


def a_form(*inputs: str) -> Request:
    """The submission of a form with these inputs."""
    blocks: list[dict[str, Any]] = [{"type": "section", "block_id": "s"}]
    blocks += [{"type": "input", "block_id": name} for name in inputs]
    return request_of({"type": "view_submission", "view": {"id": "V1", "hash": "h", "blocks": blocks}})


def about(field: str) -> Refusal:
    return Refusal(name="choose_again", values={"field": field})


@pytest.mark.parametrize(
    ("field", "inputs", "under"),
    [
        ("method", ("people", "method", "reason"), "method"),
        ("sender", ("field:date", "field:sender"), "field:sender"),
        ("datasets.D1.name", ("role", "name"), "name"),
        ("gone", ("people", "method", "reason"), "reason"),
        ("gone", ("people", "method"), "people"),
        ("", ("people", "reason"), "reason"),
    ],
)
def test_a_refusal_stands_under_its_field(bot: Bot, field: str, inputs: tuple[str, ...], under: str) -> None:
    told = in_form(bot.desk, a_form(*inputs), about(field))
    assert isinstance(told, FieldErrors)
    assert set(told.errors) == {under}


def test_a_form_says_itself_where_a_refusal_of_no_field_stands(bot: Bot) -> None:
    told = in_form(bot.desk, a_form("fate", "what"), Refusal(name="team_needed"), first="what")
    assert isinstance(told, FieldErrors)
    assert set(told.errors) == {"what"}


def test_a_refusal_that_nothing_in_the_form_can_mend_takes_its_place(bot: Bot) -> None:
    assert isinstance(in_form(bot.desk, a_form("reason"), Refusal(name="team_needed"), first=None), ShowInstead)
    assert isinstance(in_form(bot.desk, a_form("reason"), about("reason"), first=None), FieldErrors)


def test_a_form_without_inputs_gives_its_place_to_the_refusal(bot: Bot) -> None:
    assert isinstance(in_form(bot.desk, a_form(), about("method")), ShowInstead)
