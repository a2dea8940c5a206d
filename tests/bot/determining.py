"""Deciding in pure tests: a command with everything it needs, and what came of it."""

import json
from datetime import timedelta
from typing import Any

from bot.decision import Decision, Refusal, SetDetermination, SetFact
from bot.incident import IncidentFacts
from bot.question_commands import Determine
from bot.rules.determining import determine
from tests.given import AI_LEAD, FACTS, NOTICE_OWED, NOW, having, knowing, situated

OWED = knowing(**NOTICE_OWED)
SSN = "123-45-6789"
NOTICE = "us_mo_407_1500|consumer_notice"
DELAY: dict[str, Any] = {
    "officer": "Sgt. Dale Dorn",
    "agency": "Highway Patrol",
    "ground": "impede_investigation",
    "in_writing": True,
    "requested_at": (NOW - timedelta(hours=2)).isoformat(),
    "notices": [NOTICE],
}
RELEASE = {"released_by": "Sgt. Dale Dorn", "released_at": NOW.isoformat()}
HELD = having(knowing(OWED, delay={"officer": "Sgt. Dale Dorn"}), "delay", "holds", answers=DELAY)
HARM = {"covers_all": True, "basis": "The disk came back sealed"}


def decided(facts: IncidentFacts = FACTS, **more: Any) -> Decision | Refusal:
    """What deciding answers: POL-4.2 is decided with no by the lead of AI, unless told otherwise."""
    fields: dict[str, Any] = {
        "key": "view:9",
        "actor": AI_LEAD,
        "incident": 7,
        "question": "POL-4.2",
        "act": "decide",
        "outcome": "no",
        "seen": facts.version,
        "reason": "Nothing points to a crime",
    }
    return determine(Determine(**(fields | more)), situated(facts))


def taken(facts: IncidentFacts = FACTS, **more: Any) -> Decision:
    """The decision, which must be one."""
    found = decided(facts, **more)
    assert isinstance(found, Decision), found
    return found


def refused(facts: IncidentFacts = FACTS, **more: Any) -> Refusal:
    """The refusal, which must be one."""
    found = decided(facts, **more)
    assert isinstance(found, Refusal), found
    return found


def made_of(decision: Decision) -> SetDetermination:
    """What is in force after it."""
    return next(change for change in decision.changes if isinstance(change, SetDetermination))


def facts_in(decision: Decision) -> dict[str, Any]:
    """The facts that a decision becomes; None for one that is not known any more."""
    return {
        one.name: json.loads(decision.texts[one.name]) if one.value else None
        for one in decision.changes
        if isinstance(one, SetFact)
    }


YES: dict[str, Any] = {"outcome": "yes", "answers": {"agency": "Jefferson City Police"}}
