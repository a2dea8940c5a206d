"""Data sets: what an incident's data is, set by set and element by element. Flat facts are the short form of one set.

The law's steps are asked of each set with its own facts laid over the incident's (`Facts.sets`); one set is enough for
a duty. Each element is judged by itself: what protects one does not protect another (RSMo 407.1500.1(9)).
"""

from collections.abc import Mapping
from typing import Any

from bot.kleene import Kleene, all_of, any_of

Known = Mapping[str, Any]
Bounds = tuple[int, int | None]

FLAT_NEEDS: Mapping[str, str] = {
    "kind": "pi_elements",
    "digits_visible": "pi_elements",
    "redacted": "pi_elements",
    "altered": "otherwise_unreadable",
    "encrypted": "encrypted",
    "key_taken": "key_taken",
    "digits_are_last": "id_digits_are_last",
    "access_code_taken": "account_access_code_taken",
    "code_required": "code_required",
    "financial_access": "financial_access",
}
"""Which flat fact says what is unknown of an element."""

_DIGITS = {
    "ssn": "ssn_digits_visible",
    "government_id": "id_digits_visible",
    "financial_account": "id_digits_visible",
}
_PROTECTED = ("encrypted", "redacted", "altered")


def arrange_sets(known: dict[str, Any]) -> tuple[Known, ...]:
    """Adds to `known` what its data sets say together; gives one mapping a set where there are several."""
    given = known.get("datasets")
    if not given:
        known["elements"] = _flat_elements(known)
        _take_affected(known, None)
        _part_bounds(known)
        return ()
    _take_residents(known, given)
    if len(given) == 1:
        _lay_over(known, given[0])
        _part_bounds(known)
        return ()
    sets = []
    for entry in given:
        one = dict(known)
        _lay_over(one, entry)
        sets.append(one)
    _take_together(known, sets)
    _take_affected(known, None)
    for one in (known, *sets):
        _part_bounds(one)
    return tuple(sets)


def _part_bounds(known: dict[str, Any]) -> None:
    """Numbers that lie between bounds stand apart: for everybody who asks for a number, it is not known."""
    for fact in ("residents", "affected"):
        counts = known.get(fact)
        if counts and (bounds := {state: found for state, found in counts.items() if isinstance(found, tuple)}):
            known[f"{fact}_bounds"] = bounds
            known[fact] = {**counts, **dict.fromkeys(bounds)}


def _lay_over(known: dict[str, Any], entry: Known) -> None:
    """One set's own facts, under the names of the flat ones."""
    for name, part in (
        ("names_included", "names_included"),
        ("computerized", "computerized"),
        ("public_source", "public_source"),
        ("data_role", "role"),
    ):
        if entry[part] is not None:
            known[name] = entry[part]
    known["elements"] = _set_elements(entry["elements"])
    if entry["elements"] is not None:
        known["pi_elements"] = tuple(dict.fromkeys(one["kind"] for one in entry["elements"]))
        if known["elements"]:  # of no element at all it says nothing that every one was encrypted
            _take(known, "encrypted", all_of(one.get("element.encrypted") for one in known["elements"]))
        _take(known, "key_taken", any_of(one.get("element.key_taken") for one in known["elements"]))
        codes = any_of(one.get("element.access_code_taken") for one in known["elements"])
        _take(known, "account_access_code_taken", codes)
    _take_affected(known, entry["residents"])


def _take(known: dict[str, Any], name: str, value: Kleene) -> None:
    if value is not None:
        known[name] = value


def _take_together(known: dict[str, Any], sets: list[dict[str, Any]]) -> None:
    """What holds of several sets as a whole, for those who ask about the incident."""
    if kinds := tuple(dict.fromkeys(kind for one in sets for kind in one.get("pi_elements") or ())):
        known["pi_elements"] = kinds
    for name in ("names_included", "computerized", "key_taken", "account_access_code_taken"):
        _take(known, name, any_of(one.get(name) for one in sets))
    for name in ("encrypted", "public_source"):
        _take(known, name, all_of(one.get(name) for one in sets))
    known["elements"] = tuple(element for one in sets for element in one["elements"])


