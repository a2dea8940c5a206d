"""The reporter's direct message: number, the call, what comes next; nothing of the content."""

from bot.incident import IncidentFacts
from handlers.blocks import Block, actions, button, section
from handlers.render import Mrkdwn, Words


def reporter(words: Words, facts: IncidentFacts) -> tuple[Mrkdwn, list[Block]]:
    """The message's fallback text and blocks."""
    incident = facts.incident
    if incident.state == "closed":
        text = words.say("reporter", "closed", number=incident.number)
        return text, [section(text)]
    if incident.channel is None:
        first = "waiting"
    elif any(one.person == incident.reporter for one in facts.absent):
        first = "outside"
    else:
        first = "opened"
    text = words.say("reporter", first, number=incident.number, channel=Mrkdwn(incident.channel or ""))
    blocks = [section(text)]
    if incident.called_at is None:
        blocks.append(section(words.say("reporter", "call")))
        press = button(words.say("reporter", "call_button"), "record_call", str(incident.id), style="primary")
        blocks.append(actions(press, block_id="call"))
    else:
        blocks.append(section(words.say("reporter", "called")))
    blocks.append(section(words.say("reporter", "next", number=incident.number)))
    return text, blocks
