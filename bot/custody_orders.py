"""Which event may follow which state of an item: one table, from which the forms offer and the rules refuse."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.evidence import FIXED_KINDS, Custody, EventKind, EvidenceItem, Stage

Who: TypeAlias = Literal["anyone", "holder", "receiver"]
"""Who may record it: anybody of the incident's roles; whoever holds the item; whoever it was released to."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """One kind of event: the stages in which it may happen, who may record it, what has to be said, what it needs.

    `seal`: `open` when no seal may stand, `closed` when one must; `hashed`: there must be a hash to compare with;
    `changes_hands`: it may not be recorded as having happened before the item last changed hands.
    """

    stages: tuple[Stage, ...]
    who: Who = "anyone"
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    seal: Literal["open", "closed", "any"] = "any"
    hashed: bool = False
    movable: bool = False
    outside: bool | None = None
    changes_hands: bool = False


_HERE: tuple[Stage, ...] = ("secured", "held")
_ANY: tuple[Stage, ...] = ("found", "secured", "held", "released", "outside", "disposed")

ORDERS: Mapping[EventKind, Order] = {
    "photographed": Order(stages=("found", "secured", "held"), may=("place", "note")),
    "secured": Order(
        stages=("found",), needs=("place", "key"), may=("note", "lock_before", "lock_after"), changes_hands=True
    ),
    "collected": Order(
        stages=("found", "secured"),
        who="holder",
        needs=("method", "place"),
        may=("tool", "change_made", "seal", "sha256", "sha512", "note"),
        movable=True,
        changes_hands=True,
    ),
    "sealed": Order(stages=_HERE, who="holder", needs=("seal",), may=("note",), seal="open"),
    "seal_broken": Order(stages=_HERE, who="holder", needs=("reason",), may=("note",), seal="closed"),
    "imaged": Order(
        stages=_HERE, who="holder", needs=("tool", "sha256"), may=("sha512", "write_blocker", "note"), seal="open"
    ),
    "copied": Order(stages=_HERE, who="holder", needs=("purpose",), may=("tool", "sha256", "note"), seal="open"),
    "accessed": Order(stages=_HERE, needs=("purpose",), may=("who", "note"), seal="open"),
    "verified": Order(stages=("found", "secured", "held"), needs=("sha256",), may=("tool", "note"), hashed=True),
    "released": Order(
        stages=_HERE, who="holder", needs=("to", "purpose"), may=("carrier", "note"), movable=True, changes_hands=True
    ),
    "accepted": Order(
        stages=("released",),
        who="receiver",
        needs=("seal_seen", "condition"),
        may=("place", "note"),
        outside=False,
        changes_hands=True,
    ),
    "refused": Order(stages=("released",), who="receiver", needs=("reason",), may=("seal_seen",), changes_hands=True),
    "moved": Order(stages=_HERE, who="holder", needs=("place",), may=("note",), movable=True, changes_hands=True),
    "handed_outside": Order(
        stages=_HERE,
        who="holder",
        needs=("agency", "person", "purpose"),
        may=("badge", "phone", "carrier", "note"),
        movable=True,
        changes_hands=True,
    ),
    "receipt": Order(
        stages=("released",), needs=("receipt",), may=("badge", "scan", "note"), outside=True, changes_hands=True
    ),
    "returned": Order(
        stages=("outside",), needs=("person", "condition"), may=("place", "receipt", "note"), changes_hands=True
    ),
    "disposed": Order(
        stages=_HERE,
        who="holder",
        needs=("way", "authority", "witness"),
        may=("owner", "owner_id", "receipt", "note"),
        changes_hands=True,
    ),
    "correction": Order(stages=_ANY, needs=("event", "text"), may=("holder",)),
    "explained": Order(stages=_ANY, needs=("text",), may=("event",)),
}
"""`identified` is not here: it is written with the item itself, once."""

_ASKS: Mapping[Who, Callable[[str, Custody], bool]] = {
    "anyone": lambda actor, stands: True,
    "holder": lambda actor, stands: stands.holder in (None, actor),
    "receiver": lambda actor, stands: stands.to_outside or stands.receiver == actor,
}


def why_not(kind: EventKind, item: EvidenceItem) -> str | None:
    """Why an event of this kind cannot follow, whoever says it: the name of a refusal; None when it can."""
    order, stands = ORDERS.get(kind), item.custody
    if order is None:
        return "custody_once"
    if stands.stage not in order.stages:
        return f"custody_{stands.stage}"
    if order.movable and item.kind in FIXED_KINDS:
        return "custody_fixed"
    if order.outside is not None and order.outside != stands.to_outside:
        return "custody_paper" if stands.to_outside else "custody_here"
    if order.seal == "open" and stands.seal:
        return "custody_seal_stands"
    if order.seal == "closed" and not stands.seal:
        return "custody_no_seal"
    if order.hashed and not stands.hashes:
        return "custody_no_hash"
    return None


def may_record(kind: EventKind, item: EvidenceItem, actor: str) -> bool:
    """Whether this person may record it, if it can follow at all."""
    return _ASKS[ORDERS[kind].who](actor, item.custody)


def following_events(item: EvidenceItem) -> tuple[EventKind, ...]:
    """What may happen to an item now, in the order in which people are offered it."""
    return tuple(kind for kind in ORDERS if why_not(kind, item) is None)
