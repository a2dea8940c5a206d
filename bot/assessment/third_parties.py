"""Third parties of an incident by the names under which each has its own duty, draft and proof (policy 6, 8.C).

RSMo 407.1500.2(2): whoever keeps data for somebody else tells the owner, each owner by itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any


def take_parties(known: dict[str, Any]) -> None:
    """Adds `exposed_contractors`, `data_owners` and what follows from them to facts that were read."""
    parties = known.get("parties") or ()
    exposed = [one for one in parties if one["kind"] == "contractor" and one["data_exposed"]]
    known["exposed_contractors"] = party_names(exposed)
    known["data_owners"] = _owners(known, parties)
    if exposed:
        known["contractor_data_exposed"] = True
    elif known.get("no_third_parties") is True:
        known.setdefault("contractor_data_exposed", False)


def party_names(parties: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What each is called; two of one name are told apart by their ids."""
    names = [one["name"] or one["id"] for one in parties]
    return tuple(
        name if names.count(name) == 1 else f"{name} ({one['id']})" for name, one in zip(names, parties, strict=True)
    )


def _owners(known: Mapping[str, Any], parties: Sequence[Mapping[str, Any]]) -> Mapping[str, tuple[int, ...]]:
    """Whose data is only kept: the owner's name with the places of its sets; a set without an owner by its name."""
    datasets = known.get("datasets") or ()
    kept = [i for i, entry in enumerate(datasets) if entry["role"] == "maintains"]
    owning = [one for one in parties if one["owner_of"]]
    found: dict[str, tuple[int, ...]] = {}
    for party, name in zip(owning, party_names(owning), strict=True):
        if places := tuple(i for i in kept if datasets[i]["id"] in party["owner_of"]):
            found[name] = places
    owned = {i for places in found.values() for i in places}
    if len(datasets) > 1:
        for i in kept:
            if i not in owned:
                found.setdefault(datasets[i]["name"] or datasets[i]["id"], (i,))
    return found


def elements_of_owner(known: Mapping[str, Any], owner: str | None) -> tuple[str, ...] | None:
    """The kinds of personal information in that owner's sets; None when it owns none, or when they are not known."""
    places = (known.get("data_owners") or {}).get(owner) or ()
    elements = [known["datasets"][i]["elements"] for i in places]
    if not elements or None in elements:
        return None
    return tuple(dict.fromkeys(one["kind"] for each in elements for one in each))
