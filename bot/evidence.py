"""An item of evidence and what happened to it: who holds it is worked out from the events, and stands nowhere else.

Sources: policy 11.C; NIST SP 800-61r2 section 3.3.2 (each person who handled it, time and zone, place, purpose, both
parties' signatures); ISO/IEC 27037 (unique id, any change and its reason).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Literal, TypeAlias

POLICY_KINDS = ("log", "database", "file", "server_image", "endpoint_image", "mobile_device", "screenshot")
"""What policy 11.C names."""
OTHER_KINDS = ("device", "media", "paper", "room", "statement")
EVIDENCE_KINDS = (*POLICY_KINDS, *OTHER_KINDS)
FIXED_KINDS = ("room",)
"""What cannot be carried away: it is secured where it stands (policy 5: a tampered cabinet)."""

Stage: TypeAlias = Literal["found", "secured", "held", "released", "outside", "disposed"]
EventKind: TypeAlias = Literal[
    "identified",
    "photographed",
    "secured",
    "collected",
    "sealed",
    "seal_broken",
    "imaged",
    "copied",
    "accessed",
    "verified",
    "released",
    "accepted",
    "refused",
    "moved",
    "handed_outside",
    "receipt",
    "returned",
    "disposed",
    "correction",
    "explained",
]


@dataclass(frozen=True, kw_only=True)
class CustodyEvent:
    """One thing that happened to an item, never changed afterwards. `at` when it happened, `recorded_at` when it was
    typed (both UTC): they differ for what was written on paper first. `values` are words by name."""

    number: int
    kind: EventKind
    by: str
    at: datetime
    recorded_at: datetime
    values: Mapping[str, str] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """What was said under this name; empty when nothing was."""
        return self.values.get(name, "")


@dataclass(frozen=True, kw_only=True)
class Custody:
    """Where an item stands. `holder`: a Slack user id, or the name of somebody outside; `receiver` likewise, while it
    is on its way; `hashes` by algorithm."""

    stage: Stage = "found"
    holder: str | None = None
    receiver: str | None = None
    to_outside: bool = False
    seal: str = ""
    place: str = ""
    hashes: Mapping[str, str] = field(default_factory=dict)
    moved_at: datetime | None = None
    """When it last changed hands or place of custody."""


@dataclass(frozen=True, kw_only=True)
class EvidenceItem:
    """A thing or a file that is kept as evidence. `number` counts within the incident; `words` is what is known of it,
    by the names of `bot/policy/evidence.yaml`; `copy_of` is the number of the item that it was made from."""

    number: int
    kind: str
    by: str
    at: datetime
    recorded_at: datetime
    words: Mapping[str, str] = field(default_factory=dict)
    copy_of: int | None = None
    events: tuple[CustodyEvent, ...] = ()

    @cached_property
    def custody(self) -> Custody:
        """Where it stands after all that happened."""
        stands = Custody()
        for event in self.events:
            stands = after(stands, event)
        return stands

    @property
    def next_event(self) -> int:
        """The number of the event that is written next."""
        return len(self.events) + 1


def evidence_number(incident: str, item: int) -> str:
    """What an item is called: EV-2026-0001-03 of the incident BR-2026-0001."""
    return f"EV-{incident.partition('-')[2]}-{item:02d}"


def after(stands: Custody, event: CustodyEvent) -> Custody:
    """Where an item stands once this has happened to it."""
    moved = replace(stands, moved_at=event.at)
    hashes = {**stands.hashes, **{name: event.word(name) for name in ("sha256", "sha512") if event.word(name)}}
    place = event.word("place") or stands.place
    match event.kind:
        case "identified":
            return replace(moved, place=place, hashes=hashes)
        case "secured":
            return replace(moved, stage="secured", holder=event.by, place=place)
        case "collected":
            seal = event.word("seal") or stands.seal
            return replace(moved, stage="held", holder=event.by, place=place, hashes=hashes, seal=seal)
        case "sealed":
            return replace(stands, seal=event.word("seal"))
        case "seal_broken":
            return replace(stands, seal="")
        case "imaged" | "verified":
            return replace(stands, hashes=stands.hashes or hashes)
        case "released":
            return replace(moved, stage="released", receiver=event.word("to"))
        case "handed_outside":
            return replace(moved, stage="released", receiver=event.word("agency"), to_outside=True)
        case "accepted":
            return replace(moved, stage="held", holder=stands.receiver, receiver=None, place=place)
        case "receipt":
            return replace(moved, stage="outside", holder=stands.receiver, receiver=None)
        case "refused":
            return replace(moved, stage="held", receiver=None, to_outside=False)
        case "returned":
            return replace(moved, stage="held", holder=event.by, to_outside=False, place=place)
        case "moved":
            return replace(moved, place=place)
        case "disposed":
            return replace(moved, stage="disposed", holder=None)
    return stands
