"""Telling the district engineer, division leader or state engineer is put on record once, with who, how and when."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.commands import RecordLeaderNotice
from bot.decision import Decision, Refresh, Refusal, Text
from bot.incident import IncidentFacts, Item
from bot.rules.items import LEADER_ITEM, set_item
from bot.rules.leader import LONGEST_NAME, record_leader_notice
from tests.given import AI_LEAD, CCO, FACTS, NOW, situated

LINE = Item(id=LEADER_ITEM, title="Tell the leader", cite="Policy 7", role="AI", position=9)
OWED = replace(FACTS, items=(*FACTS.items, LINE))
CLOSED = replace(OWED, incident=replace(OWED.incident, state="closed"))


def line(**more: Any) -> IncidentFacts:
    return replace(FACTS, items=(*FACTS.items, replace(LINE, **more)))


def told(facts: IncidentFacts = OWED, **more: Any) -> Decision | Refusal:
    given: dict[str, Any] = {"actor": AI_LEAD, "name": " Dana Dole ", "method": "telephone", "at": NOW}
    return record_leader_notice(RecordLeaderNotice(key="k", incident=7, **(given | more)), situated(facts))


def test_it_is_recorded_and_settles_the_task() -> None:
    decided = told()
    assert isinstance(decided, Decision)
    assert decided.changes == (set_item(LINE, "done", by=AI_LEAD, at=NOW),)
    assert decided.texts == {"name": "Dana Dole"}
    assert decided.sends == (Refresh(surface="card"),)
    assert [(one.kind, one.actor, one.body) for one in decided.entries] == [
        (
            "leader_told",
            AI_LEAD,
            {
                "number": "BR-2026-0007",
                "item": LEADER_ITEM,
                "name": Text(name="name"),
                "method": "telephone",
                "told_at": NOW.isoformat(),
            },
        )
    ]


@pytest.mark.parametrize(
    "at", [NOW, NOW + timedelta(minutes=5), NOW - timedelta(days=30)], ids=["now", "a clock ahead", "a month before"]
)
def test_these_moments_can_be_meant(at: datetime) -> None:
    assert isinstance(told(at=at), Decision)


@pytest.mark.parametrize("length", [1, LONGEST_NAME])
def test_a_name_of_any_length_that_is_kept_is_taken(length: int) -> None:
    assert isinstance(told(name="n" * length), Decision)


@pytest.mark.parametrize(
    ("facts", "more", "refused", "field"),
    [
        (CLOSED, {}, "incident_closed", None),
        (FACTS, {}, "no_such_item", None),
        (line(state="withdrawn"), {}, "no_such_item", None),
        (OWED, {"actor": CCO}, "role_needed", None),
        (line(state="done", by=AI_LEAD, at=NOW), {}, "item_already", None),
        (OWED, {"name": "  "}, "leader_name", "name"),
        (OWED, {"name": "n" * (LONGEST_NAME + 1)}, "leader_name", "name"),
        (OWED, {"name": "123-45-6789"}, "personal_data", "name"),
        (OWED, {"method": "pigeon"}, "leader_method", "method"),
        (OWED, {"at": NOW + timedelta(minutes=6)}, "leader_time", "at"),
        (OWED, {"at": NOW - timedelta(days=30, seconds=1)}, "leader_time", "at"),
    ],
)
def test_it_is_not_recorded(facts: IncidentFacts, more: dict[str, Any], refused: str, field: str | None) -> None:
    decided = told(facts, **more)
    assert isinstance(decided, Refusal)
    assert (decided.name, decided.values.get("field")) == (refused, field)
