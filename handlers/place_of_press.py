"""Where a press may come from: a row's id is given again when an older copy of the database is restored.

So a button counts in its incident's channel, and elsewhere where its block names that channel: the name has a random
end, and no two incidents share it.
"""

from collections.abc import Iterable

from bot.incident import Incident
from handlers.blocks import Block
from handlers.button_ids import incident_of_button
from handlers.desk import Desk
from handlers.request import Request
from storage import facts

_OF_SEVERAL = "my_tasks_"
"""The buttons of a reminder about several incidents: each only reads, and says its number."""


def with_place(blocks: Iterable[Block], incident: Incident) -> list[Block]:
    """The blocks about one incident that stand outside its channel; those with buttons name the channel."""
    return [
        {**block, "block_id": f"{block.get('block_id', place)}@{incident.channel_name}"}
        if block["type"] == "actions" or "accessory" in block
        else block
        for place, block in enumerate(blocks)
    ]


async def is_out_of_place(desk: Desk, request: Request) -> bool:
    """Whether a button was pressed in a message that is not its incident's, or is of one that is not there any more.

    A direct message without a name is from before names stood there: it counts. Raises UnavailableError.
    """
    incident = incident_of_button(request.pressed)
    if request.body.get("type") != "block_actions" or request.view or incident is None:
        return False
    if str(request.action.get("action_id")).startswith(_OF_SEVERAL):
        return False
    place = await desk.ask(lambda conn: facts.place_of(conn, incident))
    if place is None:
        return True
    channel, name = place
    _, _, said = str(request.action.get("block_id") or "").partition("@")
    if said:
        return not name.startswith(said)  # Slack may have taken the name with something behind it
    return request.channel != channel and not (request.channel or "").startswith("D")
