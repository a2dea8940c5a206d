"""Days of reminders: nobody gets more than six a day, nothing is dropped, a limit of the law is never passed over."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.incident import IncidentFacts, Item
from bot.question import OpenQuestion
from bot.rules.duties import list_duties, recipients_of
from bot.rules.telling import next_word
from tests.bot.days import MOST, ZONE, Days
from tests.bot.noticing import ASKED, CCO_OTHER, CR, KNOWN, holding
from tests.given import AI_LEAD, AI_OTHER, CCO, FACTS, IS_LEAD, IS_OTHER, NOTICE_OWED, having, knowing

LEADER = Item(id="POL-7.1", title="Tell the leader", cite="Policy 7", role="AI", position=3)
OPENED = replace(FACTS, items=(*FACTS.items, LEADER))
KEPT = {**NOTICE_OWED, "data_role": "maintains"}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def begun(facts: IncidentFacts, now: datetime) -> Days:
    days = Days(facts=replace(facts, incident=replace(facts.incident, reported_at=now)), now=now)
    days.plan()
    return days


STARTS = st.builds(at, st.integers(16, 22), st.integers(0, 23), st.sampled_from((0, 30)))
WHAT: Mapping[str, Callable[[IncidentFacts], IncidentFacts]] = {
    "kept": lambda facts: knowing(facts, **KEPT),
    "owed": lambda facts: knowing(facts, **NOTICE_OWED),
    "sunshine": lambda facts: knowing(facts, sunshine_request_received_at="2026-11-16T09:00:00-06:00"),
    "voted": lambda facts: having(
        having(having(facts, "severity", "very_high", role="AI"), "severity", "very_high", role="CCO"),
        "severity",
        "very_high",
        role="IS",
    ),
    "asked": lambda facts: holding(replace(ASKED, asked_at=facts.incident.reported_at), facts),
    "question": lambda facts: replace(
        facts, asked={"POL-4.2": OpenQuestion(question="POL-4.2", at=facts.incident.reported_at)}
    ),
    "done": lambda facts: replace(facts, items=()),
    "called": lambda facts: replace(facts, incident=replace(facts.incident, called_at=facts.incident.reported_at)),
}
TAKEN = {"AI": AI_LEAD, "CCO": CCO, "IS": IS_LEAD, "CR": CR}
EVENT = st.tuples(st.integers(1, 600), st.sampled_from((*WHAT, *TAKEN)))


@settings(max_examples=60, deadline=None)
@given(start=STARTS, events=st.lists(EVENT, max_size=8), opened=st.booleans())
def test_nobody_is_reminded_more_than_six_times_a_day_and_nothing_is_dropped(
    start: datetime, events: list[tuple[int, str]], opened: bool
) -> None:
    first = OPENED if opened else replace(OPENED, incident=replace(OPENED.incident, channel=None))
    days = begun(first, start)
    for minutes, what in events:
        days.until(days.now + timedelta(minutes=minutes))
        days.take(**{what: TAKEN[what]}) if what in TAKEN else days.change(WHAT[what](days.facts))
    days.until(start + timedelta(days=4))
    assert days.busiest <= MOST, days.reminders
    open_ = {duty.key for duty in list_duties(days.situation)}
    assert {(one.kind, one.subject) for one in days.facts.reminders} == open_
    latest = days.now + timedelta(days=6)
    assert all(one.due_at <= latest for one in days.facts.reminders)


def test_the_busiest_person_of_the_worst_day_is_told_six_times() -> None:
    """An incident in which everything is owed at once and nobody does anything, from a Friday evening on."""
    days = begun(knowing(OPENED, **KEPT, sunshine_request_received_at="2026-11-16T09:00:00-06:00"), at(20, 17))
    days.change(WHAT["voted"](days.facts))
    days.until(at(24, 17))
    print(f"\nreminder messages a day to the busiest person: {days.busiest} of at most {MOST}")  # noqa: T201 - shown by `pytest -s`
    assert days.busiest <= MOST
    assert max(days.asked.values()) >= 1


def test_one_task_that_cannot_wait_backs_off_and_comes_the_next_morning() -> None:
    days = begun(replace(OPENED, items=(LEADER,)), at(16, 9))
    days.take(**TAKEN)
    days.until(at(18, 9))
    told = [moment.astimezone(ZONE) for moment, kind, _ in days.told if kind == "leader_notice"]
    assert told == [at(16, 9, 30), at(16, 10, 30), at(16, 12, 30), at(16, 16, 30), at(17, 8), at(18, 8)]


def test_at_night_one_person_is_told_and_then_the_next() -> None:
    days = begun(replace(OPENED, items=(LEADER,)), at(16, 21))
    days.take(**TAKEN)
    days.until(at(17, 6))
    told = [people for _, kind, people in days.told if kind == "leader_notice"]
    assert told == [(AI_LEAD,), (AI_OTHER,), (AI_LEAD,), (AI_OTHER,)]


def test_at_night_a_role_that_nobody_takes_is_asked_of_one_person_at_a_time() -> None:
    days = begun(OPENED, at(16, 23))
    days.until(at(17, 0))
    told = [people for _, kind, people in days.told if kind == "role_unclaimed" and {*people} & {IS_LEAD, IS_OTHER}]
    assert all(len(people) == 1 for people in told)
    assert {IS_LEAD, IS_OTHER} <= {user for people in told for user in people}


@pytest.mark.parametrize("hour", [3, 10, 22])
def test_who_is_asked_for_something_is_told_at_that_moment_at_any_hour(hour: int) -> None:
    days = begun(replace(KNOWN, items=()), at(16, hour))
    days.take(**TAKEN)
    before = len(days.told)
    days.until(at(16, hour, 20))
    asked = replace(ASKED, asked_at=days.now)
    days.change(replace(holding(asked), holders=days.facts.holders, incident=days.facts.incident))
    told = [(moment, people) for moment, kind, people in days.told[before:] if kind == "approval"]
    assert told == [(at(16, hour, 20), (CCO,))]


def test_what_is_asked_shortly_after_is_gathered_in_one_message() -> None:
    days = begun(replace(OPENED, items=()), at(16, 9))
    days.take(**TAKEN)
    days.until(at(16, 9, 20))
    asked = {name: OpenQuestion(question=name, at=days.now) for name in ("POL-7.A", "POL-7.B")}
    quiet = knowing(days.facts, **NOTICE_OWED)
    days.change(replace(quiet, asked={"POL-7.A": asked["POL-7.A"]}))
    first = [one for one in days.told if one[1] == "decision"]
    days.now += timedelta(seconds=20)
    days.change(replace(days.facts, asked=asked))
    assert [one for one in days.told if one[1] == "decision"] == first, "not a second message within a minute"
    days.until(days.now + timedelta(minutes=2))
    assert len([one for one in days.told if one[1] == "decision"]) > len(first)


def test_who_had_enough_is_passed_over_for_the_next_of_the_office() -> None:
    days = begun(knowing(replace(OPENED, items=(LEADER,)), **KEPT), at(16, 9))
    days.take(**TAKEN)
    days.change(WHAT["voted"](days.facts))
    days.until(at(19, 9))
    assert days.busiest <= MOST
    for duty in list_duties(days.situation):
        told = next_word(duty, days.situation)
        assert told is not None and told.users, f"nobody is next for {duty.key}"


def test_a_limit_of_the_law_is_told_at_its_hours_however_much_was_told_that_day() -> None:
    asked = knowing(OPENED, **KEPT, sunshine_request_received_at="2026-11-16T09:00:00-06:00")
    days = begun(asked, at(16, 9))
    days.change(WHAT["voted"](days.facts))
    (duty,) = [one for one in list_duties(days.situation) if one.kind == "obligation"]
    assert duty.limit is not None
    days.until(duty.limit + timedelta(hours=1))
    told = {moment for moment, kind, people in days.told if kind == "obligation" and people}
    before = days.situation.law.packs.reminders.cadences["obligation"].before
    wanted = {duty.limit - ahead for ahead in (*before, timedelta(0)) if duty.limit - ahead > at(16, 9)}
    assert wanted <= told


def test_counsel_who_drafted_it_neither_approves_nor_stands_in() -> None:
    facts = holding(replace(ASKED, authors=(CCO,), author=CCO))
    days = begun(replace(facts, items=()), at(16, 22))
    (duty,) = [one for one in list_duties(days.situation) if one.kind == "approval"]
    assert recipients_of(duty, 0, days.situation) == (CCO_OTHER,)
    told = {user for _, kind, people in days.told if kind == "approval" for user in people}
    days.until(at(20, 12))
    assert CCO not in told
