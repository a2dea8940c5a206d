"""Presses that Slack delivers although no button of that value stands there any more, or not for this person."""

from sandbox import interactions
from sandbox.deliveries import Answer
from sandbox.message import Message
from sandbox.row import Json
from sandbox.text import text_of
from tests.stage import Stage


async def press_as(
    stage: Stage, who: str, message: Message, action_id: str, value: str, block_id: str = "old"
) -> Answer:
    """Somebody's press of a button of that name and value, as if it stood in that message."""
    actor = stage.person(who)
    element: Json = {"type": "button", "action_id": action_id, "value": value}
    place = stage.slack.workspace.channels[message.channel]
    block: Json = {"type": "actions", "block_id": block_id, "elements": [element]}
    return await interactions.press_in_message(actor.slack, actor.user, place, message, block, element, None)


def told(stage: Stage, who: str) -> str:
    """All that somebody reads of the bot: what only they see, direct messages, the form on top."""
    actor = stage.person(who)
    view = str(actor.view or "")
    return "\n".join([*(text_of(one) for one in (*actor.ephemerals, *actor.dm())), view])
