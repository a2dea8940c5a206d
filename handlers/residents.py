"""People by state as they are typed: how they were understood, or what is wrong, in one sentence for the field."""

from collections.abc import Mapping

from bot.residents import STATE_NAMES, Count, Understood, read_residents
from bot.rulebook import Rulebook
from handlers.boundary import plain_of
from handlers.render import Mrkdwn, Words

_MOST_SHOWN = 20


def typed_residents(law: Rulebook, text: str, *, proof: bool = False) -> Understood:
    """What was typed; a number without a state means the state of the one law that asks.

    `proof`: it is on record as what went out, so each number names its state.
    """
    return read_residents(text, law.states[0] if len(law.states) == 1 and not proof else None)


def residents_wrong(words: Words, law: Rulebook, found: Understood, *, whole: bool = False) -> str | None:
    """What must be written otherwise, with what was understood beside it; None when all of it is understood.

    `whole`: it is the count of the incident, so every state whose law asks must be named: it never falls away unsaid.
    """
    if found.misread:
        one = found.misread[0]
        text = words.say("residents", one.trouble, text=one.text)
    elif whole and found.counts and (missing := [state for state in law.states if state not in found.counts]):
        text = words.say("residents", "missing_state", name=STATE_NAMES[missing[0]])
    else:
        return None
    if found.counts:
        text = Mrkdwn(f"{text} {words.say('residents', 'so_far', counts=residents_in_words(words, found.counts))}")
    return plain_of(text)


def residents_in_words(words: Words, counts: Mapping[str, Count]) -> Mrkdwn:
    """`Missouri 1,200 · Kansas some`."""
    shown = list(counts.items())[:_MOST_SHOWN]
    said = [words.say("residents", "one", name=STATE_NAMES.get(state, state), count=count) for state, count in shown]
    more = len(counts) - len(shown)
    if more:
        said.append(words.say("residents", "more", count=more))
    return Mrkdwn(" · ".join(said))


def understood(words: Words, law: Rulebook, found: Understood) -> Mrkdwn:
    """How the number of people was understood, once it is recorded: estimates, and states of which no law is loaded."""
    lines = [words.say("residents", "understood", counts=residents_in_words(words, found.counts))]
    if found.rough:
        names = ", ".join(STATE_NAMES[state] for state in found.counts if state in found.rough)
        lines.append(words.say("residents", "rough", names=names))
    without = [state for state, count in found.counts.items() if state not in law.states and count != 0]
    lines += [words.say("residents", "no_rules", name=STATE_NAMES[state]) for state in without[:_MOST_SHOWN]]
    return Mrkdwn("\n".join(lines))
