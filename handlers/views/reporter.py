"""The reporter's direct message: number, the call, what comes next; nothing of the content."""

from bot.department import TEAM_ROLES, Team
from bot.incident import IncidentFacts
from handlers.blocks import Block, actions, button, section
from handlers.button_ids import pack_ids
from handlers.render import Mrkdwn, Words


def reporter(words: Words, facts: IncidentFacts, team: Team) -> tuple[Mrkdwn, list[Block]]:
    """The message's fallback text and blocks."""
    incident = facts.incident
    if incident.state == "closed":
        text = words.say("reporter", "closed", number=incident.number)
        return text, [section(text)]
    inside, outside = _offices(facts, team)
    unopened = facts.reminder("unopened", "")
    if incident.channel is None:
        first = "not_open" if unopened and unopened.sent else "waiting"
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
    return text, blocks


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
