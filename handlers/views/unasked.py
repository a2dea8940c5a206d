"""What nobody has asked yet: a count on the card, and the form in which it is answered."""

import json

from bot.department import Team
from bot.incident import IncidentFacts
from bot.question import Question
from bot.rulebook import Rulebook
from bot.rules.unasked import Unasked, proposed_facts, unasked
from bot.vocabulary import fact_at
from handlers.blocks import Block, context, field, modal, radio, section, select, text_input
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, short
from handlers.views.fact_value import fact_name, fact_question, value_in_words

_LONGEST = 2000
_LONGEST_BUTTON = 72


def unasked_count(words: Words, facts: IncidentFacts, team: Team, law: Rulebook) -> list[Mrkdwn]:
    """For the card: how many questions the policy needs answered that nobody has asked yet."""
    found = unasked(facts, team, law)
    return [words.say("unasked", "headline", count=len(found))] if found and facts.incident.state != "closed" else []


def proposed_blocks(words: Words, facts: IncidentFacts, law: Rulebook) -> list[Block]:
    """For the card: what the report's words propose; it counts only when somebody confirms it."""
    proposed = proposed_facts(facts, law)
    if not proposed or facts.incident.state == "closed":
        return []
    choices = [
        (_proposal(words, name, value), pack_ids(facts.incident.id, name, facts.version))
        for name, value in proposed.items()
    ]
    what = "; ".join(_proposed(words, name, value) for name, value in proposed.items())
    pick = select("unasked_confirm_pick", words.say("unasked", "confirm_placeholder"), choices)
    return [section(words.say("unasked", "proposed", what=Mrkdwn(what)), block_id="proposed", accessory=pick)]


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
    return short(str(words.say("unasked", "confirm_button", what=_proposed(words, name, value))), _LONGEST_BUTTON)


def _proposed(words: Words, name: str, value: object) -> str:
    return fact_name(words, name) if value is True else value_in_words(words, name, value)


def _question(law: Rulebook, one: Unasked) -> Question:
    return law.packs.questions.named[one.name]
