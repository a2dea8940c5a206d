"""Notices that are owed, in words: in a reminder and in somebody's tasks, each with its next step and whose it is."""

from bot.duty import Duty
from bot.rules.owing import next_step, notice_of, target_of
from bot.rules.questions import given_id
from bot.rules.unknowns import ranked_unknowns
from bot.situation import Situation
from handlers.blocks import Block, button
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words
from handlers.views.facts import SECTIONS, section_of
from handlers.views.obligation import clock_in_words, obligation_name, question_of, step_in_words

_ASKED = 3


def owed_reminder(words: Words, duty: Duty, situation: Situation) -> Mrkdwn:
    """What is owed, since which sentence of the law, and what is to be done next."""
    owed = notice_of(duty, situation.assessment)
    if owed is None:
        return words.say("reminder", "over_settled")
    values = {
        "number": situation.facts.incident.number,
        "what": obligation_name(words, owed),
        "cite": owed.cite,
        "step": step_in_words(words, owed, situation),
    }
    if duty.limit:
        return words.say("owed", "reminder_limit", limit=duty.limit, passed=duty.limit <= situation.now, **values)
    return words.say(
        "owed", "reminder", clock=clock_in_words(words, owed), target=target_of(owed, situation.facts), **values
    )


def owed_line(words: Words, duty: Duty, situation: Situation) -> Mrkdwn | None:
    """The same in one line, for a reminder of several duties; None for another duty."""
    return _line(words, "line", duty, situation)


def owed_task(words: Words, duty: Duty, situation: Situation) -> Mrkdwn | None:
    """A duty as one of somebody's tasks: a notice owed, a text to approve, facts to find out; None for another."""
    facts, law = situation.facts, situation.law
    if duty.kind == "question":
        return facts_wanted(words, situation)
    if duty.kind == "approval":
        title = law.packs.notices.kinds[facts.notice_drafts[duty.subject].kind].title
        return words.say("owed", "approval", role=duty.role, title=title)
    if duty.kind in ("decision", "confirm"):
        named, (question, _, _) = law.packs.questions.named, duty.subject.partition("|")
        title = named[question].title if question in named else question.partition(":")[2].replace("_", " ")
        return words.say("owed", duty.kind, role=duty.role, title=title)
    return _line(words, "task", duty, situation)


def owed_buttons(words: Words, duty: Duty, situation: Situation) -> list[Block]:
    """The button of the next step."""
    facts = situation.facts
    owed = notice_of(duty, situation.assessment)
    if owed is None:
        return []
    step = next_step(owed, facts, situation.law)
    if step.name == "draft":
        return [button(words.say("owed", "draft_button"), "notice_list", pack_ids(facts.incident.id), style="primary")]
    action = {"ask": "notice_ask", "release": "notice_release", "prove": "notice_batch"}.get(step.name)
    if action and step.made:
        ids = pack_ids(facts.incident.id, step.made.id, step.made.version)
        return [button(words.say("owed", f"{step.name}_button"), action, ids, style="primary")]
    ids = pack_ids(facts.incident.id, given_id(owed.law, owed.id, owed.subject))
    return [button(words.say("owed", "given_button"), f"decide_given_{owed.id}", ids)]


def facts_wanted(words: Words, situation: Situation) -> Mrkdwn:
    """Which facts are missing, those that decide most first, and which roles know them."""
    facts = situation.facts
    needs = [path for path, _ in ranked_unknowns(situation, situation.assessment)]
    roles = dict.fromkeys(SECTIONS[name].asks for path in needs if (name := section_of(path)))
    return words.say(
        "owed",
        "facts_wanted" if facts.plain else "facts_none",
        number=facts.incident.number,
        count=len(needs),
        who=", ".join(roles) or "AI",
        questions=Mrkdwn(" ".join(dict.fromkeys(question_of(words, path) for path in needs[:_ASKED]))),
    )


def _line(words: Words, block: str, duty: Duty, situation: Situation) -> Mrkdwn | None:
    owed = notice_of(duty, situation.assessment)
    if owed is None:
        return None
    return words.say(
        "owed",
        block,
        role=duty.role,
        what=obligation_name(words, owed),
        clock=clock_in_words(words, owed),
        cite=owed.cite,
        step=step_in_words(words, owed, situation),
    )
