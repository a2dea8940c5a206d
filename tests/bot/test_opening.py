"""Opening the channel: what Slack answered decides what comes next, and the same answer twice changes nothing."""

from dataclasses import replace

import pytest

from bot.decision import (
    AddItems,
    AddTrouble,
    Answer,
    Decision,
    Refresh,
    Revive,
    SetAbsent,
    SetChannel,
    SetMessage,
    Step,
)
from bot.department import TEAM_ROLES
from bot.incident import Message, Trouble
from bot.policy.load import load_packs
from bot.rulebook import Rulebook
from bot.rules.opening import channel_opened, people_invited, surface_shown
from bot.rules.stuck import step_failed
from bot.step_commands import ChannelOpened, PeopleInvited, StepFailed, SurfaceShown
from tests.given import AI_LEAD, AI_OTHER, CCO, DEPARTMENT, FACTS, IS_LEAD, REPORTER, TEAM, situated, with_incident

NEW = with_incident(channel=None, state="reported")
CHANNEL = ChannelOpened(key="create:BR-2026-0007", incident=7, channel="C0NEW", name="br-2026-0007-a1b2")
INVITED = PeopleInvited(key="k", incident=7, inside=(REPORTER, AI_LEAD), absent=(("gone@example.gov", "unknown"),))
CARD = SurfaceShown(key="k", incident=7, surface="card", channel="C0INCIDENT", ts="1.1")


@pytest.fixture(scope="module")
def law() -> Rulebook:
    return Rulebook(packs=load_packs(), department=DEPARTMENT)


def names(decision: Decision) -> set[str]:
    return {
        send.name if isinstance(send, Step) else f"refresh {send.surface}"
        for send in decision.sends
        if not isinstance(send, Revive)
    }


def test_the_channel_is_kept_and_the_investigation_begins(law: Rulebook) -> None:
    decision = channel_opened(CHANNEL, situated(NEW, law=law))
    assert SetChannel(channel="C0NEW", name="br-2026-0007-a1b2", state="investigating") in decision.changes


def test_every_unconditional_task_of_the_policy_is_laid_out_once_a_role(law: Rulebook) -> None:
    decision = channel_opened(CHANNEL, situated(NEW, law=law))
    (items,) = [change.items for change in decision.changes if isinstance(change, AddItems)]
    asked = [(item.id, item.role) for item in items]
    assert set(asked) >= {(row.id, role) for role in TEAM_ROLES for row in law.packs.policy.checklist(role)}
    assert len(asked) == len(set(asked))


def test_the_invitation_comes_right_after_the_channel(law: Rulebook) -> None:
    assert channel_opened(CHANNEL, situated(NEW, law=law)).sends == (Step(name="invite", key="invite:BR-2026-0007"),)


def test_the_record_says_which_policy_the_lists_came_from(law: Rulebook) -> None:
    entry, *_ = channel_opened(CHANNEL, situated(NEW, law=law)).entries
    assert entry.body["policy"] == law.packs.policy.version


def test_a_channel_that_is_open_already_changes_nothing(law: Rulebook) -> None:
    decision = channel_opened(CHANNEL, situated(FACTS, law=law))
    assert (decision.changes, decision.entries, decision.sends) == ((), (), ())


def test_who_is_absent_is_kept() -> None:
    assert people_invited(INVITED, situated(FACTS)).changes == (SetAbsent(people=(("gone@example.gov", "unknown"),)),)


def test_card_reporter_lists_and_topic_go_out_side_by_side() -> None:
    sent = names(people_invited(INVITED, situated(FACTS)))
    assert {"refresh card", "refresh reporter", "refresh phase:first_hour", "set_topic"} <= sent


def test_only_the_list_of_the_first_hour_stands_at_the_opening() -> None:
    sent = names(people_invited(INVITED, situated(FACTS)))
    assert [one for one in sent if one.startswith("refresh phase:")] == ["refresh phase:first_hour"]


def test_the_policy_is_bookmarked_where_the_configuration_says_where_it_stands() -> None:
    team = replace(TEAM, department=replace(DEPARTMENT, policy_url="https://example.gov/policy"))
    assert "bookmark_policy" in names(people_invited(INVITED, situated(FACTS, team=team)))


def test_no_bookmark_is_asked_for_where_it_does_not() -> None:
    assert "bookmark_policy" not in names(people_invited(INVITED, situated(FACTS)))


def test_a_role_that_nobody_holds_is_an_alarm_to_everybody_of_ai() -> None:
    alarms = [send for send in people_invited(INVITED, situated(FACTS)).sends if getattr(send, "name", "") == "alarm"]
    assert [(one.payload["role"], one.payload["user"]) for one in alarms if isinstance(one, Step)] == [
        ("CR", AI_LEAD),
        ("CR", AI_OTHER),
    ]


