"""What changed, a short line each: who, what, since when; nothing of reasons, texts and advice."""

from collections.abc import Iterable, Sequence

from bot.department import TEAM_ROLES
from bot.rules.duties import holder_of
from bot.rules.questions import deciding_roles, find_question
from bot.situation import Situation
from handlers.blocks import Block, section
from handlers.render import Mrkdwn, Words, joined, name_of
from handlers.views.question_message import outcome_of
from storage.news import News

_LONGEST = 2900
_UNTOLD = ("vote",)
"""Kinds of questions whose answers are no news by themselves: the severity is."""


def news_line(words: Words, situation: Situation, found: Sequence[News]) -> Mrkdwn | None:
    """What happened within a minute as one message, with those whose move it is; None when nothing is to be said."""
    lines = [(line, one) for one in found if (line := sentence_of(words, situation, one))]
    if not lines:
        return None
    roles = dict.fromkeys(role for _, one in lines for role in concerned(situation, one))
    actors = {one.actor for _, one in lines}
    called = [whom for role in roles if (whom := _mention(role, situation, actors))]
    said = Mrkdwn(" ".join(dict.fromkeys(line for line, _ in lines)))
    return words.say("news", "line", said=said, called=Mrkdwn(" ".join(dict.fromkeys(called))))


def news_since(words: Words, situation: Situation, found: Iterable[News]) -> list[Mrkdwn]:
    """The same for one person, a line for each thing that happened."""
    return [
        words.say("news", "past", at=one.at, said=line) for one in found if (line := sentence_of(words, situation, one))
    ]


def news_blocks(lines: Sequence[Mrkdwn]) -> list[Block]:
    """The lines, newest last, as far as they fit."""
    return [section(joined(lines, _LONGEST))]


def sentence_of(words: Words, situation: Situation, one: News) -> Mrkdwn | None:
    """What happened, in a sentence; None for what is said elsewhere."""
    team, body = situation.team, one.body
    by = name_of(one.actor, team) if one.actor != "bot" else ""
    match one.kind:
        case "verdict_changed" | "severity_changed":
            file, prefix = ("assessment", "status_") if one.kind == "verdict_changed" else ("severity", "")
            was, now = (words.say(file, f"{prefix}{body[at]}") if body.get(at) else None for at in ("was", "now"))
            return words.say("news", one.kind, was=was, now=now)
        case "duties_changed":
            more, fewer = (_duties(words, body.get(which)) for which in ("more", "fewer"))
            return words.say("news", one.kind, more=more, fewer=fewer)
        case "role_taken" | "role_handed_over" | "role_assigned" | "role_lost":
            return words.say("news", one.kind, role=body["role"], who=name_of(str(body["user"]), team), by=by)
        case "decided" | "decision_reopened":
            return _of_question(words, situation, one, by)
        case "approval_asked" | "notice_approved" | "approval_voided" | "notice_released" | "notice_sent":
            kind = situation.law.packs.notices.kinds.get(str(body["notice"]).partition(".")[0])
            if kind is None:
                return None
            return words.say("news", one.kind, title=kind.title, by=by, role=kind.approved_by)
    return None


def concerned(situation: Situation, one: News) -> tuple[str, ...]:
    """The roles whose move it is now."""
    body, kinds = one.body, situation.law.packs.notices.kinds
    match one.kind:
        case "verdict_changed":
            return ("CCO",)
        case "duties_changed":
            return ("CCO", "CR") if body.get("more") else ("CCO",)
        case "severity_changed":
            return ("AI",)
        case "role_lost":
            return (str(body["role"]),)
        case "decision_reopened":
            question = find_question(str(body["question"]), situation)
            return deciding_roles(question, situation.team) if question else ()
        case "approval_asked":
            kind = kinds.get(str(body["notice"]).partition(".")[0])
            return (kind.approved_by,) if kind else ()
        case "notice_approved" | "approval_voided":
            kind = kinds.get(str(body["notice"]).partition(".")[0])
            return (kind.released_by,) if kind else ()
    return ()


def _of_question(words: Words, situation: Situation, one: News, by: str) -> Mrkdwn | None:
    question = find_question(str(one.body["question"]), situation)
    if question is None or question.kind in _UNTOLD:
        return None
    if question.kind == "closing":
        return words.say("news", "closed" if one.kind == "decided" else "reopened", by=by)
    if one.kind == "decision_reopened":
        return words.say("news", "decision_reopened", title=question.title, subject=question.subject, by=by)
    if question.kind in ("determination", "reading"):
        return words.say("news", "determined", title=question.title, by=by)
    made = situation.facts.in_force(question.id)
    outcome = question.outcome(str(one.body["outcome"]))
    said = outcome.text if outcome else outcome_of(question, made) if made else ""
    return words.say("news", "decided", title=question.title, subject=question.subject, outcome=said, by=by)


def _duties(words: Words, named: object) -> str:
    """The duties by what is owed; one that has no name of its own is counted."""
    found = [str(name) for name in named] if isinstance(named, (list, tuple)) else []
    own = [words.say("notices", name) for name in found if words.has("notices", name)]
    if len(own) < len(found):
        own.append(words.say("news", "others", count=len(found) - len(own)))
    return Mrkdwn(", ".join(own))


def _mention(role: str, situation: Situation, actors: set[str]) -> str | None:
    """Who is called: the role's holder, else its first person; nobody is called by what they did themselves."""
    team = situation.team
    if role not in TEAM_ROLES:
        return None
    user = holder_of(role, situation.facts, team) or team.lead(role)
    return f"<@{user}>" if user and user not in actors else None
