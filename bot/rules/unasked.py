"""What nobody has asked yet although a provision of the policy hangs on it, and what the report's words propose.

A proposal is shown and confirmed by a person; by itself it is no fact (policy 4, 6, 8.C, 11.D, 11.E).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.department import Team
from bot.incident import IncidentFacts
from bot.policy.proposals import MustAsk, Proposal
from bot.question import ClosingTest
from bot.rulebook import Rulebook
from bot.rules.items import bearers

_KINDS = "incident_kinds"
_PARTY_FLAGS = {"POL-6.1": "involved", "POL-6.2": "impacted"}
"""Which mark of a third party answers which line of policy 6."""


@dataclass(frozen=True, kw_only=True)
class Unasked:
    """One thing that is not answered: a fact or a question of the pack, who owns it, and the provision's citation."""

    name: str
    is_question: bool
    role: str
    cite: str


def unasked(facts: IncidentFacts, team: Team, law: Rulebook) -> tuple[Unasked, ...]:
    """What is still to be asked, in the order of the pack; empty when everything has its answer."""
    return tuple(_of(one, team, law) for one in law.packs.proposals.asked if _is_open(one, facts))


def proposed_facts(facts: IncidentFacts, law: Rulebook) -> Mapping[str, Any]:
    """What the report's words propose, as plain facts by name; nothing that is known already."""
    said, known = facts.incident.what.lower(), facts.plain
    found: dict[str, Any] = {}
    for one in law.packs.proposals.proposals:
        name = one.fact or _KINDS
        if known.get(name) is not None or not _is_said(one, said):
            continue
        found[name] = True if one.fact else [*found.get(name, ()), one.kind]
    return found


def answered_by_rows(test: ClosingTest, facts: IncidentFacts) -> frozenset[str]:
    """The items of a closing test that the recorded third parties, or the signed answer "none", answer (policy 6)."""
    if facts.plain.get("no_third_parties") is True:
        return frozenset(item for item in test.items if item in _PARTY_FLAGS)
    parties = facts.plain.get("parties") or ()
    return frozenset(
        item
        for item in test.items
        if (flag := _PARTY_FLAGS.get(item)) and any(one.get(flag) is True for one in parties)
    )


def _is_open(one: MustAsk, facts: IncidentFacts) -> bool:
    if one.when is not None and facts.plain.get(one.when) is not True:
        return False
    if one.question is not None:
        return facts.in_force(one.question) is None
    return facts.plain.get(str(one.fact)) in (None, [])


def _of(one: MustAsk, team: Team, law: Rulebook) -> Unasked:
    row = law.packs.policy.row(one.row)
    roles = bearers(row.id, row.bearers, team)
    return Unasked(
        name=one.question or str(one.fact), is_question=one.question is not None, role=", ".join(roles), cite=row.cite
    )


def _is_said(proposal: Proposal, said: str) -> bool:
    return any(all(re.search(rf"(?<!\w){re.escape(word)}", said) for word in words) for words in proposal.words)
