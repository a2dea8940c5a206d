"""The forms of evidence: a new item by its kind, what happened to one, guidance, hold, formal custody."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.custody_orders import ORDERS
from bot.department import Team
from bot.evidence import EventKind, EvidenceItem, evidence_number
from bot.evidence_words import LONG_WORDS, WORDS_OF_KIND
from bot.incident import IncidentFacts
from bot.rules.custody import LONGEST_WORDS
from bot.rules.holding import LONGEST_GUIDANCE
from bot.rules.preservation import guidance_of
from handlers.blocks import Block, field, modal, moment_input, radio, section, select, text_input
from handlers.render import Words, name_of

UNKNOWN = "unknown"
WAYS = ("destroyed", "owner", "transferred")
"""How an item is disposed of; what goes back to its owner needs identity and receipt."""
_PEOPLE = ("to", "holder")
"""What is answered with somebody of the incident."""


def register_form(words: Words, facts: IncidentFacts, kind: str, now: datetime, said: Mapping[str, str]) -> Block:
    """Asks for a new item; `said` is what is known of it already (a shared file, a message)."""
    say = words.say
    blocks = [section(say("evidence", "form_intro", kind=say("evidence", f"kind_{kind}")))]
    for name in WORDS_OF_KIND[kind]:
        blocks.append(_word(words, name, facts, None, said.get(name), needed=name == "description"))
    blocks.append(_moment(words, "found_at", now))
    ids: dict[str, Any] = {"incident": facts.incident.id, "kind": kind}
    return _form(words, "evidence_register", "form_title", blocks, ids)


def event_form(
    words: Words, facts: IncidentFacts, team: Team, item: EvidenceItem, kind: EventKind, now: datetime
) -> Block:
    """Asks what happened to an item."""
    say, order, number = words.say, ORDERS[kind], evidence_number(facts.incident.number, item.number)
    blocks = [section(say("evidence", "event_intro", number=number, kind=say("evidence", f"event_{kind}")))]
    for name in (*order.needs, *order.may):
        blocks.append(_word(words, name, facts, team, None, needed=name in order.needs))
    blocks.append(_moment(words, "happened_at", now))
    ids = {"incident": facts.incident.id, "item": item.number, "event": kind, "base": len(item.events)}
    return _form(words, "evidence_event", "event_title", blocks, ids)


def guidance_form(words: Words, facts: IncidentFacts, role: str) -> Block:
    """Asks for what that role requires; what stands is in the field, to be changed."""
    stands = guidance_of(role, facts)
    element = text_input("text", longest=LONGEST_GUIDANCE, lines=True, initial=stands.value["text"] if stands else None)
    blocks = [field("text", words.say("evidence", "guidance_label"), element)]
    return _form(words, "evidence_guidance", "guidance_title", blocks, {"incident": facts.incident.id, "role": role})


def partner_form(words: Words, facts: IncidentFacts, role: str, version: int) -> Block:
    """Asks who of the outside office has read a guidance."""
    blocks = [field("person", words.say("evidence", "partner_label"), text_input("person", longest=200))]
    ids = {"incident": facts.incident.id, "role": role, "version": version}
    return _form(words, "evidence_partner", "partner_title", blocks, ids)


def reason_form(words: Words, facts: IncidentFacts, what: str, ids: Mapping[str, Any]) -> Block:
    """Asks why a hold is put or ended, or why an item needs formal custody or none. `what`: hold or formal."""
    element = text_input("reason", longest=1000, lines=True)
    blocks = [field("reason", words.say("evidence", f"{what}_label"), element)]
    return _form(words, f"evidence_{what}", f"{what}_title", blocks, {"incident": facts.incident.id, **ids})


def _word(words: Words, name: str, facts: IncidentFacts, team: Team | None, said: str | None, *, needed: bool) -> Block:
    label = words.say("evidence", f"word_{name}")
    hint = words.say("evidence", f"hint_{name}") if words.has("evidence", f"hint_{name}") else None
    if name == "personal_data":
        return field(name, label, radio(name, _answers(words, (UNKNOWN, "no", "yes")), said or UNKNOWN), hint=hint)
    if name == "way":
        return field(name, label, radio(name, [(str(words.say("evidence", f"way_{one}")), one) for one in WAYS]))
    if name in _PEOPLE and team:
        people = _people(team)
        element = select(name, words.say("evidence", "choose"), people)
        return field(name, label, element, optional=not needed)
    longest = 200 if name in ("sha256", "sha512") else LONGEST_WORDS
    element = text_input(name, longest=longest, lines=name in LONG_WORDS, initial=said)
    return field(name, label, element, optional=not needed, hint=hint)


def _people(team: Team) -> list[tuple[str, str]]:
    users = dict.fromkeys(user for role in ("IS", "AI", "CCO", "CR") for user in team.users(role))
    return [(str(name_of(user, team)), user) for user in users][:100]


def _answers(words: Words, names: Sequence[str]) -> list[tuple[str, str]]:
    return [(str(words.say("evidence", one)), one) for one in names]


def _moment(words: Words, label: str, now: datetime) -> Block:
    hint = words.say("evidence", "happened_hint") if label == "happened_at" else None
    return field("at", words.say("evidence", label), moment_input("at", int(now.timestamp())), hint=hint)


def _form(words: Words, callback: str, title: str, blocks: list[Block], ids: Mapping[str, Any]) -> Block:
    return modal(
        callback,
        words.say("evidence", title),
        blocks,
        close=words.say("evidence", "back"),
        submit=words.say("evidence", "save"),
        metadata=json.dumps(ids),
    )
