"""The law enforcement agency of a place, as people type it: its name, then how it is reached, a line each (11.E)."""

from datetime import date

from bot.notice.contacts import contacts_in
from bot.recipients import Recipient


def read_agency(text: str, *, place: str | None, on: date) -> Recipient | None:
    """The agency that somebody typed on that day; None without a name and at least one way to reach it.

    A line that is a telephone number, an e-mail or a web address as a whole is that; every other line is its address.
    """
    name, *rest = [" ".join(line.split()) for line in text.splitlines() if line.strip()] or [""]
    ways: dict[str, str] = {}
    address: list[str] = []
    for line in rest:
        contacts = contacts_in(line)
        kind = contacts[0].kind if len(contacts) == 1 and contacts[0].text == line else None
        if kind in ("phone", "email", "web") and kind not in ways:
            ways[kind] = line
        else:
            address.append(line)
    if not name or not rest:
        return None
    return Recipient(name=name, verified_on=on, address=tuple(address), place=place, typed=True, **ways)
