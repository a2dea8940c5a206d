"""The list of decisions for one person: open ones with a button, then those to confirm, taken, and others."""

from collections.abc import Mapping

from bot.department import Team
from bot.incident import IncidentFacts
from bot.question import Question
from bot.rules.questions import deciding_roles, is_undecided, moved_facts, stale_determinations
from handlers.blocks import Block, button, divider, header, section, select
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, joined, name_of, short
from handlers.views.question_message import open_now, outcome_of

_MOST_OPEN = 12
_MOST_CHOICES = 15
_LONGEST = 2800


def question_list(words: Words, facts: IncidentFacts, team: Team, found: Mapping[str, Question]) -> list[Block]:
    """The blocks of the list."""
    blocks = [header(words.say("question", "list_headline", number=facts.incident.number).replace("*", ""))]
    waiting = [one for one in found.values() if open_now(one, facts, team)]
    for question in waiting[:_MOST_OPEN]:
        blocks.append(_open(words, facts, team, question))
    if not waiting and not stale_determinations(facts):
        blocks.append(section(words.say("question", "list_none_open")))
    blocks += _taken(words, facts, team, found)
    return blocks + _others(words, facts, team, found)


def _open(words: Words, facts: IncidentFacts, team: Team, question: Question) -> Block:
    text = words.say(
        "question",
        "list_open",
        title=question.title,
        text=question.text,
        roles=", ".join(deciding_roles(question, team)),
        cite=question.cite,
    )
    label = words.say("question", "button", label=question.title)
    press = button(label, f"decide_{question.id}"[:200], pack_ids(facts.incident.id, question.id))
    return section(text, accessory=press)


def _taken(words: Words, facts: IncidentFacts, team: Team, found: Mapping[str, Question]) -> list[Block]:
    lines, shown = [], {}
    for made in facts.determinations:
        question = found.get(made.question)
        if question is None:
            continue
        shown[question.id] = question
        lines.append(
            words.say(
                "question",
                "list_stale" if moved_facts(made, facts) else "list_taken",
                title=f"{question.title} ({made.role})" if made.role else short(_name(question), 120),
                outcome=outcome_of(question, made),
                roles=made.role or ", ".join(deciding_roles(question, team)),
                by=name_of(made.by, team),
                at=made.at,
            )
        )
    if not lines:
        return []
    choices = [(short(_name(one), 72), pack_ids(facts.incident.id, one.id)) for one in shown.values()][:_MOST_CHOICES]
    picked = select("decision_paper", words.say("question", "list_show"), choices)
    return [
        divider(),
        section(joined(lines, _LONGEST)),
        section(words.say("question", "list_papers"), accessory=picked),
    ]


def _others(words: Words, facts: IncidentFacts, team: Team, found: Mapping[str, Question]) -> list[Block]:
    """Questions that nobody asked yet, the delay and the closing: chosen from a list."""
    choices = [
        (short(_name(one), 72), pack_ids(facts.incident.id, one.id, *_first(one)))
        for one in found.values()
        if not open_now(one, facts, team) and (is_undecided(one, facts, team) or one.kind == "delay")
    ]
    if not choices or facts.incident.state == "closed":
        return []
    picked = select("decide_pick", words.say("question", "list_pick"), choices[:100])
    return [divider(), section(words.say("question", "list_others"), accessory=picked)]


def _name(question: Question) -> str:
    """The title; with what it is about, where a law raises it several times."""
    return f"{question.title}: {question.subject}" if question.subject else question.title


def _first(question: Question) -> tuple[str, ...]:
    """A delay that is chosen from the list is recorded, not released."""
    return ("holds",) if question.kind == "delay" else ()


def questions_line(words: Words, facts: IncidentFacts, open_: int, stale: int) -> Mrkdwn | None:
    """How many decisions wait, for the card."""
    if not open_ and not stale:
        return None
    return words.say("question", "card", open=open_, stale=stale)
