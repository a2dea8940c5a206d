"""The reporter's direct message: number, the call, what comes next; what was asked, and a way to add something."""

import json

from bot.department import TEAM_ROLES, Team
from bot.incident import IncidentFacts
from bot.rules.form_checks import LONGEST_TEXT
from bot.rules.reporter_place import words_of
from handlers.blocks import Block, actions, button, field, modal, section, text_input
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words, joined, short

_MOST_ASKED = 5


def reporter(words: Words, facts: IncidentFacts, team: Team) -> tuple[Mrkdwn, list[Block]]:
    """The message's fallback text and blocks."""
    incident = facts.incident
    if incident.state == "closed":
        text = words.say("reporter", "closed", number=incident.number)
        return text, [section(text)]
    inside, outside = _offices(facts, team)
    unopened = facts.reminder("unopened", "")
    if incident.waits:
        first = "turn"
    elif incident.channel is None:
        first = "not_open" if unopened and unopened.sent else "waiting"
    elif not incident.reporter_inside and not team.roles_of(incident.reporter):
        first = "apart"
    elif any(one.person == incident.reporter for one in facts.absent):
        first = "outside"
    else:
        first = "opened"
    text = words.say(
        "reporter",
        first,
        number=incident.number,
        channel=Mrkdwn(incident.channel or ""),
        inside=_listed(words, inside),
        outside=_listed(words, outside),
        several=len(inside) > 1,
    )
    blocks = [section(text)]
    if incident.called_at is None:
        blocks.append(section(words.say("reporter", "call")))
        press = button(words.say("reporter", "call_button"), "record_call", pack_ids(incident.id), style="primary")
        blocks.append(actions(press, block_id="call"))
    else:
        blocks.append(section(words.say("reporter", "called")))
    blocks.append(section(words.say("reporter", "next", number=incident.number)))
    if asked := [one for one in words_of(facts) if one.value["asked"]]:
        lines = [words.say("reporter", "asked_line", at=one.at, text=short(one.value["text"], 300)) for one in asked]
        blocks.append(section(joined([words.say("reporter", "asked_headline"), *lines[-_MOST_ASKED:]], 2900)))
    press = button(words.say("reporter", "add_button"), "reporter_add", pack_ids(incident.id))
    blocks.append(actions(press, block_id="add"))
    return text, blocks


def words_form(words: Words, incident: int, callback: str) -> Block:
    """Asks the reporter for more (`reporter_add`), or what the reporter is to be asked (`reporter_ask`)."""
    text = text_input("text", longest=LONGEST_TEXT, lines=True)
    return modal(
        callback,
        words.say("reporter", f"{callback}_title"),
        [field("text", words.say("reporter", f"{callback}_label"), text, hint=words.say("reporter", "add_hint"))],
        close=words.say("notice", "cancel"),
        submit=words.say("reporter", "send"),
        metadata=json.dumps({"incident": incident}),
    )


def _offices(facts: IncidentFacts, team: Team) -> tuple[list[str], list[str]]:
    """The roles of which somebody was let in, and the others: as Slack answered the invitation."""
    absent = {one.person for one in facts.absent}
    found: tuple[list[str], list[str]] = ([], [])
    for role in TEAM_ROLES:
        users = {person.user for person in team.members(role) if person.user and person.ref not in absent}
        found[0 if users & set(team.users(role)) - absent else 1].append(role)
    return found


def _listed(words: Words, roles: list[str]) -> Mrkdwn:
    """Offices in a sentence: one, two and three."""
    names = [words.say("reporter", f"office_{role}") for role in roles]
    if len(names) < 2:
        return Mrkdwn("".join(names))
    return words.say("reporter", "and_last", before=Mrkdwn(", ".join(names[:-1])), last=names[-1])
