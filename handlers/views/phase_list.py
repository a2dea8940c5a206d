"""The list of a phase: one message, a line a duty, each at its place for good, with a button that names it.

What is done stays where it stood, with its mark; undoing asks again, so a second tap on the same place undoes nothing
and ticks nothing else. Whatever has no room here stands in the list's form.
"""

import json

from bot.assessment.facts import FactErrors
from bot.incident import Item
from bot.phases import Phase
from bot.progress import progress
from bot.question import Question
from bot.rules.checklist import statement_of
from bot.rules.duties import holder_of
from bot.rules.items import LEADER_ITEM
from bot.rules.phases import items_of_phase, questions_of_phase
from bot.rules.questions import deciding_roles, is_undecided, moved_facts
from bot.situation import Situation
from handlers.blocks import Block, actions, ask_again, button, context, header, section
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, name_of, short
from handlers.views.checklist import title_of, value_of
from handlers.views.question_message import outcome_of

_LONGEST = 10_000
"""Characters of the blocks as Slack counts them, of about 13,200 (SLACK: messages)."""
_MOST_LINES = 24
_LONGEST_SUBJECT, _LONGEST_REASON = 60, 80


def phase_list(words: Words, situation: Situation, phase: Phase) -> tuple[Mrkdwn, list[Block]]:
    """The list's fallback text and blocks."""
    facts, law = situation.facts, situation.law
    items = items_of_phase(phase, facts, law.packs.phases)
    questions = _questions(phase, situation)
    done, total = progress(items)
    total += len(questions)
    done += sum(not is_undecided(one, facts, situation.team) for one in questions)
    counts = {"title": phase.title, "done": done, "total": total}
    head = [header(words.say("phase", "headline", **counts))]
    lines = _lines(words, situation, phase, items, questions)
    if "facts_recorded" in phase.begins and (standing := _standing(words, situation)):
        head.append(context(standing))
    shown: list[Block] = []
    for line in lines:
        if len(shown) == _MOST_LINES or len(json.dumps([*shown, line], ensure_ascii=False)) > _LONGEST:
            break
        shown.append(line)
    foot = []
    if len(shown) < len(lines):
        foot.append(
            context(words.say("phase", "more", count=sum(one["type"] == "section" for one in lines[len(shown) :])))
        )
    if not lines:
        foot.append(section(words.say("phase", "nothing")))
    ids = pack_ids(facts.incident.id, phase.id)
    press = button(words.say("phase", "all_button", title=phase.title), "phase_open", ids)
    foot.append(actions(press, block_id="phase"))
    return words.say("phase", "fallback", number=facts.incident.number, **counts), [*head, *shown, *foot]


def role_list(words: Words, situation: Situation, role: str) -> tuple[Mrkdwn, list[Block]]:
    """A list of one role's lines, for incidents that were opened when each role had one."""
    items = [item for item in situation.facts.of_role(role) if not situation.law.packs.phases.is_standing(item.id)]
    done, total = progress(items)
    counts = {"title": words.office(role), "done": done, "total": total}
    lines = [item_line(words, situation, item) for item in items]
    blocks = [header(words.say("phase", "headline", **counts))]
    for line in lines[:_MOST_LINES]:
        if len(json.dumps([*blocks, line], ensure_ascii=False)) <= _LONGEST:
            blocks.append(line)
    if len(blocks) <= len(lines):
        blocks.append(context(words.say("phase", "more", count=len(lines) - len(blocks) + 1)))
    press = button(words.say("phase", "all_button", title=words.office(role)), "phase_open", _of_role(situation, role))
    return words.say("phase", "fallback", number=situation.facts.incident.number, **counts), [
        *blocks,
        actions(press, block_id="phase"),
    ]


def item_line(words: Words, situation: Situation, item: Item) -> Block:
    """A line with its one button: done, or undo."""
    line = situation.law.packs.phases.line_of(item.id)
    subject = f": {short(item.subject, _LONGEST_SUBJECT)}" if item.subject else ""
    name = (words.office(line.name) if line else words.office(short(item.title, 75))) + subject
    team, ids = situation.team, situation.facts.incident.id
    if item.state == "withdrawn":
        return section(words.say("phase", "withdrawn", name=name, cite=item.cite), block_id=block_of(item))
    if item.state != "open":
        text = words.say(
            "phase",
            item.state,
            name=name,
            role=item.role,
            by=name_of(item.by, team),
            at=item.at,
            reason=short(item.reason or "", _LONGEST_REASON),
        )
        undo = button(
            words.say("phase", "undo_button"),
            "item_undo",
            value_of(ids, item, "undo"),
            label=words.say("phase", "undo_label", name=name),
            confirm=ask_again(
                words.say("phase", "undo_title"),
                words.say("phase", "undo_text", name=name),
                words.say("phase", "undo_yes"),
                words.say("phase", "undo_no"),
            ),
        )
        return section(text, block_id=block_of(item), accessory=undo)
    text = words.say(
        "phase",
        "open",
        name=name,
        role=item.role,
        assignee=name_of(item.assignee, team) if item.assignee else None,
        time_word=item.time_word,
    )
    return section(text, block_id=block_of(item), accessory=done_button(words, situation, item))


