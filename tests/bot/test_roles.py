"""Who may take, give and get a role, and what follows when the directory moves people."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.commands import GiveRole, TeamMoved
from bot.decision import Decision, Refresh, Refusal, SetHolder, ShowReminder, Step, Text
from bot.department import Person, Team
from bot.duty import Holder, Reminder, Shown
from bot.incident import IncidentFacts, Message
from bot.rules.roles import LONGEST_NOTE, MOST_NAMED, follow_team, give_role
from tests.given import (
    AI_LEAD,
    AI_OTHER,
    CCO,
    FACTS,
    IS_LEAD,
    IS_OTHER,
    NOW,
    REPORTER,
    STRANGER,
    TEAM,
    situated,
    with_incident,
)

CARD = Refresh(surface="card")


def held(role: str, user: str, facts: IncidentFacts = FACTS) -> IncidentFacts:
    return replace(facts, holders={**facts.holders, role: Holder(role=role, user=user, since=NOW)})


def given(actor: str, user: str, facts: IncidentFacts = FACTS, *, role: str = "IS", note: str = "") -> Any:
    return give_role(GiveRole(key="k", actor=actor, incident=7, role=role, user=user, note=note), situated(facts))


@pytest.mark.parametrize(
    ("actor", "user", "facts", "kind"),
    [
        (IS_OTHER, IS_OTHER, FACTS, "role_taken"),
        (AI_LEAD, IS_LEAD, FACTS, "role_assigned"),
        (IS_LEAD, IS_OTHER, held("IS", IS_LEAD), "role_handed_over"),
        (AI_LEAD, IS_OTHER, held("IS", IS_LEAD), "role_assigned"),
        (AI_OTHER, IS_OTHER, held("AI", AI_OTHER, held("IS", IS_LEAD)), "role_assigned"),
    ],
)
def test_a_role_is_taken_handed_over_or_assigned(actor: str, user: str, facts: IncidentFacts, kind: str) -> None:
    decided = given(actor, user, facts)
    assert isinstance(decided, Decision)
    assert decided.answer.name == kind
    assert decided.answer.values == {"role": "IS", "by": user}
    assert decided.changes[0] == SetHolder(role="IS", user=user, by=actor, at=NOW, note=None)
    (entry,) = decided.entries
    before = facts.holders["IS"].user if "IS" in facts.holders else None
    assert (entry.kind, entry.actor) == (kind, actor)
    assert entry.body == {"number": "BR-2026-0007", "role": "IS", "user": user, "before": before, "note": None}
    assert decided.texts == {}
    assert decided.sends[:2] == (
        CARD,
        Step(
            name="role_given",
            key=f"role:BR-2026-0007:IS:{user}:{int(NOW.timestamp() * 1000)}",
            payload={"role": "IS", "user": user, "by": actor},
        ),
    )


def test_a_note_goes_along_without_its_blanks() -> None:
    decided = given(IS_OTHER, IS_OTHER, note="  Until Monday ")
    assert isinstance(decided, Decision)
    assert decided.texts == {"note": "Until Monday"}
    assert decided.changes[0] == SetHolder(role="IS", user=IS_OTHER, by=IS_OTHER, at=NOW, note=Text(name="note"))
    assert decided.entries[0].body["note"] == Text(name="note")


@pytest.mark.parametrize(
    ("actor", "user", "facts", "role", "note", "refused", "values"),
    [
        (IS_LEAD, IS_LEAD, with_incident(state="closed"), "IS", "", "incident_closed", {}),
        (IS_LEAD, IS_LEAD, FACTS, "XX", "", "no_such_item", {}),
        (CCO, IS_LEAD, FACTS, "IS", "", "role_needed", {"role": "IS"}),
        (AI_OTHER, IS_LEAD, FACTS, "IS", "", "role_needed", {"role": "IS"}),
        (IS_LEAD, IS_LEAD, held("IS", IS_LEAD), "IS", "", "role_held_already", {"role": "IS", "by": IS_LEAD}),
        (IS_LEAD, STRANGER, FACTS, "IS", "", "not_of_the_role", {"people": (IS_LEAD, IS_OTHER), "field": "user"}),
        (IS_OTHER, IS_OTHER, held("IS", IS_LEAD), "IS", "", "role_held", {"role": "IS", "by": IS_LEAD}),
        (IS_LEAD, IS_LEAD, FACTS, "IS", "x" * (LONGEST_NOTE + 1), "text_too_long", {"longest": LONGEST_NOTE}),
        (IS_LEAD, IS_LEAD, FACTS, "IS", "SSN 123-45-6789", "personal_data", {"field": "note"}),
    ],
)
def test_a_role_is_not_given(
    actor: str, user: str, facts: IncidentFacts, role: str, note: str, refused: str, values: dict[str, object]
) -> None:
    decided = given(actor, user, facts, role=role, note=note)
    assert isinstance(decided, Refusal)
    assert decided.name == refused
    assert values.items() <= decided.values.items()


@pytest.mark.parametrize(("actor", "user"), [(IS_LEAD, IS_LEAD), (IS_OTHER, IS_OTHER)])
def test_who_sees_an_old_card_gets_the_new_one_with_the_refusal(actor: str, user: str) -> None:
    decided = given(actor, user, held("IS", IS_LEAD))
    assert isinstance(decided, Refusal)
    assert decided.refresh == (CARD,)


def reminded(user: str) -> IncidentFacts:
    reminder = Reminder(
        id=5,
        kind="role_unclaimed",
        subject="IS",
        due_at=NOW + timedelta(hours=1),
        shown=(Shown(user=user, channel="D1", ts="1.0"),),
    )
    task = replace(reminder, id=6, kind="task", subject="IS|POL-8.1|")
    return replace(FACTS, reminders=(reminder, task))


def test_whoever_is_asked_no_more_loses_the_buttons() -> None:
    decided = given(IS_OTHER, IS_OTHER, reminded(IS_LEAD))
    assert isinstance(decided, Decision)
    over = [one for one in decided.changes if isinstance(one, ShowReminder)]
    assert [(one.kind, one.shown.user, one.shown.over) for one in over] == [("task", IS_LEAD, True)]
    assert [one.name for one in decided.sends if isinstance(one, Step)] == ["role_given", "nudge_over"]


def test_whoever_takes_the_role_keeps_the_buttons_of_its_tasks() -> None:
    decided = given(IS_LEAD, IS_LEAD, reminded(IS_LEAD))
    assert isinstance(decided, Decision)
    assert not [one for one in decided.changes if isinstance(one, ShowReminder)]


CARDED = replace(FACTS, messages={"card": Message(surface="card", channel="C0INCIDENT", ts="1.0")})


def moved(facts: IncidentFacts = CARDED, team: Team = TEAM, **more: Any) -> Decision:
    given: dict[str, Any] = {"joined": (), "left": ()}
    return follow_team(TeamMoved(key="k", incident=7, **(given | more)), situated(facts, team=team))


def steps(decision: Decision, name: str) -> list[Step]:
    return [one for one in decision.sends if isinstance(one, Step) and one.name == name]


def test_who_came_into_a_role_is_invited_and_told_once() -> None:
    decided = moved(joined=(("UNEW", "IS"), ("UNEW", "CR"), (REPORTER, "CR")))
    assert [(one.payload["user"], one.payload["role"]) for one in steps(decided, "role_joined")] == [("UNEW", "CR")]
    assert steps(decided, "role_joined")[0].key == f"role_joined:BR-2026-0007:{int(NOW.timestamp() * 1000)}:UNEW"
    assert [(one.kind, one.actor, one.body) for one in decided.entries] == [
        ("role_joined", "slack", {"number": "BR-2026-0007", "users": ("UNEW",)})
    ]
    assert any("UNEW" in str(one.payload) for one in steps(decided, "invite_more"))
    assert not any(REPORTER in str(one.payload) for one in steps(decided, "invite_more"))
    assert decided.changes == ()


def test_before_the_card_stands_nobody_is_told_of_a_role() -> None:
    decided = moved(FACTS, joined=(("UNEW", "IS"),))
    assert steps(decided, "role_joined") == []
    assert decided.entries == ()


def test_without_a_channel_nothing_follows() -> None:
    decided = moved(with_incident(channel=None), joined=(("UNEW", "IS"),), left=((IS_LEAD, "IS"),))
    assert (decided.changes, decided.entries, decided.sends) == ((), (), ())


@pytest.mark.parametrize(("many", "told"), [(MOST_NAMED, MOST_NAMED), (MOST_NAMED + 1, 0)])
def test_of_many_who_came_only_the_record_tells(many: int, told: int) -> None:
    decided = moved(joined=tuple((f"U{number}", "IS") for number in range(many)))
    assert len(steps(decided, "role_joined")) == told
    assert len(decided.entries) == 1


WITHOUT_IVY = replace(
    TEAM,
    department=replace(
        TEAM.department,
        roles={
            **TEAM.department.roles,
            "IS": replace(TEAM.department.roles["IS"], members=("isaac@example.gov",)),
        },
    ),
)


def test_who_lost_the_role_holds_it_no_longer_and_is_named_to_ai() -> None:
    decided = moved(held("IS", IS_OTHER), WITHOUT_IVY, left=((IS_OTHER, "IS"),))
    assert decided.changes == (SetHolder(role="IS", user=None, by="bot", at=NOW),)
    assert [(one.kind, one.actor, one.body) for one in decided.entries] == [
        ("role_lost", "bot", {"number": "BR-2026-0007", "role": "IS", "user": IS_OTHER})
    ]
    stamp = int(NOW.timestamp() * 1000)
    assert [(one.key, one.payload) for one in steps(decided, "room_alarm")] == [
        (
            f"role_lost:BR-2026-0007:{stamp}:{IS_OTHER}:{user}",
            {"change": "role_lost", "about": IS_OTHER, "user": user},
        )
        for user in (AI_LEAD, AI_OTHER)
    ]
    assert CARD in decided.sends


def test_who_lost_a_role_that_another_holds_takes_it_from_nobody() -> None:
    decided = moved(held("IS", IS_LEAD), WITHOUT_IVY, left=((IS_OTHER, "IS"),))
    assert decided.changes == ()
    assert CARD not in decided.sends


@pytest.mark.parametrize("user", [IS_LEAD, REPORTER])
def test_who_still_has_a_role_or_reported_is_not_named(user: str) -> None:
    assert steps(moved(left=((user, "CR"),)), "room_alarm") == []


def test_slack_itself_takes_out_whoever_was_deactivated() -> None:
    gone = Person(ref=IS_OTHER, user=IS_OTHER, status="deactivated")
    team = replace(WITHOUT_IVY, people={**WITHOUT_IVY.people, IS_OTHER: gone})
    assert steps(moved(FACTS, team, left=((IS_OTHER, "IS"),)), "room_alarm") == []


def test_whoever_holds_ai_hears_of_it_alone() -> None:
    decided = moved(held("AI", AI_OTHER), left=((STRANGER, "CR"),))
    assert [one.payload["user"] for one in steps(decided, "room_alarm")] == [AI_OTHER]


@pytest.mark.parametrize(("many", "one_by_one"), [(MOST_NAMED, True), (MOST_NAMED + 1, False)])
def test_of_many_who_lost_a_role_ai_hears_the_number(many: int, one_by_one: bool) -> None:
    decided = moved(held("AI", AI_OTHER), left=tuple((f"U{number}", "IS") for number in range(many)))
    assert len(steps(decided, "room_alarm")) == (many if one_by_one else 0)
    counted = [(one.payload["user"], one.payload["count"]) for one in steps(decided, "roles_lost")]
    assert counted == ([] if one_by_one else [(AI_OTHER, many)])
