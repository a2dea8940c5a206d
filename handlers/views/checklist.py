"""A role's checklist: one message, what is open first, what is done folded away; and its two small modals."""

import json
from collections.abc import Sequence

from bot.department import Team
from bot.incident import IncidentFacts, Item
from bot.involved import contact_of
from bot.policy.schema import Policy
from bot.progress import by_urgency, progress
from bot.rules.checklist import LONGEST_REASON, LONGEST_STATEMENT
from handlers.blocks import (
    Block,
    actions,
    button,
    context,
    divider,
    field,
    header,
    modal,
    overflow,
    radio,
    section,
    select,
    text_input,
)
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, joined, name_of, short
from handlers.views.standing import named_at, standing_lines

_WITH_BUTTONS = 3
_SHOWN_OPEN = 7
_SHOWN_CLOSED = 4
_LONGEST_CLOSED = 2900
"""Characters, when each `&` in a reason takes five; the oldest lines go first."""
_MOST_CHOICES = 10
"""In a list to choose from: Slack takes about 13,200 characters in all blocks together."""
_LONGEST_FOLD = 1200
_LONGEST_OPEN = 1200
_LONGEST_CONTACT = 200


def value_of(incident: int, item: Item, act: str) -> str:
    """What a button carries: ids only."""
    return pack_ids(incident, item.role, item.id, act, *([item.subject] if item.subject else ()))


def checklist(words: Words, facts: IncidentFacts, team: Team, policy: Policy, role: str) -> tuple[Mrkdwn, list[Block]]:
    """The list's fallback text and blocks."""
    items = facts.of_role(role)
    done, total = progress(items)
    counts = {"role": role, "done": done, "total": total}
    blocks = [
        header(words.say("checklist", "headline", **counts)),
        context(words.say("checklist", "office", office=policy.role(role).office)),
    ]
    waiting = by_urgency([item for item in items if item.state == "open"])
    for place, item in enumerate(waiting[:_SHOWN_OPEN]):
        lines = list(standing_lines(words, team.department, item.id, named_at(policy, item.id)))
        if item.subject and (contact := contact_of(facts.plain, item.subject)):
            lines.append(
                words.say("parties", "contact_line", contact=short(" · ".join(contact.splitlines()), _LONGEST_CONTACT))
            )
        blocks += _open(words, facts, team, item, lines, buttons=place < _WITH_BUTTONS)
    blocks += _folded(words, facts, waiting[_SHOWN_OPEN:])
    if not waiting:
        blocks.append(section(words.say("checklist", "all_done")))
    blocks += _closed(words, facts, team, [item for item in items if item.state != "open"])
    return words.say("checklist", "fallback", **counts), blocks


def _open(
    words: Words, facts: IncidentFacts, team: Team, item: Item, lines: Sequence[Mrkdwn], *, buttons: bool
) -> list[Block]:
    text = words.say(
        "checklist",
        "open",
        title=title_of(item),
        assignee=name_of(item.assignee, team) if item.assignee else None,
        cite=item.cite,
        modal=item.modal,
        time_word=item.time_word,
    )
    text = joined([text, *lines], _LONGEST_OPEN)
    incident = facts.incident.id
    rest = [
        (words.say("checklist", "not_applicable_option"), value_of(incident, item, "not_applicable")),
        (words.say("checklist", "assign_option"), value_of(incident, item, "assign")),
    ]
    press = words.say("checklist", "done_button")
    if not buttons:
        choices = [(press, value_of(incident, item, "done")), *rest]
        return [section(text, block_id=_block("item", item), accessory=overflow("item_more", choices))]
    done = button(
        press, "item_done", value_of(incident, item, "done"), style="primary", label=f"{press}: {title_of(item)}"
    )
    return [
        section(text, block_id=_block("item", item)),
        actions(done, overflow("item_more", rest), block_id=_block("acts", item)),
    ]


def _folded(words: Words, facts: IncidentFacts, items: Sequence[Item]) -> list[Block]:
    """What is open further down: a line each, and a list to take one of them first."""
    if not items:
        return []
    lines = [words.say("checklist", "folded_line", title=title_of(item), cite=item.cite) for item in items]
    text = words.say("checklist", "folded", count=len(items), titles=joined(lines, _LONGEST_FOLD))
    choices = [(short(title_of(item), 72), value_of(facts.incident.id, item, "pick")) for item in items[:_MOST_CHOICES]]
    return [section(text, accessory=select("item_pick", words.say("checklist", "pick_placeholder"), choices))]


