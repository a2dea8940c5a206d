"""Counsel's room: what it is for and who is inside, its forms, and what the incident's channel sees of it."""

import json
from collections.abc import Sequence

from bot.department import Team
from bot.incident import IncidentFacts
from bot.question import Question
from bot.rules.counsel_room import unsafe
from bot.rules.form_checks import LONGEST_TEXT
from bot.rules.privileged import ABSENT, COUNSEL
from handlers.blocks import Block, actions, button, context, field, modal, section, select, text_input, users_select
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, joined, name_of, parts

_LONGEST = 2800
_MOST_READ = 90


def counsel_room(words: Words, facts: IncidentFacts, team: Team) -> tuple[Mrkdwn, list[Block]]:
    """The room's first message: its fallback text and blocks."""
    incident = facts.incident
    named = Mrkdwn(", ".join(name_of(user, team) for user in incident.counsel_people))
    own = Mrkdwn(", ".join(name_of(user, team) for user in team.users(COUNSEL)))
    blocks = [
        section(words.say("counsel_room", "headline", number=incident.number)),
        section(words.say("counsel_room", "people", own=own, named=named)),
    ]
    lines = [
        words.say("counsel_room", "absent", person=one.step.removeprefix(ABSENT))
        for one in facts.troubles
        if one.step.startswith(ABSENT)
    ]
    if wrong := unsafe(facts):
        lines.insert(0, words.say("counsel_room", f"unsafe_{wrong}"))
    if lines:
        blocks.append(section(joined(lines, _LONGEST)))
    if incident.state != "closed":
        blocks.append(actions(*_buttons(words, facts), block_id="counsel"))
    return words.say("counsel_room", "fallback", number=incident.number), blocks


def old_thread(words: Words, facts: IncidentFacts) -> tuple[Mrkdwn, list[Block]]:
    """The message in the incident's channel above an earlier version's thread: the thread, or where it went."""
    incident = facts.incident
    fallback = words.say("notice", "counsel_fallback", number=incident.number)
    if not incident.privileged_outside:
        return fallback, [context(words.say("counsel_room", "moved"))]
    press = button(words.say("counsel_room", "move_button"), "counsel_move", pack_ids(incident.id))
    return fallback, [section(words.say("notice", "counsel")), actions(press, block_id="move")]


def draft_form(words: Words, incident: int, questions: Sequence[Question]) -> Block:
    """Asks for a draft of a determination: on which question, and the words."""
    options = [(one.title, one.id) for one in questions][:100]
    choice = select("question", words.say("counsel_room", "choose"), options)
    text = text_input("text", longest=LONGEST_TEXT, lines=True)
    blocks = [
        field("question", words.say("counsel_room", "draft_question"), choice),
        field("text", words.say("counsel_room", "draft_label"), text, hint=words.say("counsel_room", "draft_hint")),
    ]
    return _form(words, "counsel_draft", "draft_title", blocks, incident)


def people_form(words: Words, facts: IncidentFacts) -> Block:
    """Asks who is in the room beside CCO's own people."""
    people = users_select("people", facts.incident.counsel_people)
    hint = words.say("counsel_room", "people_hint")
    blocks = [field("people", words.say("counsel_room", "people_label"), people, optional=True, hint=hint)]
    return _form(words, "counsel_people", "people_title", blocks, facts.incident.id)


def kept_advice(words: Words, facts: IncidentFacts, team: Team) -> Block:
    """What counsel said, to read while its room does not work."""
    blocks = []
    for told in facts.known.values():
        if told.kind == "advice" and told.value is not None:
            texts = parts(str(told.value["text"]), _LONGEST) or [""]
            blocks += [section(words.say("counsel_room", "advice", text=text)) for text in texts]
            blocks.append(context(words.say("notice", "by", by=name_of(told.by, team), at=told.at)))
    if not blocks:
        blocks = [section(words.say("counsel_room", "nothing_kept"))]
    title, close = words.say("notice", "advice_title"), words.say("notice", "close")
    return modal("counsel_read", title, blocks[-_MOST_READ:], close=close)


def _buttons(words: Words, facts: IncidentFacts) -> list[Block]:
    ids = pack_ids(facts.incident.id)
    found = [
        button(words.say("counsel_room", "advise_button"), "counsel_advise", ids, style="primary"),
        button(words.say("counsel_room", "draft_button"), "counsel_draft", ids),
        button(words.say("counsel_room", "people_button"), "counsel_people", ids),
    ]
    if facts.incident.privileged_outside:
        found.append(button(words.say("counsel_room", "move_button"), "counsel_move", ids))
    return found


def _form(words: Words, callback: str, title: str, blocks: list[Block], incident: int) -> Block:
    return modal(
        callback,
        words.say("counsel_room", title),
        blocks,
        close=words.say("notice", "cancel"),
        submit=words.say("notice", "save"),
        metadata=json.dumps({"incident": incident}),
    )