def _flat_elements(known: Known) -> tuple[Known, ...]:
    kinds = known.get("pi_elements")
    # Of an element that nobody named, only what holds of every element is known.
    return tuple(_flat_element(kind, known) for kind in ((None,) if kinds is None else kinds))


def _flat_element(kind: str | None, known: Known) -> Known:
    digits = known.get(_DIGITS.get(kind or "", ""))
    unread = kind is None and any(known.get(name) is not None for name in _DIGITS.values())
    return _without_unknown(
        {
            "kind": kind,
            "encrypted": known.get("encrypted"),
            "altered": known.get("otherwise_unreadable") is True,
            "redacted": None if unread else digits is not None,
            "digits_visible": digits,
            "digits_are_last": known.get("id_digits_are_last"),
            "key_taken": known.get("key_taken"),
            "access_code_taken": known.get("account_access_code_taken"),
            "code_required": known.get("code_required"),
            "financial_access": known.get("financial_access"),
        }
    )


def _set_elements(entries: tuple[Known, ...] | None) -> tuple[Known, ...]:
    if entries is None:
        return ({},)
    return tuple(_without_unknown({**entry, **_protection(entry["protection"])}) for entry in entries)


def _protection(given: str | None) -> dict[str, bool | None]:
    return dict.fromkeys(_PROTECTED) if given is None else {name: name == given for name in _PROTECTED}


def _without_unknown(element: Known) -> Known:
    return {f"element.{name}": value for name, value in element.items() if value is not None}


def _take_affected(known: dict[str, Any], own: Mapping[str, int | None] | None) -> None:
    """The people of a set: its own count, else the incident's."""
    source = "residents" if own is None else "affected"
    if own is not None:
        known["affected"] = own
        known["affected_open"] = False
        return
    for name in ("", "_open"):
        if f"{source}{name}" in known:
            known[f"affected{name}"] = known[f"{source}{name}"]


def _take_residents(known: dict[str, Any], given: tuple[Known, ...]) -> None:
    """People of the incident, where it has no count of its own: exact for one set, between bounds for several."""
    if "residents" in known:
        return
    counted = [entry["residents"] for entry in given if entry["residents"] is not None]
    if not counted:
        return
    known["residents_open"] = len(counted) < len(given)
    found: dict[str, Any] = {}
    for state in sorted({state for one in counted for state in one}):
        bounds = [bounds_of(one, state) for one in counted]
        least = max(low for low, _ in bounds)
        most = None if known["residents_open"] else _sum_of(high for _, high in bounds)
        found[state] = least if least == most else (least, most)
    known["residents"] = found


def _sum_of(highest: Any) -> int | None:
    counts = list(highest)
    return None if None in counts else sum(counts)


def bounds_of(residents: Mapping[str, Any], state: str, open_: bool = False) -> Bounds:
    """The least and the most people of a state; None: no upper bound is known. A state not named has nobody."""
    if state not in residents:
        return (0, None if open_ else 0)
    found = residents[state]
    if found is None:
        return (0, None)
    return found if isinstance(found, tuple) else (found, found)


def people_of(known: Known, path: str) -> Bounds | None:
    """The bounds of `residents.MO` or `affected.MO`; None while nothing is known of any state."""
    fact, _, state = path.partition(".")
    residents = known.get(fact)
    if residents is None:
        return None
    if found := known.get(f"{fact}_bounds", {}).get(state):
        least, most = found
        return least, most
    return bounds_of(residents, state, known.get(f"{fact}_open") is True)


def number_of(known: Known, path: str) -> int | None:
    """The number of people of a state, where it is exact."""
    bounds = people_of(known, path)
    return bounds[0] if bounds is not None and bounds[0] == bounds[1] else None
