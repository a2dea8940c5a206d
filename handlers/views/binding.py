"""What each outcome of a determination would change now, said in its form before it is recorded."""

from bot.question import Question
from bot.rules.binding import binds, changed_by
from bot.situation import Situation
from handlers.render import Mrkdwn, Words
from handlers.views.field_value import notice_name

_LONGEST = 2900


def effects_note(words: Words, question: Question, situation: Situation) -> Mrkdwn | None:
    """A line for each outcome; a determination that has no effect says so. None: the question is no determination."""
    if question.kind != "determination":
        return None
    if not binds(question.id, situation.law):
        return words.say("question", "effect_never")
    lines = []
    for outcome in question.outcomes:
        changed = changed_by(question, outcome.id, situation)
        if changed is None:
            continue
        names = Mrkdwn(", ".join(notice_name(words, one) for one in changed))
        lines.append(words.say("question", "effect" if changed else "effect_none", label=outcome.label, names=names))
    return Mrkdwn("\n".join(lines)[:_LONGEST]) if lines else None
