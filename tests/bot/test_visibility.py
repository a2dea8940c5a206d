"""Who may see what of an incident."""

from dataclasses import replace

import pytest

from bot.department import Person
from bot.visibility import View, view_of
from tests.given import AI_LEAD, AI_OTHER, CCO, FACTS, IS_LEAD, IS_OTHER, REPORTER, STRANGER, TEAM


@pytest.mark.parametrize(
    ("user", "view"),
    [
        (AI_LEAD, "team"),
        (AI_OTHER, "team"),
        (CCO, "team"),
        (IS_LEAD, "team"),
        (IS_OTHER, "team"),
        (REPORTER, "reporter"),
        (STRANGER, None),
        ("", None),
    ],
)
def test_roles_see_all_the_reporter_the_state_and_others_nothing(user: str, view: View | None) -> None:
    assert view_of(user, FACTS.incident, TEAM) == view


def test_a_reporter_who_holds_a_role_sees_all() -> None:
    assert view_of(CCO, replace(FACTS.incident, reporter=CCO), TEAM) == "team"


def test_somebody_who_left_sees_nothing_any_more() -> None:
    gone = Person(ref=CCO, user=CCO, status="deactivated")
    assert view_of(CCO, FACTS.incident, replace(TEAM, people={**TEAM.people, CCO: gone})) is None
