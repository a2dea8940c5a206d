"""What a form's fields were answered with, in words."""

from datetime import datetime
from typing import Any

from bot.determination import Determination
from bot.question import FormField, Question
from handlers.render import Mrkdwn, Words, escape, short

_LONGEST = 400


def answer_lines(words: Words, question: Question, made: Determination, *, longest: int = _LONGEST) -> list[Mrkdwn]:
    """One line for each field that was answered."""
    return [
        words.say("question", "answer", label=field.label, value=answer_in_words(words, field, value, longest))
        for field in question.fields
        if (value := made.answers.get(field.id)) not in (None, "", [])
    ]


def answer_in_words(words: Words, field: FormField, value: Any, longest: int) -> Mrkdwn:
    """One answer as people say it."""
    match field.kind:
        case "yes_no":
            return words.say("question", "yes" if value else "no")
        case "moment":
            return words.when(datetime.fromisoformat(str(value)))
        case "choice":
            return Mrkdwn(escape(field.choices.get(str(value), value)))
        case "choices":
            return Mrkdwn(escape(", ".join(field.choices.get(str(one), str(one)) for one in value)))
        case "notices":
            return Mrkdwn(", ".join(notice_name(words, str(one)) for one in value))
    return Mrkdwn(escape(short(str(value), longest)))


def notice_name(words: Words, notice: str) -> Mrkdwn:
    """An obligation (`law|id`) by its short name."""
    name = notice.partition("|")[2]
    return words.say("notices", name) if words.has("notices", name) else Mrkdwn(escape(name.replace("_", " ")))
