"""Decisions in the database: one in force, the old ones kept, two replicas at once, papers expunged by order."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from bot.decision import Answer, Refusal
from bot.determination import Determination
from bot.question_commands import Determine, Reopen
from bot.rulebook import Rulebook
from bot.rules.record_text import record_stamp
from bot.step_commands import ChannelOpened
from storage import facts
from storage.engine import Store, open_store
from storage.utc_time import UtcTime
from tests.given import AI_LEAD, AI_OTHER, NOW
from tests.storage.steps import one, report, rows, run, tell


@pytest.fixture
async def opened(store: Store, rules: Rulebook) -> Store:
    """A store with one incident whose channel is open."""
    await report(store, rules)
    await tell(store, ChannelOpened(key="opened", incident=1, channel="C1", name="br-2026-0001-abcd"), rules)
    return store


def no_police(key: str = "view:1", **more: Any) -> Determine:
    fields: dict[str, Any] = {"actor": AI_LEAD, "incident": 1, "question": "POL-4.2", "act": "decide", "outcome": "no"}
    return Determine(key=key, seen=9, reason="Nothing points to a crime", **(fields | more))


async def in_force(store: Store) -> tuple[Determination, ...]:
    known = await store.read(lambda conn: facts.incident_facts(conn, 1))
    assert known is not None
    return known.determinations


async def test_what_was_decided_comes_back_as_it_was(opened: Store, rules: Rulebook) -> None:
    answers = {"agency": "Highway Patrol, naïve 😀"}
    await tell(opened, no_police(outcome="yes", answers=answers, consulted=("IS",)), rules)
    (made,) = await in_force(opened)
    assert (made.question, made.outcome, made.by, made.at) == ("POL-4.2", "yes", AI_LEAD, NOW)
    assert (made.reason, made.consulted, made.answers) == ("Nothing points to a crime", ("IS",), answers)
    assert made.relied_on == {"physical_criminal_conduct": 0, "incident_kinds": 0}


async def test_the_same_form_sent_twice_is_one_decision(opened: Store, rules: Rulebook) -> None:
    first, second = await tell(opened, no_police(), rules), await tell(opened, no_police(), rules)
    assert first == second
    assert await one(opened, "SELECT count(*) FROM determination") == 1


async def test_two_replicas_deciding_at_the_same_moment_leave_one_and_the_other_is_told(
    opened: Store, database_url: str, rules: Rulebook
) -> None:
    replica = await open_store(database_url)
    try:
        told = await asyncio.gather(
            tell(opened, no_police("view:1"), rules),
            tell(replica, no_police("view:2", actor=AI_OTHER, outcome="yes", answers={"agency": "Police"}), rules),
        )
    finally:
        await replica.close()
    (refusal,) = (one for one in told if isinstance(one, Refusal))
    (made,) = await in_force(opened)
    assert (refusal.name, refusal.values["by"]) == ("already_decided", made.by)


async def test_three_roles_voting_at_the_same_moment_all_count(opened: Store, rules: Rulebook) -> None:
    votes = [
        no_police(f"view:{role}", question="severity", role=role, actor=actor, outcome=band)
        for role, actor, band in (("AI", AI_LEAD, "low"), ("CCO", "UCARLA", "high"), ("IS", "UIVY", "medium"))
    ]
    told = await asyncio.gather(*(tell(opened, vote, rules) for vote in votes))
    assert all(isinstance(one, Answer) for one in told)
    assert {(made.role, made.outcome) for made in await in_force(opened)} == {
        ("AI", "low"),
        ("CCO", "high"),
        ("IS", "medium"),
    }


async def test_the_database_lets_only_one_be_in_force(opened: Store, rules: Rulebook) -> None:
    await tell(opened, no_police(), rules)
    with pytest.raises(IntegrityError):
        await run(
            opened,
            "INSERT INTO determination (incident, question, role, outcome, by, at, relied_on, paper) "
            "SELECT incident, question, role, outcome, by, at, relied_on, paper FROM determination",
        )


async def test_opening_again_keeps_the_old_one_with_who_ended_it(opened: Store, rules: Rulebook) -> None:
    await tell(opened, no_police(), rules)
    await tell(
        opened, Reopen(key="again", actor=AI_OTHER, incident=1, question="POL-4.2", reason="A witness came"), rules
    )
    assert await in_force(opened) == ()
    await tell(opened, no_police("view:2", outcome="yes", answers={"agency": "Police"}), rules)
    found = await rows(opened, "SELECT outcome, ended_by FROM determination ORDER BY id")
    assert found == [("no", AI_OTHER), ("yes", None)]


async def test_a_paper_expunged_by_order_leaves_who_decided_what_and_when(opened: Store, rules: Rulebook) -> None:
    await tell(opened, no_police(), rules)
    await run(opened, "DELETE FROM entry_text WHERE commitment = (SELECT paper FROM determination)")
    (made,) = await in_force(opened)
    assert (made.expunged, made.outcome, made.by, made.at) == (True, "no", AI_LEAD, NOW)
    assert (made.reason, made.answers) == ("", {})


@settings(max_examples=300)
@given(st.datetimes(datetime(2026, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds are naive for hypothesis
def test_a_paper_finds_its_determination_whatever_the_moment_was(now: datetime) -> None:
    kept = UtcTime().process_bind_param(now, sqlite.dialect())
    back = UtcTime().process_result_value(kept, sqlite.dialect())
    assert back is not None
    assert record_stamp(back) == record_stamp(now)