def _closed(words: Words, facts: IncidentFacts, team: Team, closed: Sequence[Item]) -> list[Block]:
    if not closed:
        return []
    newest = sorted(closed, key=lambda item: item.at.timestamp() if item.at else 0, reverse=True)
    lines = []
    for item in newest[:_SHOWN_CLOSED]:
        lines.append(
            words.say(
                "checklist",
                item.state,
                title=title_of(item),
                by=name_of(item.by, team),
                at=item.at,
                cite=item.cite,
                reason=short(item.reason or "", 150),
            )
        )
    if len(newest) > _SHOWN_CLOSED:
        lines.append(words.say("checklist", "more_closed", count=len(newest) - _SHOWN_CLOSED))
    block = section(joined(lines, _LONGEST_CLOSED), block_id="closed")
    if acted := [item for item in newest if item.state != "withdrawn"]:
        choices = [
            (short(title_of(item), 72), value_of(facts.incident.id, item, "undo")) for item in acted[:_MOST_CHOICES]
        ]
        block["accessory"] = select("item_undo", words.say("checklist", "undo_placeholder"), choices)
    return [divider(), block]


def reason_modal(words: Words, item: Item, value: str) -> Block:
    """Asks why an item does not apply."""
    element = text_input("reason", longest=LONGEST_REASON, lines=True)
    blocks = [
        _item(words, item),
        field("reason", words.say("checklist", "reason_label"), element, hint=words.say("checklist", "reason_hint")),
    ]
    return _modal(words, "item_not_applicable", "reason_title", blocks, value)


def statement_modal(words: Words, item: Item, value: str, asks: str, lines: Sequence[Mrkdwn] = ()) -> Block:
    """Asks in words what the policy wants on record when the item is done; `lines`: whom to call, which plan."""
    element = text_input("reason", longest=LONGEST_STATEMENT, lines=True)
    blocks = [
        _item(words, item),
        *([context(joined(lines, _LONGEST_OPEN))] if lines else []),
        field("reason", asks, element, hint=words.say("checklist", "statement_hint")),
    ]
    return _modal(words, "item_statement", "statement_title", blocks, value)


def pick_modal(words: Words, item: Item, team: Team, value: str, asks: str | None) -> Block:
    """Asks what about an item: done, not applicable, or for somebody else."""
    acts = [(words.say("checklist", f"pick_{act}"), act) for act in ("done", "not_applicable", "assign")]
    people = [(str(name_of(user, team)), user) for user in team.users(item.role)[:100]]
    who = select("assignee", words.say("checklist", "assign_placeholder", role=item.role), people)
    why = text_input("reason", longest=LONGEST_REASON, lines=True)
    blocks = [
        _item(words, item),
        field("act", words.say("checklist", "pick_label"), radio("act", acts)),
        field(
            "reason",
            _pick_label(words, asks),
            why,
            optional=True,
            hint=words.say("checklist", "pick_hint_done" if asks else "pick_hint"),
        ),
        field(
            "assignee",
            words.say("checklist", "assign_label"),
            who,
            optional=True,
            hint=words.say("checklist", "pick_hint_assign"),
        ),
    ]
    return _modal(words, "item_pick", "pick_title", blocks, value)


def _pick_label(words: Words, asks: str | None) -> Mrkdwn:
    if asks is None:
        return words.say("checklist", "reason_label")
    return words.say("checklist", "pick_statement", asks=asks)


def assign_modal(words: Words, item: Item, team: Team, value: str) -> Block:
    """Asks who of the role does it."""
    people = [(str(name_of(user, team)), user) for user in team.users(item.role)[:100]]
    element = select("assignee", words.say("checklist", "assign_placeholder", role=item.role), people)
    blocks = [_item(words, item), field("assignee", words.say("checklist", "assign_label"), element)]
    return _modal(words, "item_assign", "assign_title", blocks, value)


def title_of(item: Item) -> str:
    """What the item asks, and for whom or where when there is one each."""
    return f"{item.title}: {item.subject}" if item.subject else item.title


def _block(kind: str, item: Item) -> str:
    return f"{kind}:{item.id}:{item.subject}" if item.subject else f"{kind}:{item.id}"


def _item(words: Words, item: Item) -> Block:
    return section(words.say("checklist", "item", title=title_of(item), cite=item.cite))


def _modal(words: Words, callback_id: str, title: str, blocks: list[Block], value: str) -> Block:
    return modal(
        callback_id,
        words.say("checklist", title),
        blocks,
        close=words.say("checklist", "cancel"),
        submit=words.say("checklist", "save"),
        metadata=json.dumps({"value": value}),
    )
