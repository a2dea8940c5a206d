"""The chosen methods that a law does not take as notice: a line each, with the reason and its citation."""

from collections.abc import Iterable

from bot.assessment.result import ObligationAnswer
from handlers.render import Mrkdwn, Words


def refused_lines(words: Words, obligations: Iterable[ObligationAnswer]) -> list[Mrkdwn]:
    """One line for each refused method and law, whichever obligations refuse it."""
    found = {
        (one.law, refused.kind): words.say(
            "assessment",
            "refused_method",
            method=words.say("assessment", f"method_{refused.kind}"),
            reason=refused.reasons[0].text if refused.reasons else "",
            cite=refused.reasons[0].cite if refused.reasons else one.law,
        )
        for one in obligations
        for refused in one.methods_refused
    }
    return list(found.values())
