"""Who is reminded of an unclaimed role: its first person, then everybody of it; nobody is left out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import SnoozeReminder
from bot.decision import Decision, PutReminder
from bot.department import Person, PersonStatus, RoleMembers, Team
from bot.duty import Duty, Reminder
from bot.policy.load import load_packs
from bot.rulebook import Rulebook
from bot.rules.duties import recipients_of
from bot.rules.reminding import remind, snooze_reminder
from tests.given import AI_LEAD, AI_OTHER, CCO, DEPARTMENT, FACTS, IS_LEAD, IS_OTHER, NOW, TEAM, situated

LAW = Rulebook(packs=load_packs(), department=DEPARTMENT)
REMINDERS = LAW.packs.reminders
AFTER = REMINDERS.alternates_after
SNOOZE = REMINDERS.cadences["role_unclaimed"].snooze


def unclaimed(role: str) -> Duty:
    return Duty(kind="role_unclaimed", subject=role, role=role, arose=NOW)


def reminder(role: str, sent: int) -> Reminder:
    return Reminder(id=1, kind="role_unclaimed", subject=role, due_at=NOW, sent=sent)


def grouped(role: str, *users: str) -> Team:
    """The role has no members of its own, and a user group with these."""
    roles: Mapping[str, RoleMembers] = {**DEPARTMENT.roles, role: RoleMembers(code=role, usergroup="S0GROUP")}
    return replace(TEAM, department=replace(DEPARTMENT, roles=roles), groups={"S0GROUP": users})


def test_the_first_person_is_asked_before_the_alternates() -> None:
    asked_ = [recipients_of(unclaimed("IS"), sent, situated(FACTS, law=LAW)) for sent in range(AFTER + 3)]
    assert asked_ == [(IS_LEAD,)] * AFTER + [(IS_LEAD, IS_OTHER)] * 3


def test_the_alternates_come_before_the_other_ways_and_the_telephone() -> None:
    assert 1 <= AFTER < REMINDERS.out_of_band_after < REMINDERS.telephone_after


@pytest.mark.parametrize("status", ["deactivated", "guest"])
def test_the_next_in_line_is_asked_when_the_first_cannot_act(status: PersonStatus) -> None:
    gone = Person(ref="isaac@example.gov", user=IS_LEAD, status=status)
    team = replace(TEAM, people={**TEAM.people, "isaac@example.gov": gone})
    assert recipients_of(unclaimed("IS"), 0, situated(FACTS, team=team, law=LAW)) == (IS_OTHER,)


def test_the_next_in_line_is_asked_when_the_directory_does_not_know_the_first() -> None:
    team = replace(TEAM, people={AI_LEAD: TEAM.people[AI_LEAD]})
    assert recipients_of(unclaimed("IS"), 0, situated(FACTS, team=team, law=LAW)) == (IS_OTHER,)


def test_the_first_of_a_user_group_is_asked_before_the_others() -> None:
    team = grouped("CR", "UROSA", "URUTH")
    assert recipients_of(unclaimed("CR"), 0, situated(FACTS, team=team, law=LAW)) == ("UROSA",)
    assert recipients_of(unclaimed("CR"), AFTER, situated(FACTS, team=team, law=LAW)) == ("UROSA", "URUTH")


def test_a_role_of_nobody_is_ais_first_person_and_then_all_of_ai() -> None:
    assert recipients_of(unclaimed("CR"), 0, situated(FACTS, law=LAW)) == (AI_LEAD,)
    assert recipients_of(unclaimed("CR"), AFTER, situated(FACTS, law=LAW)) == (AI_LEAD, AI_OTHER)


def test_each_reminder_of_an_unclaimed_role_goes_to_whom_it_says() -> None:
    told = []
    for sent in range(AFTER + 1):
        known = replace(FACTS, reminders=(reminder("IS", sent),))
        turn = remind(situated(known, law=LAW), [("role_unclaimed", "IS")])
        told.append({due_reminder.user for due_reminder in turn.due_reminders})
    assert told == [{IS_LEAD}] * AFTER + [{IS_LEAD, IS_OTHER}]


@pytest.mark.parametrize(
    ("role", "who", "sent"),
    [("IS", IS_LEAD, 1), ("IS", IS_OTHER, AFTER + 1), ("CR", AI_LEAD, 1), ("CR", AI_OTHER, AFTER + 1)],
)
def test_whoever_was_asked_may_put_it_off(role: str, who: str, sent: int) -> None:
    known, until = replace(FACTS, reminders=(reminder(role, sent),)), NOW + SNOOZE
    decided = snooze_reminder(
        SnoozeReminder(key="k", actor=who, incident=7, reminder=1, until=until),
        situated(known, law=LAW),
    )
    assert isinstance(decided, Decision)
    assert [one.due_at for one in decided.changes if isinstance(one, PutReminder)] == [until]


def test_somebody_who_was_not_asked_may_not_put_it_off() -> None:
    known, until = replace(FACTS, reminders=(reminder("CR", 1),)), NOW + timedelta(minutes=30)
    decided = snooze_reminder(
        SnoozeReminder(key="k", actor=CCO, incident=7, reminder=1, until=until),
        situated(known, law=LAW),
    )
    assert getattr(decided, "name", "") == "reminder_not_yours"