def test_a_role_that_nobody_holds_stands_in_the_record() -> None:
    entries = people_invited(INVITED, situated(FACTS)).entries
    assert [entry.body["roles"] for entry in entries if entry.kind == "roles_empty"] == [("CR",)]


def test_the_same_invitation_twice_asks_for_the_same_steps() -> None:
    first, second = (
        people_invited(INVITED, situated(FACTS)),
        people_invited(INVITED, situated(FACTS)),
    )
    assert first.sends == second.sends


def test_where_a_surface_stands_is_kept() -> None:
    assert surface_shown(CARD, situated(FACTS)).changes == (SetMessage(surface="card", channel="C0INCIDENT", ts="1.1"),)


def test_the_card_is_pinned_and_bookmarked_once_it_stands() -> None:
    assert names(surface_shown(CARD, situated(FACTS))) == {
        "pin_card",
        "bookmark_card",
    }


def test_a_list_is_not_pinned() -> None:
    assert surface_shown(replace(CARD, surface="checklist:IS"), situated(FACTS)).sends == ()


def test_a_surface_that_was_shown_already_changes_nothing() -> None:
    known = replace(FACTS, messages={"card": Message(surface="card", channel="C0INCIDENT", ts="1.1")})
    decision = surface_shown(CARD, situated(known))
    assert (decision.changes, decision.sends) == ((), ())


def failed(step: str) -> Decision:
    return step_failed(
        StepFailed(key="k", incident=7, step=step, error="restricted_action"),
        situated(FACTS),
    )


STEPS = (
    "create_channel",
    "invite",
    "set_topic",
    "pin_card",
    "surface:card",
    "surface:checklist:IS",
    "alarm",
    "failure",
)


@pytest.mark.parametrize("step", STEPS)
def test_every_failure_is_kept_and_recorded(step: str) -> None:
    decision = failed(step)
    assert decision.changes == (AddTrouble(step=step, error="restricted_action"),)
    assert [(entry.kind, entry.body["step"]) for entry in decision.entries] == [("step_failed", step)]


@pytest.mark.parametrize("step", ["create_channel", "invite"])
def test_where_no_channel_can_tell_the_reporter_and_ai_are_told_directly(step: str) -> None:
    told = [send.payload["user"] for send in failed(step).sends if isinstance(send, Step) and send.name == "failure"]
    assert told == [REPORTER, AI_LEAD, AI_OTHER, CCO, IS_LEAD]


def test_a_reporter_who_is_of_ai_is_told_once() -> None:
    command = StepFailed(key="k", incident=7, step="invite", error="restricted_action")
    sends = step_failed(command, situated(with_incident(reporter=AI_LEAD))).sends
    told = [send.payload["user"] for send in sends if isinstance(send, Step) and send.name == "failure"]
    assert told == [AI_LEAD, AI_OTHER, CCO, IS_LEAD]


@pytest.mark.parametrize("step", ["set_topic", "pin_card", "surface:checklist:IS", "surface:reporter"])
def test_other_failures_show_on_the_card(step: str) -> None:
    assert failed(step).sends == (Refresh(surface="card"),)


@pytest.mark.parametrize("step", ["failure", "alarm"])
def test_a_failure_to_tell_of_a_failure_does_not_go_round_in_circles(step: str) -> None:
    assert failed(step).sends == ()


def test_ai_hears_of_a_card_that_cannot_tell_of_itself() -> None:
    sends = failed("surface:card").sends
    assert [(one.name, one.payload["user"]) for one in sends if isinstance(one, Step)] == [
        ("failure", AI_LEAD),
        ("failure", AI_OTHER),
    ]


def test_the_same_failure_is_told_once() -> None:
    known = replace(FACTS, troubles=(Trouble(step="set_topic", error="restricted_action"),))
    command = StepFailed(key="k2", incident=7, step="set_topic", error="restricted_action")
    assert step_failed(command, situated(known)) == Decision(answer=Answer(name="noted"))


def test_a_surface_that_took_another_s_place_is_known_and_a_card_pinned_again() -> None:
    known = replace(FACTS, messages={"card": Message(surface="card", channel="C0INCIDENT", ts="0.9")})
    decision = surface_shown(CARD, situated(known))
    assert decision.changes == (SetMessage(surface="card", channel="C0INCIDENT", ts="1.1"),)
    assert {one.key for one in decision.sends if isinstance(one, Step)} == {
        "pin:BR-2026-0007:1.1",
        "bookmark:BR-2026-0007:1.1",
    }
