"""A changed pack rehearsed over past incidents: which answers would be different, before it is signed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.assessment.assess import assess
from bot.assessment.facts import read_stored_facts
from bot.assessment.prepared import Rules
from bot.assessment.result import Assessment, ObligationAnswer

_DETAILS = ("status", "due", "count", "at_least", "clock", "cite", "recipient", "reading")


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One answer that would change; None: it is not there. `name`: such as us_mo_407_1500 ag_notice, count."""

    incident: str
    name: str
    was: str | None
    now: str | None


def rehearse(incidents: Iterable[tuple[str, Mapping[str, Any]]], old: Rules, new: Rules) -> tuple[Changed, ...]:
    """What would change for incidents, each with its number or name and its facts, from the old rules to the new."""
    found: list[Changed] = []
    for incident, given in incidents:
        facts = read_stored_facts(given)
        before, after = _answers(assess(facts, old)), _answers(assess(facts, new))
        for name in dict.fromkeys((*before, *after)):
            was, now = before.get(name), after.get(name)
            if was != now:
                found.append(Changed(incident=incident, name=name, was=was, now=now))
    return tuple(found)


def _answers(answer: Assessment) -> dict[str, str]:
    """Every answer by its name, as a plain word."""
    found = {"policy incident": answer.policy_incident.status, "statutory breach": answer.statutory_breach.status}
    for one in answer.obligations:
        found.update(_of_obligation(one))
    found |= {f"decision {one.id}": "asked" for one in answer.decisions}
    found |= {f"{one.kind} {one.id}": f"open, needs {', '.join(one.needs)}" for one in answer.unsettled}
    found |= {" for ".join(filter(None, (f"task {one.id}", one.for_each))): f"for {one.role}" for one in answer.tasks}
    found |= {f"flag {one.id}": f"{one.status}, due {one.due or 'no date'}" for one in answer.flags}
    found |= {f"record {one.id}": f"kept until {one.keep_until or 'its start is known'}" for one in answer.records}
    return found


def _of_obligation(one: ObligationAnswer) -> Iterator[tuple[str, str]]:
    name = " for ".join(filter(None, (f"{one.law} {one.id}", one.subject)))
    for detail in _DETAILS:
        value = getattr(one, detail)
        if value is not None:
            yield (name if detail == "status" else f"{name}, {detail}"), str(value)
    yield f"{name}, contents", ", ".join(item.id for item in one.contents) or "none"
    yield f"{name}, refused methods", ", ".join(method.kind for method in one.methods_refused) or "none"
