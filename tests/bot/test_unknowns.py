"""What would settle it is worked out anew for other facts, another day or another law, and only then."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.assessment.prepared import Rules
from bot.assessment.settling import Settling, rank_unknowns
from bot.incident import IncidentFacts
from bot.rules import unknowns
from bot.rules.unknowns import ranked_unknowns
from tests.given import FACTS, NOW, knowing, situated


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Any]]:
    """The facts of each time that it was worked out."""
    times: list[Mapping[str, Any]] = []
    unknowns._ranked.cache_clear()  # what other tests asked for

    def noted(given: Mapping[str, Any], rules: Rules) -> tuple[Settling, ...]:
        times.append(given)
        return rank_unknowns(given, rules)

    monkeypatch.setattr("bot.rules.unknowns.rank_unknowns", noted)
    return times


def ranked(facts: IncidentFacts, days: int = 0) -> tuple[tuple[str, int], ...]:
    situation = situated(facts, now=NOW + timedelta(days=days))
    return ranked_unknowns(situation, situation.assessment)


def test_the_same_facts_are_worked_out_once(worked_out: list[Mapping[str, Any]]) -> None:
    facts = knowing(FACTS, accessed=True, acquired=True)
    assert ranked(facts) == ranked(facts)
    assert len(worked_out) == 1


def test_another_fact_is_worked_out_anew(worked_out: list[Mapping[str, Any]]) -> None:
    before = ranked(knowing(FACTS, accessed=True))
    after = ranked(knowing(FACTS, accessed=False))
    assert before != after
    assert len(worked_out) == 2


def test_another_day_is_worked_out_anew(worked_out: list[Mapping[str, Any]]) -> None:
    facts = knowing(FACTS, accessed=True, acquired=False, names_included=True)
    ranked(facts)
    ranked(facts, days=1)
    assert len(worked_out) == 2