def done_button(words: Words, situation: Situation, item: Item) -> Block:
    """The button that names its line; three dots say that it asks for words first."""
    line = situation.law.packs.phases.line_of(item.id)
    asks = item.id == LEADER_ITEM or statement_of(item, situation.law) is not None
    press = line.press if line else words.say("phase", "done_button", name=short(item.subject or item.title, 18))
    text = words.say("phase", "press", press=press, asks=asks)
    label = words.say("phase", "done_label", title=title_of(item, words))
    return button(text, "item_done", value_of(situation.facts.incident.id, item, "done"), label=label)


def block_of(item: Item) -> str:
    """The line's block: one a role, a provision and what it is for; a settled one says since when."""
    since = f"closed:{round(item.at.timestamp() * 1000)}:" if item.state != "open" and item.at else ""
    return _block_id(f"{since}line:{item.role}:{item.id}:{item.subject}")


def _block_id(text: str) -> str:
    """What typed words may be part of: behind an @ a press's channel is read, so theirs is a look-alike."""
    return text.replace("@", "\N{FULLWIDTH COMMERCIAL AT}")[:200]


def _of_role(situation: Situation, role: str) -> str:
    return pack_ids(situation.facts.incident.id, f"role:{role}")


def _questions(phase: Phase, situation: Situation) -> tuple[Question, ...]:
    try:
        return questions_of_phase(phase, situation, situation.assessment)
    except FactErrors:  # facts that an older version took; the assessment card says so
        return ()


def _lines(
    words: Words, situation: Situation, phase: Phase, items: tuple[Item, ...], questions: tuple[Question, ...]
) -> list[Block]:
    """Tasks and questions by office, each in the phase's order; the office with the most urgent line comes first."""
    team = situation.team
    found = [(phase.place(one.id), one.role, item_line(words, situation, one)) for one in items]
    found += [
        (phase.place(one.id), deciding_roles(one, team)[0], _question_line(words, situation, phase, one))
        for one in questions
    ]
    found.sort(key=lambda one: one[0])
    offices = dict.fromkeys(role for _, role, _ in found)
    blocks = []
    for office in offices:
        holder = holder_of(office, situation.facts, team)
        blocks.append(context(words.say("phase", "office", role=office, holder=name_of(holder, team))))
        blocks += [line for _, role, line in found if role == office]
    return blocks


def _question_line(words: Words, situation: Situation, phase: Phase, question: Question) -> Block:
    facts, team = situation.facts, situation.team
    line = situation.law.packs.phases.line_of(question.id)
    name = words.office(line.name) if line else question.title
    if question.subject and question.kind != "reading":
        name = f"{name} {short(question.subject, _LONGEST_SUBJECT)}"
    block_id, ids = _block_id(f"line:{question.id}"), pack_ids(facts.incident.id, question.id)
    made = facts.in_force(question.id)
    deciders = deciding_roles(question, team)
    roles = ", ".join(deciders)
    if is_undecided(question, facts, team):
        text = words.say("phase", "decide", name=name, roles=roles if len(deciders) > 1 else "")
        label = words.say("phase", "decide_label", title=question.title)
        press = words.say("phase", "press", press=line.press if line else question.title, asks=True)
        act = "severity_vote" if question.kind == "vote" else f"decide_{question.id}"[:200]
        return section(text, block_id=block_id, accessory=button(press, act, ids, label=label))
    if made is None:
        return section(words.say("phase", "voted", name=name, roles=roles), block_id=block_id)
    values = {"name": name, "outcome": outcome_of(question, made), "by": name_of(made.by, team), "at": made.at}
    if moved_facts(made, facts):
        press = words.say("phase", "confirm_button", name=short(question.title, 40))
        text = words.say("phase", "stale", roles=roles, **values)
        return section(text, block_id=block_id, accessory=button(press, "decision_confirm", ids))
    return section(words.say("phase", "decided", **values), block_id=block_id)


def _standing(words: Words, situation: Situation) -> Mrkdwn | None:
    """The duties that go on all along, each with its role."""
    facts, phases = situation.facts, situation.law.packs.phases
    said = [
        words.say("phase", "standing_one", role=item.role, name=line.name)
        for line in phases.standing
        for item in facts.items
        if item.id == line.of and item.state == "open"
    ]
    return words.say("phase", "standing", duties=Mrkdwn("; ".join(said))) if said else None
