"""What is owed of notices, in words: in a reminder, in somebody's tasks, on the card. Each with the next step and its role."""

from bot.assessment.answer import ObligationAnswer
from bot.duty import Duty
from bot.rules.asking import given_id
from bot.rules.owing import next_step, notice_of, open_facts, target_of
from bot.situation import Situation
from handlers.blocks import Block, button
from handlers.render import Mrkdwn, Words
from handlers.views.assessment import obligation_name, question_of
from handlers.views.facts import SECTIONS, section_of

_ASKED = 3


def owed_reminder(words: Words, duty: Duty, situation: Situation) -> Mrkdwn:
    """What is owed, since which sentence of the law, and what is to be done next."""
    owed = notice_of(duty, situation.assessment)
    if owed is None:
        return words.say("nudge", "over_settled")
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
    """The same as one of somebody's tasks; None for another duty."""
    return _line(words, "task", duty, situation)


def owed_buttons(words: Words, duty: Duty, situation: Situation) -> list[Block]:
    """The button of the next step."""
    facts = situation.facts
    owed = notice_of(duty, situation.assessment)
    if owed is None:
        return []
    step = next_step(owed, facts, situation.law)
    if step.name == "draft":
        return [button(words.say("owed", "draft_button"), "notice_list", str(facts.incident.id), style="primary")]
    action = {"ask": "notice_ask", "release": "notice_release", "prove": "notice_batch"}.get(step.name)
    if action and step.made:
        ids = f"{facts.incident.id}|{step.made.id}|{step.made.version}"
        return [button(words.say("owed", f"{step.name}_button"), action, ids, style="primary")]
    ids = f"{facts.incident.id}|{given_id(owed.law, owed.id, owed.subject)}"
    return [button(words.say("owed", "given_button"), f"decide_given_{owed.id}", ids)]


def facts_wanted(words: Words, situation: Situation) -> Mrkdwn:
    """Which facts are missing, and which roles know them."""
    facts = situation.facts
    needs = open_facts(situation, situation.assessment)
    roles = dict.fromkeys(SECTIONS[name].asks for path in needs if (name := section_of(path)))
    return words.say(
        "owed",
        "facts_wanted" if facts.plain else "facts_none",
        number=facts.incident.number,
        count=len(needs),
        who=", ".join(roles) or "AI",
        questions=Mrkdwn(" ".join(dict.fromkeys(question_of(words, path) for path in needs[:_ASKED]))),
    )


def step_in_words(words: Words, owed: ObligationAnswer, situation: Situation) -> Mrkdwn:
    """What is to be done next, and whose move it is."""
    step = next_step(owed, situation.facts, situation.law)
    return words.say("owed", f"step_{step.name}", role=step.role)


def clock_in_words(words: Words, owed: ObligationAnswer) -> Mrkdwn | None:
    """The law's own word for the time; None where it has none."""
    return words.say("clocks", owed.clock) if owed.clock and words.has("clocks", owed.clock) else None


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
