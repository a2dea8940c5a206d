"""What happens to the channel: what is told to AI, what is nothing, what ends a trouble, and what AI may undo."""

from dataclasses import replace
from typing import Any

import pytest

from bot.commands import ChannelChanged, PutChannelRight
from bot.decision import AddTrouble, Decision, EndTrouble, Refresh, Refusal, Revive, Step
from bot.duty import Holder
from bot.incident import IncidentFacts, Trouble
from bot.rules.channel_state import ACCEPTED, shut
from bot.rules.channel_watch import channel_changed, put_channel_right
from tests.given import AI_LEAD, AI_OTHER, CCO, FACTS, IS_OTHER, NOW, REPORTER, STRANGER, situated, with_incident

CARD = Refresh(surface="card")


def troubled(*steps: str, facts: IncidentFacts = FACTS) -> IncidentFacts:
    return replace(facts, troubles=tuple(Trouble(step=step, error="told") for step in steps))


def heard(change: Any, facts: IncidentFacts = FACTS, **more: Any) -> Decision:
    return channel_changed(ChannelChanged(key="k1", incident=7, change=change, **more), situated(facts))


def told(decision: Decision) -> list[object]:
    return [one.payload["user"] for one in decision.sends if isinstance(one, Step) and one.name == "room_alarm"]


def nothing(decision: Decision) -> bool:
    return (decision.changes, decision.entries, decision.sends) == ((), (), ())


def test_somebody_without_a_role_who_comes_in_is_told_to_all_of_ai_and_stands_on_the_card() -> None:
    decided = heard("joined", user=STRANGER)
    assert decided.changes == (AddTrouble(step=f"room:joined:{STRANGER}", error="told"),)
    assert told(decided) == [AI_LEAD, AI_OTHER]
    assert CARD in decided.sends
    assert [(one.kind, one.actor, one.body["user"]) for one in decided.entries] == [("room_joined", STRANGER, STRANGER)]


def test_whoever_holds_ai_is_told_alone() -> None:
    held = replace(FACTS, holders={"AI": Holder(role="AI", user=AI_OTHER, since=NOW)})
    decided = heard("joined", held, user=STRANGER)
    assert told(decided) == [AI_OTHER]
    (alarm,) = [one for one in decided.sends if isinstance(one, Step)]
    assert alarm.key == f"room:BR-2026-0007:joined:k1:{AI_OTHER}"
    assert alarm.payload == {"change": "joined", "about": STRANGER, "user": AI_OTHER}


@pytest.mark.parametrize("change", ["joined", "stranger"])
@pytest.mark.parametrize("user", [REPORTER, CCO])
def test_the_reporter_and_people_of_a_role_may_come_in(change: str, user: str) -> None:
    assert nothing(heard(change, user=user))


def test_a_stranger_is_told_again_when_coming_back_but_not_when_looked_for() -> None:
    known = troubled(f"room:joined:{STRANGER}")
    assert told(heard("joined", known, user=STRANGER)) == [AI_LEAD, AI_OTHER]
    assert nothing(heard("joined", known, user=STRANGER, looked=True))
    assert told(heard("stranger", user=STRANGER, looked=True)) == [AI_LEAD, AI_OTHER]


def test_a_stranger_who_is_gone_is_no_trouble_any_more() -> None:
    decided = heard("settled", troubled(f"room:joined:{STRANGER}"), user=STRANGER)
    assert (decided.changes, decided.sends) == ((EndTrouble(step=f"room:joined:{STRANGER}"),), (CARD,))
    assert nothing(heard("settled", user=STRANGER))


def test_a_stranger_who_leaves_is_on_record_and_off_the_card_and_alarms_nobody() -> None:
    decided = heard("left", troubled(f"room:joined:{STRANGER}"), user=STRANGER)
    assert decided.changes == (EndTrouble(step=f"room:joined:{STRANGER}"),)
    assert decided.sends == (CARD,)
    assert [one.kind for one in decided.entries] == ["room_left"]
    unknown = heard("left", user=STRANGER)
    assert (unknown.changes, unknown.sends, len(unknown.entries)) == ((), (), 1)


@pytest.mark.parametrize("user", [REPORTER, IS_OTHER])
def test_somebody_of_the_incident_who_leaves_is_told_to_ai_and_is_no_trouble_of_the_channel(user: str) -> None:
    decided = heard("left", user=user)
    assert told(decided) == [AI_LEAD, AI_OTHER]
    assert decided.changes == ()
    assert CARD not in decided.sends


@pytest.mark.parametrize("change", ["archived", "removed", "deleted"])
def test_a_channel_that_takes_nothing_is_told_and_its_card_is_not_touched(change: str) -> None:
    decided = heard(change)
    assert decided.changes == (AddTrouble(step=f"room:{change}", error="told"),)
    assert told(decided) == [AI_LEAD, AI_OTHER]
    assert CARD not in decided.sends
    assert decided.entries[0].actor == "slack"
    assert decided.entries[0].body["user"] is None


@pytest.mark.parametrize("change", ["archived", "removed", "deleted", "public", "shared"])
def test_what_lasts_is_told_once(change: str) -> None:
    assert nothing(heard(change, troubled(f"room:{change}")))
    assert told(heard(change, troubled("room:renamed"))) == [AI_LEAD, AI_OTHER]


def test_a_bot_that_is_out_of_a_deleted_channel_is_no_news_but_one_out_of_an_archived_is() -> None:
    assert nothing(heard("removed", troubled("room:deleted")))
    assert told(heard("archived", troubled("room:deleted"))) == [AI_LEAD, AI_OTHER]


