"""People who come after the reporter and the primaries: the card says who is not inside, and only news is told."""

from dataclasses import replace
from typing import Any

import pytest

from bot.decision import Decision, Refresh, SetAbsent
from bot.incident import Absent, IncidentFacts
from bot.rules.opening import AT_ONCE, invitations, people_invited
from bot.step_commands import PeopleInvited
from tests.given import FACTS, IS_OTHER, TEAM, situated

CARD = Refresh(surface="card")
STAFFED = replace(
    TEAM,
    department=replace(
        TEAM.department,
        roles={**TEAM.department.roles, "CR": replace(TEAM.department.roles["CR"], members=("UROSA",))},
    ),
)


def missing(*people: str) -> IncidentFacts:
    return replace(FACTS, absent=tuple(Absent(person=one, reason="user_not_found") for one in people))


def late(facts: IncidentFacts, inside: tuple[str, ...] = (), absent: tuple[tuple[str, str], ...] = ()) -> Decision:
    command = PeopleInvited(key="k", incident=7, inside=inside, absent=absent, late=True)
    return people_invited(command, situated(facts, team=STAFFED))


def test_who_came_is_on_record_and_the_card_stays_as_it_is() -> None:
    decided = late(missing("UGONE"), inside=(IS_OTHER,))
    assert (decided.changes, decided.sends) == ((), ())
    assert [(one.kind, one.actor, one.body) for one in decided.entries] == [
        ("people_invited", "bot", {"number": "BR-2026-0007", "inside": (IS_OTHER,), "absent": ()})
    ]


def test_who_could_not_be_invited_comes_onto_the_card_beside_the_others() -> None:
    decided = late(missing("UGONE"), absent=(("UGUEST", "restricted"),))
    assert decided.changes == (SetAbsent(people=(("UGONE", "user_not_found"), ("UGUEST", "restricted"))),)
    assert decided.sends == (CARD,)
    assert decided.entries[0].body["absent"] == ("UGUEST",)


@pytest.mark.parametrize(("inside", "absent"), [(("UGONE",), ()), ((), (("UGONE", "restricted"),))])
def test_who_was_absent_comes_off_the_card_or_has_a_newer_reason(inside: Any, absent: Any) -> None:
    decided = late(missing("UGONE"), inside=inside, absent=absent)
    assert decided.changes == (SetAbsent(people=absent),)
    assert decided.sends == (CARD,)


def test_the_same_news_again_is_none() -> None:
    decided = late(missing("UGONE"), absent=(("UGONE", "user_not_found"),))
    assert (decided.changes, decided.entries, decided.sends) == ((), (), ())


def test_so_many_are_invited_at_once_and_nobody_twice() -> None:
    refs = [f"U{number}" for number in range(AT_ONCE + 1)]
    steps = invitations(refs, "invite_more:1")
    assert [step.key for step in steps] == ["invite_more:1:0", f"invite_more:1:{AT_ONCE}"]
    assert [one for step in steps for one in step.payload["refs"]] == refs  # type: ignore[union-attr]  # a tuple of names
    assert invitations([], "k") == ()
