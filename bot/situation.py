"""What a rule decides on: one incident's facts, the people, the law and the moment, with what follows from them."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.assessment.result import Assessment
from bot.department import Team
from bot.incident import IncidentFacts
from bot.rulebook import Rulebook


@dataclass(frozen=True, kw_only=True)
class Situation:
    """One incident at one moment. `now` is UTC."""

    facts: IncidentFacts
    team: Team
    law: Rulebook
    now: datetime

    @cached_property
    def assessment(self) -> Assessment:
        """What is asked for, worked out once. Raises FactErrors."""
        return assess_incident(self.facts, self.law, self.now)


def assess_incident(facts: IncidentFacts, law: Rulebook, now: datetime) -> Assessment:
    """What is asked for in this incident. A delay holds exactly the notices that it covers. Raises FactErrors."""
    given = assessed_facts(facts, law)
    answer = law.assess_stored(given, now)
    delay = facts.in_force("delay")
    if delay is None or all(one.status != "delayed" for one in answer.obligations):
        return answer
    covered = tuple(delay.answers.get("notices") or ())
    without = law.assess_stored({**given, "delay": None}, now)
    free = {(one.law, one.id, one.recipient, one.subject): one for one in without.obligations}
    held = tuple(
        one if f"{one.law}|{one.id}" in covered else free.get((one.law, one.id, one.recipient, one.subject), one)
        for one in answer.obligations
    )
    return replace(answer, obligations=held)


def assessed_facts(facts: IncidentFacts, law: Rulebook) -> dict[str, Any]:
    """The facts as the assessment takes them, with what CCO determined and is in force.

    An exemption that was determined counts as the determination only: so the answer keeps what the rules alone say.
    """
    given = dict(facts.plain)
    found = []
    for made in facts.determinations:
        question = law.packs.questions.named.get(made.question)
        outcome = question.outcome(made.outcome) if question else None
        if outcome is None or not outcome.binds:
            continue
        for name, holds in outcome.sets.items():
            if holds and name in outcome.binds:
                given.pop(name, None)
        found += [
            {"question": name, "outcome": holds, "by": made.by, "at": made.at.isoformat()}
            for name, holds in outcome.binds.items()
        ]
    return {**given, "determinations": found} if found else given
