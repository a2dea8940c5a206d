"""A fact in words: its question and what is known, for messages, forms and papers."""

from datetime import datetime
from typing import Any

from bot.assessment.vocabulary import fact_at
from bot.department import Team
from bot.incident import IncidentFacts
from handlers.render import Mrkdwn, Words, escape, name_of, short

_LONGEST = 150


def fact_lines(words: Words, names: tuple[str, ...], facts: IncidentFacts, team: Team) -> list[Mrkdwn]:
    """One line for each fact: what is known, from whom; the unknown ones say so."""
    lines = []
    for name in names:
        known = facts.known.get(name)
        if known is None or known.value is None:
            lines.append(words.say("decision", "fact_unknown", fact=fact_name(words, name)))
            continue
        value, by = value_in_words(words, name, known.value), name_of(known.by, team)
        lines.append(words.say("decision", "fact_known", fact=fact_name(words, name), value=value, by=by, at=known.at))
    return lines


def fact_name(words: Words, name: str) -> Mrkdwn:
    """The fact as its question."""
    return words.say("fact_names", name) if words.has("fact_names", name) else words.say("decision", "fact_terms")


def value_in_words(words: Words, name: str, value: Any) -> Mrkdwn:
    """A plain value as people say it."""
    fact = fact_at(name)
    if isinstance(value, bool):
        return words.say("facts", "yes" if value else "no")
    if fact and fact.kind == "instant":
        return words.when(datetime.fromisoformat(str(value)))
    if fact and fact.kind in ("word", "words"):
        chosen = value if isinstance(value, list) else [value]
        return Mrkdwn(", ".join(_word(words, str(one)) for one in chosen))
    if isinstance(value, dict):
        return Mrkdwn(escape(short(", ".join(f"{key} {one}" for key, one in value.items()), _LONGEST)))
    if isinstance(value, list):
        plain = [one.get("kind", "") if isinstance(one, dict) else one for one in value]
        return Mrkdwn(escape(short(", ".join(str(one) for one in plain), _LONGEST)))
    return Mrkdwn(escape(short(str(value), _LONGEST)))


def _word(words: Words, word: str) -> Mrkdwn:
    for file in ("kinds", "fact_words"):
        if words.has(file, word):
            return words.say(file, word)
    return Mrkdwn(escape(word))
