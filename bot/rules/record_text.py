"""What stands behind a determination: its text, with the facts that the deciders saw, and the stamp that tells it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.determination import Determination
from bot.incident import IncidentFacts
from bot.question_commands import Determine
from bot.rules.conduct import Answers


def record_text(
    command: Determine,
    answers: Answers,
    made: Determination | None,
    relied_on: Mapping[str, int],
    facts: IncidentFacts,
) -> dict[str, Any]:
    """What stands behind a decision: what is added or confirmed keeps the reasons and the people of before."""
    before = made if command.act != "decide" else None
    reasons = (before.reason if before else "", command.reason.strip())
    return {
        "answers": dict(answers),
        "reason": "\n".join(filter(None, reasons)),
        "consulted": list(command.consulted or (before.consulted if before else ())),
        "facts": made.facts if made and command.act == "amend" else _seen(relied_on, facts),
    }


def _seen(relied: Mapping[str, int], facts: IncidentFacts) -> dict[str, dict[str, Any]]:
    """What the deciders saw: each fact with who said it and when."""
    found = {}
    for name in relied:
        fact = facts.known.get(name)
        if fact is not None:
            found[name] = {"value": fact.value, "by": fact.by, "at": fact.at.isoformat(), "version": fact.version}
    return found


def record_stamp(at: datetime) -> int:
    """When a determination record was made: whole milliseconds since 1970, as moments are kept."""
    return round(at.timestamp() * 1000)
