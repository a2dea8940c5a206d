"""What would settle the rest: the facts that keep duties open, those that decide most first, and so they are asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from bot.assessment.facts import FactErrors
from bot.assessment.result import Assessment
from bot.assessment.settling import Settling, rank_unknowns
from bot.rulebook import Rulebook
from bot.rules.owing import open_facts
from bot.situation import Situation, assessed_facts
from bot.vocabulary import fact_at


def ranked_unknowns(situation: Situation, answer: Assessment) -> tuple[tuple[str, int], ...]:
    """Each open fact with the number of duties that it can decide by itself; 0: it decides only together with others.

    A time can only be recorded, never denied, so it comes after the facts that settle something either way.
    """
    needs = open_facts(situation, answer)
    try:
        given = assessed_facts(situation.facts, situation.law)
        found = _ranked(situation.law, situation.now.date(), _Given(text=json.dumps(given, default=str), facts=given))
    except FactErrors:  # facts that an older version took: in the order of the law
        return tuple((name, 0) for name in needs)
    ranked = {one.fact: len(one.sometimes) for one in found if one.fact in needs or one.fact.partition(".")[0] in needs}
    ordered = [*(name for name in ranked if not _is_time(name)), *(name for name in ranked if _is_time(name))]
    ordered += [name for name in needs if name not in ranked and not any(one.startswith(f"{name}.") for one in ranked)]
    return tuple((name, ranked.get(name, 0)) for name in ordered)


@dataclass(frozen=True, kw_only=True)
class _Given:
    """Facts, and their text to tell them from others by."""

    text: str
    facts: Mapping[str, Any] = field(compare=False, repr=False)


@lru_cache(maxsize=32)
def _ranked(law: Rulebook, day: date, given: _Given) -> tuple[Settling, ...]:
    """Some forty assessments, which a card drawn again of the same facts need not wait for. Raises FactErrors."""
    return rank_unknowns(given.facts, law.on(day))


def _is_time(name: str) -> bool:
    fact = fact_at(name)
    return fact is not None and fact.kind == "instant"
