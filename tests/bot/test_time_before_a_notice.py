"""What the time before a notice is spent on, and counsel's own target: who records it, since when time passes."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.commands import RecordElapsed
from bot.decision import Decision, Refresh, Refusal, SetFact, Text
from bot.incident import IncidentFacts
from bot.rules.elapsed import clock_of, name_of, record_elapsed, recorded_elapsed, since
from tests.given import AI_LEAD, CCO, FACTS, LAW, NOW, STRANGER, knowing, situated, with_incident

LAWS = "us_mo_407_1500"
NAME = name_of(LAWS, "consumer_notice")


def recorded(facts: IncidentFacts = FACTS, **more: Any) -> Decision | Refusal:
    given: dict[str, Any] = {
        "actor": CCO,
        "pack": LAWS,
        "obligation": "consumer_notice",
        "spent_on": ("scope",),
        "target": None,
    }
    return record_elapsed(RecordElapsed(key="k", incident=7, **(given | more)), situated(facts))


def noted(value: Any) -> IncidentFacts:
    more: dict[str, Any] = {NAME: value}
    return knowing(**more)


def with_target(day: str) -> IncidentFacts:
    return noted({"spent_on": [], "target": day})


def test_it_is_recorded_with_the_measures_and_the_target() -> None:
    today = NOW.date().isoformat()
    decided = recorded(spent_on=("scope", "contacts"), target=today)
    assert isinstance(decided, Decision)
    assert decided.changes == (SetFact(name=NAME, value=Text(name=NAME), by=CCO, at=NOW, version=1),)
    assert json.loads(decided.texts[NAME]) == {"spent_on": ["scope", "contacts"], "target": today}
    assert decided.sends == (Refresh(surface="assessment"),)
    (entry,) = decided.entries
    assert (entry.kind, entry.actor) == ("elapsed_recorded", CCO)
    assert entry.body == {
        "number": "BR-2026-0007",
        "obligation": f"{LAWS}:consumer_notice",
        "spent_on": ("scope", "contacts"),
        "target": today,
        "relied_on": 0,
    }


@pytest.mark.parametrize(
    ("facts", "more"),
    [
        (FACTS, {"actor": AI_LEAD}),
        (with_target("2026-01-05"), {"actor": AI_LEAD, "target": "2026-01-05"}),
        (with_target("2026-01-05"), {"target": None}),
    ],
    ids=["measures are anybody's", "a target that stands", "a target taken back"],
)
def test_this_may_be_recorded(facts: IncidentFacts, more: dict[str, Any]) -> None:
    assert isinstance(recorded(facts, **more), Decision)


@pytest.mark.parametrize(
    ("facts", "more", "refused", "field"),
    [
        (with_incident(state="closed"), {}, "incident_closed", None),
        (FACTS, {"actor": STRANGER}, "team_needed", None),
        (FACTS, {"pack": "us_xx"}, "no_such_item", None),
        (FACTS, {"obligation": "nothing"}, "no_such_item", None),
        (FACTS, {"obligation": "ag_notice", "spent_on": ()}, "no_such_item", None),
        (FACTS, {"spent_on": ("scope", "coffee")}, "no_such_item", None),
        (FACTS, {"actor": AI_LEAD, "target": "2026-12-24"}, "role_needed", "target"),
        (with_target("2026-12-24"), {"actor": AI_LEAD, "target": None}, "role_needed", "target"),
        (FACTS, {"target": "2026-11-19"}, "target_past", "target"),
    ],
)
def test_this_is_not_recorded(facts: IncidentFacts, more: dict[str, Any], refused: str, field: str | None) -> None:
    decided = recorded(facts, **more)
    assert isinstance(decided, Refusal)
    assert (decided.name, decided.values.get("field")) == (refused, field)


def test_before_anybody_recorded_it_nothing_is_spent_and_there_is_no_target() -> None:
    nothing: dict[str, Any] = {"spent_on": [], "target": None}
    assert recorded_elapsed(FACTS, LAWS, "consumer_notice") == nothing
    assert recorded_elapsed(noted(None), LAWS, "consumer_notice") == nothing
    assert recorded_elapsed(with_target("2026-12-24"), LAWS, "consumer_notice")["target"] == "2026-12-24"


def test_time_passes_since_the_earliest_known_start() -> None:
    clock = clock_of(LAW, LAWS, "consumer_notice")
    assert clock is not None
    assert since(clock, FACTS, NOW) is None
    found, vendor = NOW - timedelta(days=2), NOW - timedelta(days=3)
    both = knowing(discovered_at=found.isoformat(), vendor_notified_at=vendor.isoformat())
    assert since(clock, knowing(discovered_at=found.isoformat()), NOW) == found
    assert since(clock, both, NOW) == vendor
    assert isinstance(since(clock, both, NOW), datetime)
