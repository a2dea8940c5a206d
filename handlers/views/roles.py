"""The roles on the card, who holds each and a button to take it; the form to hand one over; the word to its holder."""

import json

from bot.department import TEAM_ROLES, Team
from bot.incident import IncidentFacts
from bot.policy.schema import Policy
from bot.rules.duties import holder_of, vacant_since
from bot.rules.roles import LONGEST_NOTE
from handlers.blocks import Block, button, field, modal, section, select, text_input
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, name_of, phone_link

_SHOWN_DUTIES = 4


def role_lines(words: Words, facts: IncidentFacts, team: Team, telephone_after: int) -> list[Block]:
    """A line a role: its holder, or since when nobody has taken it and whom to call."""
    return [_role(words, facts, team, role, telephone_after) for role in TEAM_ROLES]


def _role(words: Words, facts: IncidentFacts, team: Team, role: str, telephone_after: int) -> Block:
    held = team.department.roles.get(role)
    phone = phone_link(held.phone) if held and held.phone else None
    value, block_id = pack_ids(facts.incident.id, role), f"role:{role}"
    holder = holder_of(role, facts, team)
    if holder:
        text = words.say("roles", "held", role=role, holder=name_of(holder, team), since=facts.holders[role].since)
        return section(text, block_id=block_id, accessory=button(words.say("roles", "give_button"), "role_give", value))
    people = team.users(role)
    if not people:
        return section(words.say("roles", "empty", role=role, phone=phone), block_id=block_id)
    reminder = facts.reminder("role_unclaimed", role)
    text = words.say(
        "roles",
        "unclaimed",
        role=role,
        since=vacant_since(role, facts),
        people=Mrkdwn(", ".join(name_of(user, team) for user in people[:4])),
        call_now=reminder is not None and reminder.sent >= telephone_after,
        phone=phone,
    )
    take = button(words.say("roles", "take_button", role=role), "role_take", value, style="primary")
    return section(text, block_id=block_id, accessory=take)


def give_form(words: Words, facts: IncidentFacts, team: Team, role: str) -> Block:
    """Asks who takes the role over, with a note."""
    people = [(str(name_of(user, team)), user) for user in team.users(role)[:100]]
    blocks = [
        section(words.say("roles", "headline", role=role, number=facts.incident.number)),
        field(
            "user",
            words.say("roles", "user_label"),
            select("user", words.say("roles", "user_placeholder", role=role), people),
        ),
        field(
            "note",
            words.say("roles", "note_label"),
            text_input("note", longest=LONGEST_NOTE, lines=True),
            optional=True,
            hint=words.say("roles", "note_hint"),
        ),
    ]
    return modal(
        "role_give",
        words.say("roles", "title"),
        blocks,
        close=words.say("reminder", "cancel"),
        submit=words.say("reminder", "save"),
        metadata=json.dumps({"incident": facts.incident.id, "role": role}),
    )


def role_message(words: Words, facts: IncidentFacts, policy: Policy, role: str, by: Mrkdwn | None) -> Mrkdwn:
    """What the policy asks of a role, in its own plain words; nothing of the incident."""
    rows = policy.checklist(role)
    lines = [words.say("roles", "asks_line", text=row.text, cite=row.cite) for row in rows[:_SHOWN_DUTIES]]
    if len(rows) > _SHOWN_DUTIES:
        lines.append(words.say("roles", "asks_more", count=len(rows) - _SHOWN_DUTIES))
    return words.say(
        "roles",
        "given",
        number=facts.incident.number,
        role=role,
        by=by,
        office=policy.role(role).office,
        asks=Mrkdwn("\n".join(lines)),
        channel=Mrkdwn(facts.incident.channel or ""),
    )
