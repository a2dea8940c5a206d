"""The rows of an incident: its data sets and third parties, as they are known, and the version of each row."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.vocabulary import PI_ELEMENTS, SET_FACTS

FIRST_SET = "first"
"""The id of the data set that flat facts become when a second one is added."""

_ELEMENT_FACTS = (
    *("encrypted", "key_taken", "otherwise_unreadable", "ssn_digits_visible", "id_digits_visible"),
    *("id_digits_are_last", "account_access_code_taken", "code_required", "financial_access"),
)
_SET_PARTS = {
    "data_role": "role",
    **{name: name for name in ("computerized", "names_included", "public_source", "classification")},
}
_DIGITS = {"ssn": "ssn_digits_visible", "government_id": "id_digits_visible", "financial_account": "id_digits_visible"}


def row_version(row: Mapping[str, Any]) -> str:
    """What tells whether a row is still the one that a form showed."""
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:12]


def data_sets(plain: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The data sets; flat facts are the short form of one."""
    given = plain.get("datasets")
    if given:
        return tuple(given)
    first = first_set(plain)
    return (first,) if first else ()


def third_parties(plain: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The third parties that were named."""
    return tuple(plain.get("parties") or ())


def row_of(rows: Sequence[Mapping[str, Any]], row_id: str) -> Mapping[str, Any] | None:
    """The row of that id."""
    return next((row for row in rows if row["id"] == row_id), None)


def element_of(row: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    """What is known of that kind of personal information in a data set."""
    return next((one for one in row.get("elements") or () if one["kind"] == kind), {"kind": kind})


def contact_of(plain: Mapping[str, Any], name: str) -> str | None:
    """How the party of that name is reached, as somebody typed it."""
    return next((one.get("contact") for one in third_parties(plain) if one.get("name") == name), None)


def kinds_of(row: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The kinds of personal information in a data set; None while nobody knows."""
    elements = row.get("elements")
    if elements is None:
        return None
    return tuple(kind for kind in PI_ELEMENTS if any(one["kind"] == kind for one in elements))


def owners_of(parties: Sequence[Mapping[str, Any]], dataset: str) -> tuple[str, ...]:
    """The ids of the parties whose data the set is."""
    return tuple(party["id"] for party in parties if dataset in (party.get("owner_of") or ()))


def classes_of(plain: Mapping[str, Any], scheme: Sequence[str]) -> tuple[str, ...]:
    """The classes of the data that are known, the most restricted of the department's scheme first (policy 1)."""
    found = [plain.get("classification"), *(one.get("classification") for one in data_sets(plain))]
    known = dict.fromkeys(one for one in found if one)
    return tuple(sorted(known, key=lambda one: scheme.index(one) if one in scheme else len(scheme)))


def lost_when_split(plain: Mapping[str, Any]) -> bool:
    """Whether flat facts say something of elements whose kinds nobody has named: no data set can hold that."""
    return plain.get("pi_elements") is None and any(plain.get(name) is not None for name in _ELEMENT_FACTS)


def first_set(plain: Mapping[str, Any]) -> dict[str, Any] | None:
    """The flat facts as one data set, which gives the same answers; None when none is known."""
    if all(plain.get(name) is None for name in SET_FACTS):
        return None
    found: dict[str, Any] = {"id": FIRST_SET}
    found |= {part: plain[name] for name, part in _SET_PARTS.items() if plain.get(name) is not None}
    kinds = plain.get("pi_elements")
    if kinds is not None:
        found["elements"] = [_element(kind, plain) for kind in kinds]
    return found


def _element(kind: str, plain: Mapping[str, Any]) -> dict[str, Any]:
    digits = plain.get(_DIGITS.get(kind, ""))
    encrypted = plain.get("encrypted")
    protection = None
    if plain.get("otherwise_unreadable"):
        protection = "altered"
    elif encrypted and (digits is None or plain.get("key_taken") is False):
        protection = "encrypted"
    elif digits is not None:
        protection = "redacted"
    elif encrypted is False:
        protection = "none"
    said = {
        "kind": kind,
        "protection": protection,
        "key_taken": plain.get("key_taken"),
        "digits_visible": digits,
        "digits_are_last": plain.get("id_digits_are_last"),
        "access_code_taken": plain.get("account_access_code_taken"),
        "code_required": plain.get("code_required"),
        "financial_access": plain.get("financial_access"),
    }
    return {name: value for name, value in said.items() if value is not None}
