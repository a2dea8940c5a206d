"""A law enforcement delay, pure: when it was written down, whom it names, and which readings CCO is asked about."""

from datetime import timedelta
from typing import Any

import pytest

from bot.decision import Decision, Refusal
from bot.rules.questions import questions_to_ask
from bot.situation import assess_incident
from tests.bot.determining import DELAY, OWED, decided, facts_in, taken
from tests.given import CCO, LAW, NOW, having, knowing

DELAYED: dict[str, Any] = {"question": "delay", "actor": CCO, "outcome": "holds"}


@pytest.mark.parametrize("missing", ["officer", "agency"])
def test_a_written_request_without_a_name_is_recorded_and_cco_is_asked_whether_it_needs_it(missing: str) -> None:
    answers = {name: value for name, value in DELAY.items() if name != missing}
    delay = facts_in(taken(OWED, **{**DELAYED, "answers": answers}))["delay"]
    assert delay[missing] is None
    held = having(knowing(OWED, delay=delay), "delay", "holds", answers=answers)
    assert "reading:written_delay_names" in questions_to_ask(held, LAW, assess_incident(held, LAW, NOW))


@pytest.mark.parametrize(
    ("asked_before", "written_before", "stands"),
    [
        (26, 25, True),  # asked and written down yesterday, typed in today
        (26, 26, True),
        (50, 26, False),  # written down the day after
        (26, 27, False),  # before it was asked
        (26, None, False),  # nowhere but here, and that is a day late
        (2, None, True),
    ],
)
def test_an_oral_request_counts_from_when_it_was_written_down_not_from_when_it_was_typed(
    asked_before: int, written_before: int | None, stands: bool
) -> None:
    answers: dict[str, Any] = {
        **DELAY,
        "in_writing": False,
        "requested_at": (NOW - timedelta(hours=asked_before)).isoformat(),
        "documented_where": "In the case notebook",
    }
    if written_before is not None:
        answers["documented_at"] = (NOW - timedelta(hours=written_before)).isoformat()
    told = decided(OWED, **{**DELAYED, "answers": answers})
    if not stands:
        assert isinstance(told, Refusal)
        assert (told.name, told.values["field"]) == ("delay_not_at_once", "in_writing")
        return
    assert isinstance(told, Decision)
    held = having(knowing(OWED, delay=facts_in(told)["delay"]), "delay", "holds", answers=answers)
    owed = {one.id: one.status for one in assess_incident(held, LAW, NOW).obligations}
    assert owed["consumer_notice"] == "delayed"


@pytest.mark.parametrize(
    ("values", "reading"),
    [
        ({"deceased": 3000, "residents": {"MO": 3000}}, "deceased"),
        ({"compromised": False, "investigated": True}, "compromise"),
        ({"pi_elements": ["financial_account"], "account_access_code_taken": False}, "required_code"),
    ],
)
def test_cco_is_asked_of_a_debatable_reading_on_which_what_is_owed_depends(
    values: dict[str, Any], reading: str
) -> None:
    known = knowing(OWED, **values)
    assert f"reading:{reading}" in questions_to_ask(known, LAW, assess_incident(known, LAW, NOW))
