"""What a button carries: the id of its incident, then the ids of what it is about. Nothing else, and no words.

Buttons stand in old messages for as long as an incident does, so what was packed once can be read for ever.
"""

import re
from dataclasses import dataclass

_BETWEEN = "|"
_OF_AN_INCIDENT = re.compile(r"(\d{1,18})(?:\||$)")
"""Values that are about no incident don't begin with digits: `report`, `message|…`."""


@dataclass(frozen=True, kw_only=True)
class ButtonIds:
    """The ids of a button: the incident's, and `names` of a role, a question, a draft with its version …"""

    incident: int
    names: tuple[str, ...] = ()


def pack_ids(incident: int, *names: str | int) -> str:
    """The value of a button that is about an incident."""
    return _BETWEEN.join(map(str, (incident, *names)))


def read_ids(value: str) -> ButtonIds:
    """The ids of a value that `pack_ids` made, in this version or in an older one. Raises ValueError for another."""
    incident, *names = value.split(_BETWEEN)
    return ButtonIds(incident=int(incident), names=tuple(names))


def incident_of_button(value: str) -> int | None:
    """The incident that a button is about; None for one that is about none."""
    found = _OF_AN_INCIDENT.match(value)
    return int(found[1]) if found else None
