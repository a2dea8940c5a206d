"""The facts' forms: six parts, each showing what is known, from whom and since when; and what a filled form says."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from bot.department import Team
from bot.incident import IncidentFacts, KnownFact
from bot.involved import data_sets, third_parties
from bot.policy.fact_words import Section
from bot.policy.load import load_fact_words
from bot.residents import residents_text
from bot.vocabulary import CHOSEN_METHODS, FACTS, SET_FACTS, Fact, fact_at
from handlers.blocks import (
    Block,
    button,
    context,
    field,
    modal,
    moment_input,
    multi_select,
    radio,
    section,
    text_input,
)
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, name_of, short

SECTIONS: Mapping[str, Section] = load_fact_words().sections
"""Good faith, the risk of harm, a delay and readings are determined, not just said; what only one law asks names it."""


def section_of(path: str) -> str | None:
    """The part in which a fact is asked."""
    name = path.partition(".")[0]
    return next(
        (one for one, part in SECTIONS.items() if any(p == path or p.partition(".")[0] == name for p in part.paths)),
        None,
    )


def hub(words: Words, facts: IncidentFacts, packs: Collection[str]) -> Block:
    """The list of the parts that the policy and the enabled laws ask for."""
    blocks = [section(words.say("facts", "intro", number=facts.incident.number))]
    for name, part in SECTIONS.items():
        if not part.is_asked(packs):
            continue
        paths = paths_of(facts, name)
        known = sum(value_at(facts.known, path) is not None for path in paths)
        summary = words.say(
            "facts",
            "section_summary",
            title=words.say("facts", f"section_{name}") + f" ({part.asks})",
            known=known,
            total=len(paths),
        )
        press = button(words.say("facts", "open"), f"facts_{name}", pack_ids(facts.incident.id, name))
        blocks.append(section(summary, accessory=press))
        if name == "data":
            blocks += _lists(words, facts)
    return modal("facts_hub", words.say("facts", "title"), blocks, close=words.say("facts", "close"))


def _lists(words: Words, facts: IncidentFacts) -> list[Block]:
    """The data sets and the third parties, which are lists of their own."""
    counts = {"datasets": len(data_sets(facts.plain)), "parties": len(third_parties(facts.plain))}
    signed = facts.plain.get("no_third_parties") is True
    return [
        section(
            words.say("facts", f"list_{name}", count=count, signed=signed),
            accessory=button(words.say("facts", "open"), name, pack_ids(facts.incident.id)),
        )
        for name, count in counts.items()
    ]


def paths_of(facts: IncidentFacts, name: str) -> tuple[str, ...]:
    """What a part of the form asks: with data sets on record it is asked of each of them, not of the incident."""
    paths = SECTIONS[name].paths
    if facts.plain.get("datasets"):
        return tuple(path for path in paths if path not in SET_FACTS)
    return paths


def section_form(words: Words, facts: IncidentFacts, team: Team, name: str) -> Block:
    """The form of one part."""
    blocks: list[Block] = []
    known: list[tuple[str, str]] = []
    for path in paths_of(facts, name):
        value = value_at(facts.known, path)
        label = words.fact_question(path) or Mrkdwn(path)
        hint = words.say("residents", "hint") if path == "residents" else None
        blocks.append(field(path, label, _element(words, path, value), optional=True, hint=hint))
        if value is not None:
            fact = facts.known[path.partition(".")[0]]
            blocks.append(context(words.say("facts", "said_by", by=name_of(fact.by, team), at=fact.at)))
            known.append((short(str(label), 72), path))
    if known:
        element = multi_select("forget", words.say("facts", "forget_placeholder"), known)
        blocks.append(field("forget", words.say("facts", "forget_label"), element, optional=True))
    metadata = json.dumps({"incident": facts.incident.id, "section": name, "seen": facts.version})
    return modal(
        "facts",
        words.say("facts", f"section_{name}")[:24],
        blocks,
        close=words.say("facts", "back"),
        submit=words.say("facts", "save"),
        metadata=metadata,
    )


def value_at(known: Mapping[str, KnownFact], path: str) -> Any:
    """The plain value of a fact or of a part of it; None while it is unknown."""
    name, _, part = path.partition(".")
    fact = known.get(name)
    if fact is None or fact.value is None:
        return None
    return fact.value.get(part) if part else fact.value


def _element(words: Words, path: str, value: Any) -> Block:
    fact = fact_at(path) or FACTS[path]
    if path == "planned_methods":
        chosen = [name for name, method in CHOSEN_METHODS.items() if method in _without_nulls(value or [])]
        return multi_select(
            path, words.say("facts", "choose"), [(words.say("fact_words", m), m) for m in CHOSEN_METHODS], chosen
        )
    match fact.kind:
        case "flag":
            yes_no = [(words.say("facts", "yes"), "yes"), (words.say("facts", "no"), "no")]
            return radio(path, yes_no, {True: "yes", False: "no"}.get(value))
        case "word":
            return radio(path, [(words.say("fact_words", word), word) for word in fact.words], value)
        case "words":
            options = [(_word(words, word), word) for word in fact.words]
            return multi_select(path, words.say("facts", "choose"), options, value or ())
        case "instant":
            return moment_input(path, int(datetime.fromisoformat(value).timestamp()) if value else None)
        case "text" | "count" | "amount":
            return text_input(path, longest=200, initial=None if value is None else str(value))
        case _:
            return text_input(path, longest=2000, lines=True, initial=_lines(fact, value))


def _word(words: Words, word: str) -> Mrkdwn:
    return words.say("kinds" if words.has("kinds", word) and word not in ("other",) else "fact_words", word)


def _lines(fact: Fact, value: Any) -> str | None:
    if value is None:
        return None
    if fact.kind == "by_state":
        return residents_text(value)
    return "\n".join(str(one) for one in value)


def _without_nulls(methods: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in method.items() if value is not None} for method in methods]
