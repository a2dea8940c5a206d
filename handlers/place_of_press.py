"""Where a press may come from: a row's id is given again when an older copy of the database is restored.

So a button counts in its incident's channel, and elsewhere where its block names that channel: the name has a random
end, and no two incidents share it. A form names the channel too, from when it is opened.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.incident import Incident
from handlers.blocks import Block
from handlers.button_ids import incident_of_button
from handlers.desk import Desk
from handlers.request import Request
from storage import facts

_OF_SEVERAL = "my_tasks_"
"""The buttons of a reminder about several incidents: each only reads, and says its number."""
_PLACE = "place"


def with_place(blocks: Iterable[Block], incident: Incident) -> list[Block]:
    """The blocks about one incident that stand outside its channel; those with buttons name the channel.

    A block of a message about several incidents names its own already.
    """
    return [
        {**block, "block_id": f"{block.get('block_id', place)}@{incident.channel_name}"}
        if (block["type"] == "actions" or "accessory" in block) and "@" not in str(block.get("block_id", ""))
        else block
        for place, block in enumerate(blocks)
    ]


async def with_place_of_form(desk: Desk, view: Block) -> Block:
    """A form with the channel's name of the incident that it is about, if it is about one. Raises UnavailableError."""
    about = _read(view.get("private_metadata"))
    incident = _incident_of(about)
    place = await desk.ask(lambda conn: facts.place_of(conn, incident)) if incident is not None else None
    if place is None:
        return view
    return {**view, "private_metadata": json.dumps({**about, _PLACE: place[1]})}


async def is_out_of_place(desk: Desk, request: Request) -> bool:
    """Whether a button was pressed in a message or a form that is not its incident's, or a form is not that is sent.

    A direct message or a form without a name is from before names stood there: it counts. Raises UnavailableError.
    """
    if request.view:
        return await _is_form_of_another(desk, request.metadata)
    incident = incident_of_button(request.pressed)
    if request.body.get("type") != "block_actions" or incident is None:
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


async def _is_form_of_another(desk: Desk, about: Mapping[str, Any]) -> bool:
    said, incident = about.get(_PLACE), _incident_of(about)
    if not said or incident is None:
        return False
    place = await desk.ask(lambda conn: facts.place_of(conn, incident))
    return place is None or not place[1].startswith(str(said))


def _incident_of(about: Mapping[str, Any]) -> int | None:
    """The incident that a form's metadata name, by itself or at the beginning of a button's value."""
    return incident_of_button(str(about.get("incident") or about.get("value") or ""))


def _read(metadata: object) -> dict[str, Any]:
    try:
        found = json.loads(str(metadata or "{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
