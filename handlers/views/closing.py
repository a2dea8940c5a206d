"""What keeps an incident open: each thing with its owner, to read before closing."""

from collections.abc import Sequence

from bot.incident import IncidentFacts
from bot.rulebook import Rulebook
from bot.rules.closing import Lack
from handlers.blocks import Block, context, modal, section
from handlers.render import Mrkdwn, Words, joined
from handlers.views.answer_value import notice_name
from handlers.views.fact_value import fact_question

_LONGEST = 2900


def closing_page(words: Words, facts: IncidentFacts, law: Rulebook, lacks: Sequence[Lack]) -> Block:
    """The list, in a form of its own without a way to submit it."""
    lines = [
        words.say("closing", "line", role=lack.role, text=_text(words, law, lack), cite=lack.cite) for lack in lacks
    ]
    blocks = [
        section(words.say("closing", "headline", number=facts.incident.number, count=len(lacks))),
        section(joined(lines, _LONGEST)),
        context(words.say("closing", "rule")),
    ]
    return modal("closing_page", words.say("closing", "title"), blocks, close=words.say("decision", "close"))


def _text(words: Words, law: Rulebook, lack: Lack) -> Mrkdwn:
    if lack.name == "test":
        return words.say("closing", "test", text=lack.text)
    if lack.name == "unasked":
        return words.say("closing", "unasked", question=fact_question(words, lack.what))
    if lack.name in ("decision", "stale", "unasked_question"):
        question = law.packs.questions.named.get(lack.what)
        return words.say("closing", lack.name, title=question.title if question else _raised(law, lack.what))
    if lack.name.startswith("owed_"):
        return words.say("closing", lack.name, what=notice_name(words, f"|{lack.what}"), recipient=lack.text)
    return words.say("closing", lack.name, count=lack.what)


def _raised(law: Rulebook, question_id: str) -> str:
    pattern = law.packs.questions.patterns.get(question_id.partition(":")[0])
    return pattern.title if pattern else question_id
