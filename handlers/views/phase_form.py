"""The whole list of a phase in a form of its own: every line in full, with all that may be done about it."""

import json
from collections.abc import Sequence

from bot.incident import Item
from bot.involved import contact_of
from bot.phases import Phase
from bot.rules.phases import items_of_phase
from bot.situation import Situation
from handlers.blocks import Block, context, modal, overflow, section
from handlers.render import Mrkdwn, Words, joined, name_of, short
from handlers.views.checklist import title_of, value_of
from handlers.views.phase_list import block_of
from handlers.views.standing import named_at, standing_lines

CALLBACK = "phase"
_MOST_LINES = 90
"""Lines: Slack takes a hundred blocks in a form."""
_LONGEST_REASON = 200
_LONGEST_LINE = 2000
_MARKS = {"open": "▢", "done": "✓", "not_applicable": "–", "withdrawn": "✕"}
_ACTS = ("done", "not_applicable", "assign")


def phase_form(words: Words, situation: Situation, which: str) -> Block | None:
    """The form of a phase by its id, or of a role's lines (`role:IS`); None when there is none such."""
    facts, phases = situation.facts, situation.law.packs.phases
    kind, _, role = which.partition(":")
    phase = next((one for one in phases.phases if one.id == which), None)
    if phase is None and kind != "role":
        return None
    items = items_of_phase(phase, facts, phases) if phase else facts.of_role(role)
    title = phase.title if phase else words.office(role)
    blocks: list[Block] = [
        _line(words, situation, item) for item in items[:_MOST_LINES] if not phases.is_standing(item.id)
    ]
    if len(items) > _MOST_LINES:
        blocks.append(context(words.say("phase", "page_more", count=_MOST_LINES)))
    if not blocks:
        blocks.append(section(words.say("phase", "nothing")))
    if phase and (later := _later(words, situation, phase)):
        blocks.append(later)
    metadata = json.dumps({"incident": facts.incident.id, "list": which})
    return modal(
        CALLBACK,
        words.say("phase", "title", title=short(title, 22)),
        blocks,
        close=words.say("phase", "close"),
        metadata=metadata,
    )


def _line(words: Words, situation: Situation, item: Item) -> Block:
    team, ids = situation.team, situation.facts.incident.id
    text = words.say(
        "phase",
        "full_line",
        mark=_MARKS[item.state],
        title=title_of(item, words),
        role=item.role,
        assignee=name_of(item.assignee or item.by, team) if item.assignee or item.by else None,
        cite=item.cite,
        modal=item.modal if item.state == "open" else None,
        time_word=item.time_word if item.state == "open" else None,
        reason=short(item.reason or "", _LONGEST_REASON),
    )
    text = joined([text, *_beside(words, situation, item)], _LONGEST_LINE)
    return section(text, block_id=block_of(item), accessory=_acts(words, item, ids))


def _beside(words: Words, situation: Situation, item: Item) -> list[Mrkdwn]:
    """Whom to call for it, and which plan to work by."""
    if item.state != "open":
        return []
    law = situation.law
    lines = list(standing_lines(words, law.department, item.id, named_at(law.packs.policy, item.id)))
    if item.subject and (contact := contact_of(situation.facts.plain, item.subject)):
        told = short(" · ".join(contact.splitlines()), _LONGEST_REASON)
        lines.append(words.say("parties", "contact_line", contact=told))
    return lines


def _acts(words: Words, item: Item, incident: int) -> Block | None:
    if item.state == "withdrawn":
        return None
    acts: Sequence[str] = _ACTS if item.state == "open" else ("undo",)
    choices = [(str(words.say("checklist", f"{act}_option")), value_of(incident, item, act)) for act in acts]
    return overflow("item_more", choices)


def _later(words: Words, situation: Situation, phase: Phase) -> Block | None:
    """How many lines the later phases hold: nothing that the policy asks for is out of reach."""
    facts, phases = situation.facts, situation.law.packs.phases
    found = [
        f"{later.title} ({count})"
        for later in phases.phases[phases.phases.index(phase) + 1 :]
        if (count := sum(item.state == "open" for item in items_of_phase(later, facts, phases)))
    ]
    return context(words.say("phase", "later", phases=Mrkdwn(" · ".join(found)))) if found else None
