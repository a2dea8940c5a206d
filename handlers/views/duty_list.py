"""What one person owes in an incident, as a list worked in place: a settled row stays where it was, with its mark."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.duty import Duty
from bot.incident import Item
from bot.rules.duties import duties_of, list_duties, subject_of
from bot.situation import Situation
from handlers.blocks import Block, button, divider, modal, section
from handlers.render import Mrkdwn, Words, name_of
from handlers.views.checklist import title_of, value_of
from handlers.views.duty import duty_row, question_title

CALLBACK = "duties"
MOST_MINE = 60
MOST_OF_OFFICE = 30
"""Rows: a modal takes 100 blocks (Slack: Views)."""
_LONGEST_METADATA = 2800
"""Characters that the rows' names may take of the 3,000 of a view's private_metadata."""

Row = tuple[str, str]
"""The kind and the subject of a duty."""


def duty_list(
    words: Words, situation: Situation, user: str, before: Sequence[Row] = (), notes: Mapping[int, Mrkdwn] | None = None
) -> Block:
    """The modal. `before` are the rows that it showed, in their order; `notes` stand under the row of that place."""
    mine = duties_of(user, situation)
    open_ = {duty.key: duty for duty in mine}
    rows = [*before, *(key for key in open_ if key not in before)][:MOST_MINE]
    number = situation.facts.incident.number
    name = "list_headline" if mine else "list_empty"
    blocks = [section(words.say("duty", name, number=number, count=len(mine)))]
    said = notes or {}
    shown = 0
    for place, key in enumerate(rows):
        block_id = f"duty:{place}"
        if duty := open_.get(key):
            shown += 1
            blocks.append(duty_row(words, duty, situation, user, block_id=block_id, note=said.get(place)))
        else:
            blocks.append(_settled(words, key, situation, block_id, said.get(place)))
    if len(mine) > shown:
        blocks.append(section(words.say("duty", "list_more", count=len(mine) - shown)))
    blocks += _of_office(words, situation, user, {*rows, *open_}, said, len(rows))
    return modal(
        CALLBACK,
        words.say("duty", "list_title"),
        blocks,
        close=words.say("duty", "list_close"),
        metadata=_metadata(situation, rows),
    )


def office_duties(user: str, situation: Situation) -> tuple[Duty, ...]:
    """What the person's offices owe and somebody else is asked for: they may do it as well."""
    mine, roles = {duty.key for duty in duties_of(user, situation)}, situation.team.roles_of(user)
    return tuple(one for one in list_duties(situation) if one.key not in mine and one.role in roles)


def rows_of(metadata: Mapping[str, object]) -> list[Row]:
    """The rows that a list showed."""
    found = metadata.get("rows")
    return [(str(one[0]), str(one[1])) for one in found] if isinstance(found, list) else []


def place_of(block_id: str) -> int | None:
    """The row in which something was pressed."""
    _, _, place = block_id.partition(":")
    return int(place) if block_id.startswith("duty:") and place.isdigit() else None


def _of_office(
    words: Words, situation: Situation, user: str, shown: set[Row], said: Mapping[int, Mrkdwn], first: int
) -> list[Block]:
    others = [one for one in office_duties(user, situation) if one.key not in shown]
    if not others:
        return []
    blocks = [divider(), section(words.say("duty", "list_office"))]
    for place, duty in enumerate(others[:MOST_OF_OFFICE], first):
        row = duty_row(words, duty, situation, user, block_id=f"duty:{place}", mine=False, note=said.get(place))
        blocks.append(row)
    if len(others) > MOST_OF_OFFICE:
        blocks.append(section(words.say("duty", "list_more", count=len(others) - MOST_OF_OFFICE)))
    return blocks


def _settled(words: Words, key: Row, situation: Situation, block_id: str, note: Mrkdwn | None) -> Block:
    """A row that was open when the list was opened."""
    item = next((one for one in situation.facts.items if subject_of(one) == key[1]), None)
    if item is not None and item.state != "open":
        return _settled_item(words, item, situation, block_id)
    if settled := _who_settled(key, situation):
        what, by, at = settled
        by_name = name_of(by, situation.team)
        return section(words.say("duty", "done", what=what, by=by_name, at=at), block_id=block_id)
    return section(
        words.say("duty", "settled_so", text=note) if note else words.say("duty", "settled"), block_id=block_id
    )


def _who_settled(key: Row, situation: Situation) -> tuple[str, str, datetime] | None:
    """What a settled duty was about, who settled it and when, where it is no line of a checklist."""
    (kind, subject), facts, law = key, situation.facts, situation.law
    if kind in ("decision", "confirm"):
        question, _, role = subject.partition("|")
        if made := facts.in_force(question, role):
            return question_title(question, law), made.by, made.at
    made_notice = facts.notice_drafts.get(subject) if kind == "approval" else None
    if made_notice and made_notice.approval:
        title = law.packs.notices.kinds[made_notice.kind].title
        return title, made_notice.approval.by, made_notice.approval.at
    if kind == "role_unclaimed" and (held := facts.holders.get(subject)):
        return subject, held.user, held.since
    return None


def _settled_item(words: Words, item: Item, situation: Situation, block_id: str) -> Block:
    by = name_of(item.by, situation.team) if item.by else None
    name = "not_applicable" if item.state == "not_applicable" else "done"
    text = words.say("duty", name, what=title_of(item, words), by=by, at=item.at)
    if item.state == "withdrawn":
        return section(text, block_id=block_id)
    undo = button(
        words.say("duty", "undo_button"),
        "item_undo",
        value_of(situation.facts.incident.id, item, "undo"),
        label=f"{words.say('duty', 'undo_button')}: {item.title}",
    )
    return section(text, block_id=block_id, accessory=undo)


def _metadata(situation: Situation, rows: Sequence[Row]) -> str:
    """The incident and the rows; of a list that is too long the last rows are not kept in their places."""
    kept = list(rows)
    while len(packed := json.dumps({"incident": situation.facts.incident.id, "rows": kept})) > _LONGEST_METADATA:
        kept.pop()
    return packed