@pytest.mark.parametrize("change", ["archived", "removed", "deleted"])
def test_the_channel_of_a_closed_incident_may_be_archived(change: str) -> None:
    assert nothing(heard(change, with_incident(state="closed")))


@pytest.mark.parametrize("change", ["public", "shared"])
def test_a_closed_incident_that_can_be_seen_is_told_all_the_same(change: str) -> None:
    decided = heard(change, with_incident(state="closed"))
    assert told(decided) == [AI_LEAD, AI_OTHER]
    assert CARD in decided.sends


def test_a_name_that_the_bot_gave_is_nothing_and_another_is_told_each_time() -> None:
    assert nothing(heard("renamed", name=FACTS.incident.channel_name))
    assert told(heard("renamed", troubled("room:renamed"), name="stolen-laptop")) == [AI_LEAD, AI_OTHER]
    assert nothing(heard("renamed", troubled("room:renamed"), name="stolen-laptop", looked=True))


@pytest.mark.parametrize(
    ("change", "trouble", "revives"),
    [
        ("unarchived", "room:archived", True),
        ("returned", "room:removed", True),
        ("returned", "room:deleted", True),
        ("private", "room:public", False),
        ("unshared", "room:shared", False),
        ("named", "room:renamed", False),
    ],
)
def test_what_is_right_again_ends_its_trouble(change: str, trouble: str, revives: bool) -> None:
    decided = heard(change, troubled(trouble, "room:other"))
    assert decided.changes == (EndTrouble(step=trouble),)
    assert decided.sends == ((Revive(), CARD) if revives else (CARD,))
    assert [(one.kind, one.actor) for one in decided.entries] == [(f"room_{change}", "slack")]
    calm = heard(change)
    assert (calm.changes, calm.entries) == ((), ())
    assert calm.sends == ((Revive(),) if revives else ())


def right(change: Any, facts: IncidentFacts = FACTS, *, actor: str = AI_LEAD, **more: Any) -> Decision | Refusal:
    return put_channel_right(PutChannelRight(key="k2", actor=actor, incident=7, change=change, **more), situated(facts))


@pytest.mark.parametrize(
    ("change", "user", "undo"),
    [
        ("joined", STRANGER, "take_out"),
        ("stranger", STRANGER, "take_out"),
        ("role_lost", STRANGER, "take_out"),
        ("left", IS_OTHER, "bring_back"),
        ("renamed", "", "rename_back"),
    ],
)
def test_ai_has_the_bot_undo_what_the_bot_can_undo(change: str, user: str, undo: str) -> None:
    decided = right(change, user=user)
    assert isinstance(decided, Decision)
    assert decided.sends == (Step(name=undo, key=f"{undo}:BR-2026-0007:k2", payload={"user": user}),)
    assert [(one.kind, one.actor, one.body["user"]) for one in decided.entries] == [
        ("room_put_right", AI_LEAD, user or None)
    ]
    assert decided.answer.name == "room_put_right"
    assert decided.changes == ()


@pytest.mark.parametrize(("change", "user"), [("joined", STRANGER), ("renamed", "")])
def test_what_ai_leaves_as_it_is_stands_as_accepted(change: str, user: str) -> None:
    step = f"room:{change}:{user}" if user else f"room:{change}"
    decided = right(change, troubled(step), user=user, leave=True)
    assert isinstance(decided, Decision)
    assert decided.changes == (AddTrouble(step=step, error=ACCEPTED),)
    assert decided.sends == (CARD,)
    assert [one.kind for one in decided.entries] == ["room_accepted"]


def test_a_name_that_is_no_trouble_any_more_is_only_on_record() -> None:
    decided = right("renamed", leave=True)
    assert isinstance(decided, Decision)
    assert (decided.changes, decided.sends, len(decided.entries)) == ((), (), 1)


def test_an_archived_channel_is_for_a_person_to_undo() -> None:
    decided = right("archived", troubled("room:archived"))
    assert isinstance(decided, Decision)
    assert (decided.changes, decided.sends, decided.answer.name) == ((), (), "room_accepted")


@pytest.mark.parametrize(
    ("change", "user", "refused"),
    [
        ("joined", CCO, "belongs_there"),
        ("joined", REPORTER, "belongs_there"),
        ("left", STRANGER, "belongs_not_there"),
        ("painted", STRANGER, "no_such_act"),
    ],
)
def test_nothing_is_undone_against_what_holds_by_now(change: str, user: str, refused: str) -> None:
    decided = right(change, user=user)
    assert isinstance(decided, Refusal)
    assert decided.name == refused
    assert decided.values.get("by", user) == user


@pytest.mark.parametrize(
    ("actor", "facts", "refused"),
    [(CCO, FACTS, "role_needed"), (AI_LEAD, with_incident(state="closed"), "incident_closed")],
)
def test_only_ai_puts_an_open_incidents_channel_right(actor: str, facts: IncidentFacts, refused: str) -> None:
    decided = right("joined", facts, actor=actor, user=STRANGER)
    assert isinstance(decided, Refusal)
    assert decided.name == refused


@pytest.mark.parametrize("why", ["archived", "removed", "deleted"])
def test_what_could_not_be_posted_is_not_taken_at_typing(why: str) -> None:
    refused = shut(troubled(f"room:{why}"), field="text")
    assert refused == Refusal(name=f"channel_{why}", values={"number": "BR-2026-0007", "field": "text"})
    assert shut(troubled("room:public"), field="text") is None
