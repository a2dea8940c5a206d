"""A fact in words: its short name and what is known, for messages, forms and papers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.incident import IncidentFacts
from bot.vocabulary import fact_at
from handlers.render import Mrkdwn, Words, escape, joined, short

_LONGEST = 150
_LONGEST_LINE = 1500


def facts_line(words: Words, names: Iterable[str], facts: IncidentFacts) -> Mrkdwn:
    """What is known of some facts, then the names of those that nobody knows; one line."""
    known, unknown = [], []
    for name in names:
        fact = facts.known.get(name)
        if fact is None or fact.value is None:
            unknown.append(fact_name(words, name))
        else:
            value = value_in_words(words, name, fact.value)
            known.append(words.say("question", "fact_known", fact=fact_name(words, name), value=value))
    if unknown:
        known.append(words.say("question", "facts_unknown", names=Mrkdwn(", ".join(unknown))))
    return Mrkdwn(joined(known, _LONGEST_LINE).replace("\n", " · "))


def fact_name(words: Words, name: str) -> Mrkdwn:
    """The fact's short name."""
    return words.fact_short(name) or words.say("question", "fact_terms")


def fact_question(words: Words, name: str) -> Mrkdwn:
    """The fact as the whole question that was asked."""
    return words.fact_question(name) or words.say("question", "fact_terms")


def value_in_words(words: Words, name: str, value: Any) -> Mrkdwn:
    """A plain value as people say it."""
    fact = fact_at(name)
    if isinstance(value, bool):
        return words.say("question", "yes" if value else "no")
    if fact and fact.kind == "instant":
        return words.when(datetime.fromisoformat(str(value)))
    if fact and fact.kind in ("word", "words"):
        chosen = value if isinstance(value, list) else [value]
        return Mrkdwn(", ".join(_word(words, str(one)) for one in chosen))
    if fact is None:
        return words.say("question", "fact_set")
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
