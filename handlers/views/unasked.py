"""What nobody has asked yet: a small block on the card, and the form in which it is answered."""

import json

from bot.department import Team
from bot.incident import IncidentFacts
from bot.question import Question
from bot.rulebook import Rulebook
from bot.rules.unasked import Unasked, proposed_facts, unasked
from bot.vocabulary import fact_at
from handlers.blocks import Block, actions, button, context, field, modal, radio, section, text_input
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, joined, short
from handlers.views.fact_value import fact_name, fact_question, value_in_words

_LONGEST = 2000
_LONGEST_BUTTON = 72


def unasked_blocks(words: Words, facts: IncidentFacts, team: Team, law: Rulebook) -> list[Block]:
    """For the card: what is not asked yet, each with its owner, and what the report's words propose."""
    incident, found = facts.incident.id, unasked(facts, team, law)
    if not found or facts.incident.state == "closed":
        return []
    lines = [words.say("unasked", "line", what=_what(words, one, law), role=one.role, cite=one.cite) for one in found]
    press = button(words.say("unasked", "answer_button"), "unasked_answer", pack_ids(incident))
    blocks = [
        section(
            Mrkdwn(f"{words.say('unasked', 'headline')}\n{joined(lines, _LONGEST)}"),
            block_id="unasked",
            accessory=press,
        )
    ]
    if presses := [
        button(_proposal(words, name, value), f"unasked_confirm_{name}", pack_ids(incident, name, facts.version))
        for name, value in proposed_facts(facts, law).items()
    ]:
        blocks.append(context(words.say("unasked", "proposed")))
        blocks.append(actions(*presses, block_id="proposed"))
    return blocks


def unasked_form(words: Words, facts: IncidentFacts, team: Team, law: Rulebook) -> Block:
    """The form: one yes or no each, places in lines; nothing is chosen beforehand."""
    proposed = proposed_facts(facts, law)
    blocks = [section(words.say("unasked", "intro", number=facts.incident.number))]
    for one in unasked(facts, team, law):
        if one.is_question:
            blocks.append(context(words.say("unasked", "by_decision", title=_question(law, one).title, role=one.role)))
            continue
        label = fact_question(words, one.name)
        blocks.append(field(one.name, label, _element(words, one.name), optional=True, hint=Mrkdwn(one.cite)))
        if one.name in proposed:
            blocks.append(context(words.say("unasked", "proposed_yes")))
    metadata = json.dumps({"incident": facts.incident.id, "seen": facts.version})
    return modal(
        "unasked",
        words.say("unasked", "title"),
        blocks,
        close=words.say("question", "cancel"),
        submit=words.say("question", "save"),
        metadata=metadata,
    )


def names_in_form(facts: IncidentFacts, team: Team, law: Rulebook) -> tuple[str, ...]:
    """The facts that the form asks for."""
    return tuple(one.name for one in unasked(facts, team, law) if not one.is_question)


def _element(words: Words, name: str) -> Block:
    fact = fact_at(name)
    if fact and fact.kind == "flag":
        return radio(name, [(words.say("facts", "yes"), "yes"), (words.say("facts", "no"), "no")])
    return text_input(name, longest=_LONGEST, lines=True)


def _proposal(words: Words, name: str, value: object) -> str:
    what = fact_name(words, name) if value is True else value_in_words(words, name, value)
    return short(str(words.say("unasked", "confirm_button", what=what)), _LONGEST_BUTTON)


def _what(words: Words, one: Unasked, law: Rulebook) -> Mrkdwn:
    if one.is_question:
        return words.say("unasked", "decision", title=_question(law, one).title, text=_question(law, one).text)
    return fact_question(words, one.name)


def _question(law: Rulebook, one: Unasked) -> Question:
    return law.packs.questions.named[one.name]
