"""What a rule decides on: one incident's facts, the people, the law and the moment, with what follows from them."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bot.assessment.answer import Assessment
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
    answer = law.assess_stored(facts.plain, now)
    delay = facts.in_force("delay")
    if delay is None or all(one.status != "delayed" for one in answer.obligations):
        return answer
    covered = tuple(delay.answers.get("notices") or ())
    without = law.assess_stored({**facts.plain, "delay": None}, now)
    free = {(one.law, one.id, one.recipient, one.subject): one for one in without.obligations}
    held = tuple(
        one if f"{one.law}|{one.id}" in covered else free.get((one.law, one.id, one.recipient, one.subject), one)
        for one in answer.obligations
    )
    return replace(answer, obligations=held)
