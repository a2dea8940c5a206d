"""What keeps an incident open: each thing with its owner, to read before closing."""

from collections.abc import Sequence

from bot.incident import IncidentFacts
from bot.rulebook import Rulebook
from bot.rules.closing import Blocker
from handlers.blocks import Block, context, modal, section
from handlers.render import Mrkdwn, Words, joined
from handlers.views.fact_value import fact_question
from handlers.views.field_value import notice_name

_LONGEST = 2900


def closing_page(words: Words, facts: IncidentFacts, law: Rulebook, blockers: Sequence[Blocker]) -> Block:
    """The list, in a form of its own without a way to submit it."""
    lines = [
        words.say("closing", "line", role=blocker.role, text=_text(words, law, blocker), cite=blocker.cite)
        for blocker in blockers
    ]
    blocks = [
        section(words.say("closing", "headline", number=facts.incident.number, count=len(blockers))),
        section(joined(lines, _LONGEST)),
        context(words.say("closing", "rule")),
    ]
    return modal("closing_page", words.say("closing", "title"), blocks, close=words.say("question", "close"))


def _text(words: Words, law: Rulebook, blocker: Blocker) -> Mrkdwn:
    if blocker.name == "test":
        return words.say("closing", "test", text=blocker.text)
    if blocker.name == "unasked":
        return words.say("closing", "unasked", question=fact_question(words, blocker.what))
    if blocker.name in ("decision", "stale", "unasked_question"):
        question = law.packs.questions.named.get(blocker.what)
        return words.say("closing", blocker.name, title=question.title if question else _raised(law, blocker.what))
    if blocker.name.startswith("owed_"):
        return words.say("closing", blocker.name, what=notice_name(words, f"|{blocker.what}"), recipient=blocker.text)
    return words.say("closing", blocker.name, count=blocker.what, what=blocker.what)


def _raised(law: Rulebook, question_id: str) -> str:
    pattern = law.packs.questions.patterns.get(question_id.partition(":")[0])
    return pattern.title if pattern else question_id
