"""What the register of evidence settles on the lists (policy 11.C), and what of it keeps an incident open."""

from collections.abc import Iterator
from dataclasses import replace

from bot.decision import Change, Decision, Refresh, Text
from bot.evidence import evidence_number
from bot.incident import IncidentFacts
from bot.question import ClosingTest
from bot.rules.alarms import PATIENCE, custody_alarms
from bot.rules.items import set_item
from bot.rules.preservation import PARTNER, READING_ROLE, needs_formal_custody, readers_of
from bot.situation import Situation

GUIDANCE_LINE, REQUIREMENTS_LINE, CUSTODY_LINE = "POL-11.C1", "POL-11.C3", "POL-11.C4"
"""Guidance by AI and CCO; what CCO requires, acknowledged by IS and OCS; the chain of custody."""
_UNFINISHED = ("found", "released")


def settling(written: Decision, line: str, role: str, said: str, actor: str, situation: Situation) -> Decision:
    """The decision with that line of the role done by it, in these words; a line that is settled already stays."""
    item = situation.facts.item(role, line)
    if item is None or item.state != "open":
        return written
    change: Change = set_item(item, "done", by=actor, at=situation.now, reason=Text(name=line))
    return replace(
        written,
        changes=(*written.changes, change),
        sends=(*written.sends, Refresh(surface=f"checklist:{role}")),
        texts={**written.texts, line: said},
    )


def everybody_read(role: str, reader: str, facts: IncidentFacts) -> bool:
    """Whether IS and OCS have read that guidance, once this reader has."""
    return {READING_ROLE, PARTNER} <= {*readers_of(role, facts), reader}


def custody_gaps(situation: Situation) -> Iterator[tuple[str, str]]:
    """What keeps an incident open: the item's number, and the name of what is wrong with its custody."""
    facts = situation.facts
    number = facts.incident.number
    for alarm in custody_alarms(facts, situation.team, situation.now, PATIENCE):
        if alarm.kind not in ("not_accepted", "no_custodian"):
            yield evidence_number(number, alarm.item), alarm.kind
    for item in facts.evidence.values():
        if item.custody.stage in _UNFINISHED and needs_formal_custody(item.number, facts):
            yield evidence_number(number, item.number), item.custody.stage


def answered_by_register(test: ClosingTest, situation: Situation) -> frozenset[str]:
    """The chain of custody is settled by a register whose events leave no gap: a tick is not asked for then."""
    if CUSTODY_LINE not in test.items or not situation.facts.evidence or any(custody_gaps(situation)):
        return frozenset()
    return frozenset({CUSTODY_LINE})
