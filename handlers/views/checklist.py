"""What is asked about a line of a list: why it does not apply, who does it, and the words that the policy wants."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from bot.department import Team
from bot.incident import Item
from bot.rules.checklist import LONGEST_REASON, LONGEST_STATEMENT
from handlers.blocks import (
    Block,
    context,
    field,
    modal,
    radio,
    section,
    select,
    text_input,
)
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, joined, name_of

Under: TypeAlias = Mapping[str, Any] | None
"""The list that lies under a form, by its metadata: it is brought up to date when the form is sent."""
_LONGEST_LINES = 1200


def value_of(incident: int, item: Item, act: str) -> str:
    """What a button carries: ids only."""
    return pack_ids(incident, item.role, item.id, act, *([item.subject] if item.subject else ()))


def reason_modal(words: Words, item: Item, value: str, under: Under = None) -> Block:
    """Asks why an item does not apply."""
    element = text_input("reason", longest=LONGEST_REASON, lines=True)
    blocks = [
        _item(words, item),
        field("reason", words.say("checklist", "reason_label"), element, hint=words.say("checklist", "reason_hint")),
    ]
    return _modal(words, "item_not_applicable", "reason_title", blocks, value, under)


def statement_modal(
    words: Words, item: Item, value: str, asks: str, under: Under = None, lines: Sequence[Mrkdwn] = ()
) -> Block:
    """Asks in words what the policy wants on record when the item is done; `lines`: whom to call, which plan."""
    element = text_input("reason", longest=LONGEST_STATEMENT, lines=True)
    hint = words.say("checklist", "statement_hint")
    blocks = [
        _item(words, item),
        *([context(joined(lines, _LONGEST_LINES))] if lines else []),
        field("reason", words.office(asks), element, hint=hint),
    ]
    return _modal(words, "item_statement", "statement_title", blocks, value, under)


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
    return words.say("checklist", "pick_statement", asks=words.office(asks))


def assign_modal(words: Words, item: Item, team: Team, value: str, under: Under = None) -> Block:
    """Asks who of the role does it."""
    people = [(str(name_of(user, team)), user) for user in team.users(item.role)[:100]]
    element = select("assignee", words.say("checklist", "assign_placeholder", role=item.role), people)
    blocks = [_item(words, item), field("assignee", words.say("checklist", "assign_label"), element)]
    return _modal(words, "item_assign", "assign_title", blocks, value, under)


def title_of(item: Item, words: Words) -> str:
    """What the item asks, with the offices by their names, and for whom or where when there is one each."""
    title = words.office(item.title)
    return f"{title}: {item.subject}" if item.subject else title


def _item(words: Words, item: Item) -> Block:
    return section(words.say("checklist", "item", title=title_of(item, words), cite=item.cite))


def _modal(words: Words, callback_id: str, title: str, blocks: list[Block], value: str, under: Under = None) -> Block:
    return modal(
        callback_id,
        words.say("checklist", title),
        blocks,
        close=words.say("checklist", "cancel"),
        submit=words.say("checklist", "save"),
        metadata=json.dumps({"value": value, **({"under": dict(under)} if under else {})}),
    )
