"""The department's roles and the people behind them, as far as the directory knows them."""

from dataclasses import replace

import pytest

from bot.department import Person, PersonStatus, Team
from tests.given import AI_LEAD, AI_OTHER, CCO, DEPARTMENT, IS_LEAD, IS_OTHER, REPORTER, TEAM


def team_where(user: str, status: PersonStatus) -> Team:
    return replace(TEAM, people={**TEAM.people, user: Person(ref=user, user=user, status=status)})


def test_a_role_named_by_address_acts_under_its_slack_user() -> None:
    assert TEAM.users("IS") == (IS_LEAD, IS_OTHER)


def test_a_user_id_acts_before_the_directory_was_read() -> None:
    assert Team(department=DEPARTMENT, people={}).users("AI") == (AI_LEAD, AI_OTHER)


def test_an_address_cannot_act_before_the_directory_was_read() -> None:
    assert Team(department=DEPARTMENT, people={}).users("IS") == (IS_OTHER,)


@pytest.mark.parametrize("status", ["deactivated", "guest"])
def test_somebody_deactivated_or_a_guest_holds_no_role(status: PersonStatus) -> None:
    assert team_where(AI_LEAD, status).roles_of(AI_LEAD) == ()


@pytest.mark.parametrize("status", ["deactivated", "guest"])
def test_the_next_in_line_leads_when_the_primary_cannot_act(status: PersonStatus) -> None:
    assert team_where(AI_LEAD, status).lead("AI") == AI_OTHER


def test_a_role_that_nobody_holds_has_no_lead() -> None:
    assert TEAM.lead("CR") is None


def test_a_role_that_the_department_does_not_know_has_nobody() -> None:
    assert TEAM.users("XY") == ()


@pytest.mark.parametrize(("user", "roles"), [(CCO, ("CCO",)), (IS_LEAD, ("IS",)), (REPORTER, ()), ("", ())])
def test_the_roles_of_a_person(user: str, roles: tuple[str, ...]) -> None:
    assert TEAM.roles_of(user) == roles


def test_one_person_may_hold_two_roles() -> None:
    held = replace(DEPARTMENT.roles["CCO"], members=(AI_LEAD,))
    team = replace(TEAM, department=replace(DEPARTMENT, roles={**DEPARTMENT.roles, "CCO": held}))
    assert team.roles_of(AI_LEAD) == ("AI", "CCO")


def test_everybody_is_named_once_however_many_roles_they_hold() -> None:
    held = replace(DEPARTMENT.roles["CCO"], members=(AI_LEAD, CCO))
    department = replace(DEPARTMENT, roles={**DEPARTMENT.roles, "CCO": held})
    assert department.refs() == (AI_LEAD, AI_OTHER, CCO, "isaac@example.gov", IS_OTHER)


def test_a_person_is_found_by_their_slack_user() -> None:
    found = TEAM.named(IS_LEAD)
    assert found is not None
    assert found.name == "Isaac Ito"


def test_an_office_is_found_by_its_name() -> None:
    assert DEPARTMENT.office("Central Office") is not None
    assert DEPARTMENT.office("Atlantis") is None
    assert DEPARTMENT.office(None) is None
