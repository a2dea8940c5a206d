"""One list of duties in four places: App Home, "My duties", the digest and the reminders; and Slack's sizes of them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.department import Office
from bot.duty import Holder, Reminder
from bot.incident import IncidentFacts, Item
from bot.notice_draft import NoticeDraft
from bot.question import OpenQuestion
from bot.rules.duties import duties_of, list_duties, subject_of
from bot.rules.telling import next_word
from bot.situation import Situation
from handlers.render import Words
from handlers.views.duty_list import duty_list, office_duties, rows_of
from handlers.views.home import home_duties, home_page
from handlers.views.reminder import OpenDuty, reminder_message
from sandbox.rules.views import checked_view
from sandbox.text import text_of
from tests.bot.noticing import ASKED, CCO_OTHER, CR, CR_OTHER, PEOPLE, RULES, holding
from tests.given import (
    AI_LEAD,
    AI_OTHER,
    CCO,
    FACTS,
    IS_LEAD,
    IS_OTHER,
    NOTICE_OWED,
    NOW,
    REPORTER,
    STRANGER,
    having,
    knowing,
    situated,
    with_incident,
)

WORDS = Words(RULES.department)
EVERYBODY = (AI_LEAD, AI_OTHER, CCO, CCO_OTHER, IS_LEAD, IS_OTHER, CR, CR_OTHER, REPORTER)
LEADER = Item(id="POL-7.1", title="Tell the leader", cite="Policy 7", role="AI", position=3)
GIVEN_AWAY = Item(id="POL-9", title="Handed to Ivy", cite="Policy 9", role="IS", position=4, assignee=IS_OTHER)
MORE: Mapping[str, Callable[[IncidentFacts], IncidentFacts]] = {
    "leader": lambda facts: replace(facts, items=(*facts.items, LEADER)),
    "given_away": lambda facts: replace(facts, items=(*facts.items, GIVEN_AWAY)),
    "owed": lambda facts: knowing(facts, **NOTICE_OWED),
    "owner": lambda facts: knowing(facts, **{**NOTICE_OWED, "data_role": "maintains"}),
    "sunshine": lambda facts: knowing(facts, sunshine_request_received_at="2026-11-16T09:00:00-06:00"),
    "asked": lambda facts: holding(ASKED, facts),
    "question": lambda facts: replace(facts, asked={"POL-4.2": OpenQuestion(question="POL-4.2", at=NOW)}),
    "vote": lambda facts: replace(facts, asked={"severity": OpenQuestion(question="severity", at=NOW)}),
    "stale": lambda facts: having(facts, "POL-4.2", "no", relied_on={"encrypted": 1}),
    "voted": lambda facts: having(facts, "severity", "high", role="AI"),
    "called": lambda facts: replace(facts, incident=replace(facts.incident, called_at=NOW)),
    "unopened": lambda facts: replace(facts, incident=replace(facts.incident, channel=None)),
    "AI": lambda facts: held(facts, "AI", AI_OTHER),
    "IS": lambda facts: held(facts, "IS", IS_LEAD),
    "CCO": lambda facts: held(facts, "CCO", CCO),
    "closed": lambda facts: replace(facts, incident=replace(facts.incident, state="closed")),
}


def held(facts: IncidentFacts, role: str, user: str) -> IncidentFacts:
    return replace(facts, holders={**facts.holders, role: Holder(role=role, user=user, since=NOW)})


def made_of(names: list[str], sent: int) -> Situation:
    facts = FACTS
    for name in names:
        facts = MORE[name](facts)
    duties = list_duties(situated(facts, team=PEOPLE, law=RULES))
    reminders = tuple(
        Reminder(id=place, kind=one.kind, subject=one.subject, due_at=NOW + timedelta(hours=1), sent=sent)
        for place, one in enumerate(duties, 1)
    )
    return situated(replace(facts, reminders=reminders), team=PEOPLE, law=RULES)


SITUATIONS = st.builds(made_of, st.lists(st.sampled_from(sorted(MORE)), unique=True, max_size=9), st.integers(0, 5))


@settings(max_examples=60, deadline=None)
@given(situation=SITUATIONS)
def test_home_the_list_and_the_digest_hold_the_same_duties_and_together_all_of_them(situation: Situation) -> None:
    every = {one.key for one in list_duties(situation)}
    found = set()
    for user in EVERYBODY:
        mine = {one.key for one in duties_of(user, situation)}
        assert {duty.key for _, duty in home_duties(user, [situation])} == mine
        listed = json.loads(duty_list(WORDS, situation, user)["private_metadata"])
        assert set(rows_of(listed)) == mine
        if len(mine) > 1:
            reminders = {(one.kind, one.subject): one for one in situation.facts.reminders}
            about = [
                OpenDuty(facts=situation.facts, duty=one, reminder=reminders[one.key])
                for one in duties_of(user, situation)
            ]
            _, blocks = reminder_message(WORDS, about[:2], PEOPLE, RULES, user, 0, NOW)
            assert f"· {len(mine)} open" in blocks[0]["text"]["text"]
        found |= mine
    assert found == every


@settings(max_examples=40, deadline=None)
@given(situation=SITUATIONS)
def test_whoever_is_told_next_finds_the_duty_in_the_list(situation: Situation) -> None:
    for duty in list_duties(situation):
        told = next_word(duty, situation)
        assert told is not None
        for user in told.users:
            there = {one.key for one in (*duties_of(user, situation), *office_duties(user, situation))}
            assert duty.key in there or duty.role not in PEOPLE.roles_of(user)


@settings(max_examples=40, deadline=None)
@given(situation=SITUATIONS, user=st.sampled_from(EVERYBODY))
def test_every_view_of_it_is_one_that_slack_takes(situation: Situation, user: str) -> None:
    checked_view(duty_list(WORDS, situation, user), home=False)
    checked_view(home_page(WORDS, user, [situation], [situation.facts.incident]), home=True)


@pytest.mark.parametrize(
    "kind", ["decision", "approval", "question", "leader_notice", "role_unclaimed", "call", "task"]
)
def test_every_row_of_the_list_can_be_acted_on_where_it_stands(kind: str) -> None:
    situation = made_of(["leader", "asked", "question", "CCO"], 0)
    duty = next(one for one in list_duties(situation) if one.kind == kind)
    user = next(one for one in EVERYBODY if duty.key in {mine.key for mine in duties_of(one, situation)})
    rows = rows_of(json.loads(duty_list(WORDS, situation, user)["private_metadata"]))
    block = next(
        one
        for one in duty_list(WORDS, situation, user)["blocks"]
        if one.get("block_id") == f"duty:{rows.index(duty.key)}"
    )
    assert block["accessory"]["type"] == "button"


def test_the_button_of_a_task_names_its_line_and_a_done_row_keeps_its_place() -> None:
    situation = made_of(["given_away", "IS"], 0)
    before = rows_of(json.loads(duty_list(WORDS, situation, IS_LEAD)["private_metadata"]))
    task = next(one for one in situation.facts.items if one.role == "IS" and one.state == "open")
    place = before.index(("task", subject_of(task)))
    shown = duty_list(WORDS, situation, IS_LEAD)["blocks"]
    row = next(one for one in shown if one.get("block_id") == f"duty:{place}")
    assert row["accessory"]["text"]["text"].startswith(f"Done: {task.title.split()[0]}")
    assert row["accessory"]["accessibility_label"] == f"Done: {task.title}"
    done = tuple(
        replace(one, state="done", by=IS_LEAD, at=NOW) if one == task else one for one in situation.facts.items
    )
    after = replace(situation, facts=replace(situation.facts, items=done))
    row = next(
        one for one in duty_list(WORDS, after, IS_LEAD, before)["blocks"] if one.get("block_id") == f"duty:{place}"
    )
    assert "✓" in row["text"]["text"]
    assert row["accessory"]["text"]["text"] == "Undo"


def a_hundred() -> list[Situation]:
    """A hundred open incidents in which much is open."""
    found = []
    for number in range(1, 101):
        first = made_of(["leader", "owed", "asked", "vote", "question", "given_away"], 1)
        incident = replace(first.facts.incident, id=number, number=f"BR-2026-{number:04d}", channel=f"C{number:09d}")
        found.append(replace(first, facts=replace(first.facts, incident=incident)))
    return found


def test_at_a_hundred_open_incidents_every_home_is_one_that_slack_takes() -> None:
    everything = a_hundred()
    for user in EVERYBODY:
        view = home_page(WORDS, user, everything, [one.facts.incident for one in everything[:10]])
        checked_view(view, home=True)
        print(f"{user}: {len(view['blocks'])} blocks of at most 100, {len(json.dumps(view))} characters")  # noqa: T201 - shown by `pytest -s`
        assert len(view["blocks"]) <= 100
    board = json.dumps(home_page(WORDS, CCO, everything, []))
    assert all(one.facts.incident.number in board for one in everything)


def test_a_leader_sees_number_severity_owed_and_target_and_nothing_else() -> None:
    offices = (Office(name="Central District", leader=STRANGER),)
    team = replace(PEOPLE, department=replace(PEOPLE.department, offices=offices))
    facts = knowing(with_incident(office="Central District"), **NOTICE_OWED)
    facts = having(facts, "severity", "high", role="AI")
    elapsed: Any = {"elapsed:us_mo_407_1500:consumer_notice": {"spent_on": [], "target": "2026-12-01"}}
    facts = knowing(facts, **elapsed)
    page = home_page(WORDS, STRANGER, [situated(facts, team=team, law=RULES)], [])
    (line,) = [
        block["text"]["text"] for block in page["blocks"] if "BR-2026-0007" in str(block.get("text", {}).get("text"))
    ]
    assert line == "*BR-2026-0007* · severity high · owed: Tell affected Missouri consumers · target 2026-12-01"
    shown = json.dumps(page)
    for hidden in ("laptop", "C0INCIDENT", "Something to do", "statutory", "Alice"):
        assert hidden not in shown
    assert "BR-2026-0007" not in json.dumps(home_page(WORDS, "UOTHER", [situated(facts, team=team, law=RULES)], []))


def test_no_home_and_no_digest_says_what_people_typed() -> None:
    typed = replace(LEADER, id="POL-11.E", subject="The sheriff of Zanzibar")
    facts = replace(with_incident(what="A Zanzibar ledger"), items=(typed, GIVEN_AWAY))
    made = NoticeDraft(**{**vars(ASKED), "text": "Zanzibar", "each": "Zanzibar"})
    situation = situated(holding(made, facts), team=PEOPLE, law=RULES)
    for user in EVERYBODY:
        assert "Zanzibar" not in text_of(home_page(WORDS, user, [situation], [situation.facts.incident]))
