"""A reminder: one thing with its buttons, or a list that names the notices owed; and the small forms behind it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.department import Team
from bot.duty import Duty, Reminder
from bot.incident import IncidentFacts
from bot.rulebook import Rulebook
from bot.rules.duties import duties_of, item_of, vacant_since
from bot.rules.intake import LONGEST_ANSWERED
from bot.rules.leader import LONGEST_NAME, METHODS
from bot.rules.telling import next_word
from bot.situation import Situation
from handlers.blocks import (
    Block,
    actions,
    button,
    context,
    field,
    modal,
    moment_input,
    radio,
    section,
    select,
    text_input,
)
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, name_of, phone_link
from handlers.views.checklist import value_of
from handlers.views.duty import duty_button, evidence_in_words, question_title
from handlers.views.owed import facts_wanted, owed_reminder


@dataclass(frozen=True, kw_only=True)
class OpenDuty:
    """A reminder and the open duty that it is about."""

    facts: IncidentFacts
    duty: Duty
    reminder: Reminder


def reminder_message(
    words: Words, found: Sequence[OpenDuty], team: Team, law: Rulebook, user: str, late: int, now: datetime
) -> tuple[Mrkdwn, list[Block]]:
    """The text and the blocks of one message, however many duties it is about."""
    if len(found) == 1:
        text, buttons = _one(words, found[0], team, law, user, now)
        rows: list[Block] = []
    else:
        text, rows, buttons = _many(words, found, team, law, user, now)
    blocks = [section(text), *rows]
    if late:
        blocks.append(context(words.say("reminder", "late", due=late)))
    if len(found) == 1 and (told := _next_told(words, found[0], team, law, now)):
        blocks.append(context(told))
    if buttons:
        blocks.append(actions(*buttons, block_id="nudge"))
    return words.say("reminder", "fallback", number=found[0].facts.incident.number), blocks


def _one(
    words: Words, one: OpenDuty, team: Team, law: Rulebook, user: str, now: datetime
) -> tuple[Mrkdwn, list[Block]]:
    facts, duty, incident = one.facts, one.duty, one.facts.incident
    place = _place(words, incident.channel, user == incident.reporter)
    text = Mrkdwn(f"{_text(words, one, team, law, user, now)} {place}".rstrip())
    value = pack_ids(incident.id, one.reminder.id)
    press = duty_button(words, duty, Situation(facts=facts, team=team, law=law, now=now), user)
    buttons = [press] if press else []
    item = item_of(duty, facts)
    if item and duty.kind in ("task", "continuous"):
        give = value_of(incident.id, item, "assign")
        buttons.append(button(words.say("reminder", "assign_button"), "nudge_assign", give))
    if duty.kind != "role_unclaimed":
        choices = [
            (words.say("reminder", f"snooze_{name}"), pack_ids(incident.id, one.reminder.id, name)) for name in SNOOZES
        ]
        buttons.append(select("nudge_snooze", words.say("reminder", "snooze"), choices))
    buttons.append(button(words.say("reminder", "why_button"), "nudge_why", value))
    return text, buttons


_MOST_NAMED = 8
"""Duties that have a row of their own in one message; the others are counted."""
_COUNTED = ("task", "continuous")
"""Lines of a checklist are only counted in a message of several duties: their titles stand in "My duties"."""
SNOOZES = ("hour", "four", "morning", "other")


def _text(words: Words, one: OpenDuty, team: Team, law: Rulebook, user: str, now: datetime) -> Mrkdwn:
    facts, duty, number = one.facts, one.duty, one.facts.incident.number
    situation = Situation(facts=facts, team=team, law=law, now=now)
    match duty.kind:
        case "call" if user != facts.incident.reporter:
            return words.say("reminder", "call_handed", number=number, reporter=Mrkdwn(facts.incident.reporter))
        case "role_unclaimed":
            held = team.department.roles.get(duty.role)
            phone = phone_link(held.phone) if held and held.phone else None
            name = "role_unclaimed" if user in team.users(duty.role) else "role_of_nobody"
            since = vacant_since(duty.role, facts)
            return words.say("reminder", name, number=number, role=duty.role, since=since, phone=phone)
        case "leader_notice":
            office = team.department.office(facts.incident.office)
            leader = team.person(office.leader).name or office.leader if office and office.leader else None
            shown = leader or words.say("reminder", "leader_unknown")
            phone = phone_link(office.phone) if office and office.phone else None
            return words.say("reminder", "leader_notice", number=number, leader=shown, phone=phone)
        case "task" | "continuous":
            item = item_of(duty, facts)
            return words.say(
                "reminder",
                duty.kind,
                number=number,
                title=words.office(item.title) if item else "",
                cite=item.cite if item else "",
                word=item.time_word if item else "",
            )
        case "question":
            return facts_wanted(words, situation)
        case "obligation" | "owed" | "owed_immediately":
            return owed_reminder(words, duty, situation)
        case "decision" | "confirm":
            return words.say(
                "reminder", duty.kind, number=number, title=question_title(duty.subject.partition("|")[0], law)
            )
        case "approval":
            made = facts.notice_drafts[duty.subject]
            title, by = law.packs.notices.kinds[made.kind].title, name_of(made.asked_by, team)
            return words.say("reminder", "approval", number=number, title=title, by=by, at=made.asked_at)
        case "custody_accept" | "custody_open" | "custody_gap" | "guidance":
            return words.say("reminder", duty.kind, number=number, **evidence_in_words(words, duty, facts))
        case str(kind) if kind.startswith("status_"):
            severity = words.say("severity", kind.removeprefix("status_"))
            return words.say("reminder", "status", number=number, severity=severity)
    return words.say("reminder", duty.kind, number=number)


def _next_told(words: Words, one: OpenDuty, team: Team, law: Rulebook, now: datetime) -> Mrkdwn | None:
    """Who hears of it next, and when."""
    told = next_word(one.duty, Situation(facts=one.facts, team=team, law=law, now=now))
    if told is None or not told.users:
        return None
    who = Mrkdwn(", ".join(name_of(user, team) for user in told.users))
    return words.say("reminder", "next_told", who=who, at=told.at)


def _many(
    words: Words, found: Sequence[OpenDuty], team: Team, law: Rulebook, user: str, now: datetime
) -> tuple[Mrkdwn, list[Block], list[Block]]:
    """How much is open in each incident, a row for what is no line of a checklist, and the buttons of the lists."""
    by_incident: dict[int, list[OpenDuty]] = {}
    for one in found:
        by_incident.setdefault(one.facts.incident.id, []).append(one)
    lines, buttons = [], []
    rows: list[Block] = []
    for theirs in by_incident.values():
        incident = theirs[0].facts.incident
        situation = Situation(facts=theirs[0].facts, team=team, law=law, now=now)
        open_ones = {duty.key for duty in duties_of(user, situation)} | {one.duty.key for one in theirs}
        due = min((one.duty.limit for one in theirs if one.duty.limit), default=None)
        lines.append(
            words.say(
                "reminder",
                "many_line",
                number=incident.number,
                count=len(open_ones),
                due=due,
                channel=Mrkdwn(incident.channel or "" if user != incident.reporter else ""),
            )
        )
        for one in theirs:
            if one.duty.kind not in _COUNTED and len(rows) < _MOST_NAMED:
                press = duty_button(words, one.duty, situation, user)
                place = f"duty{len(rows)}@{incident.channel_name}"
                rows.append(section(_text(words, one, team, law, user, now), block_id=place, accessory=press))
        text = words.say("reminder", "tasks_button", number=incident.number)
        buttons.append({**button(text, "my_tasks", pack_ids(incident.id)), "action_id": f"my_tasks_{incident.id}"})
    return words.say("reminder", "many", lines=Mrkdwn("\n".join(lines))), rows, buttons[:5]


def without_buttons(message: Mapping[str, Any], why: Mrkdwn) -> dict[str, Any]:
    """The text and blocks of a message as Slack gave it, with a sentence in place of its buttons."""
    blocks = [block for block in message["blocks"] if block.get("type") != "actions"]
    return {"text": str(message.get("text") or why), "blocks": [*blocks, context(why)]}


def why_expired(words: Words, reminder: Reminder | None, user: str, ts: str, *, theirs: bool = True) -> Mrkdwn | None:
    """Why the message at `ts` asks this person nothing any more; None when it still does.

    `theirs`: whether the duty is this person's.
    """
    if reminder is None:
        return words.say("reminder", "over_settled")
    shown = reminder.shown_to(user)
    if shown and shown.ts != ts:
        return words.say("reminder", "over_newer")
    if not theirs:
        return words.say("reminder", "over_not_theirs")
    if reminder.snoozed_until:
        return words.say("reminder", "over_snoozed", until=reminder.snoozed_until)
    return None


def _place(words: Words, channel: str | None, outside: bool) -> Mrkdwn:
    return words.say("reminder", "channel", channel=Mrkdwn(channel)) if channel and not outside else Mrkdwn("")


def snooze_form(words: Words, value: str) -> Block:
    """Asks until when."""
    blocks = [field("until", words.say("reminder", "snooze_label"), moment_input("until"))]
    return _form(words, "nudge_snooze", "snooze_title", blocks, {"value": value})


def call_form(words: Words, incident: int, now: datetime) -> Block:
    """Asks when the call was, and who answered."""
    answered = text_input("answered", longest=LONGEST_ANSWERED)
    blocks = [
        field("answered", words.say("reminder", "call_answered"), answered, optional=True),
        field("at", words.say("reminder", "call_at"), moment_input("at", int(now.timestamp()))),
    ]
    return _form(words, "call_made", "call_title", blocks, {"incident": incident})


def leader_form(words: Words, facts: IncidentFacts, team: Team, now: datetime) -> Block:
    """Asks who was told, how and when; the configuration's name stands there already."""
    office = team.department.office(facts.incident.office)
    leader = team.person(office.leader).name or office.leader if office and office.leader else None
    methods = [(words.say("reminder", method), method) for method in METHODS]
    blocks = [
        field("name", words.say("reminder", "leader_who"), text_input("name", longest=LONGEST_NAME, initial=leader)),
        field("method", words.say("reminder", "leader_how"), radio("method", methods, "telephone")),
        field("at", words.say("reminder", "leader_at"), moment_input("at", int(now.timestamp()))),
    ]
    return _form(words, "leader_told", "leader_title", blocks, {"incident": facts.incident.id})


def _form(words: Words, callback_id: str, title: str, blocks: list[Block], ids: dict[str, str | int]) -> Block:
    return modal(
        callback_id,
        words.say("reminder", title),
        blocks,
        close=words.say("reminder", "cancel"),
        submit=words.say("reminder", "save"),
        metadata=json.dumps(ids),
    )
