"""How evidence is to be kept, as it stands: guidance and who has read it, the hold, formal custody (policy 11.C)."""

from bot.incident import IncidentFacts, KnownFact
from bot.note import NoteKind, note_name

GUIDING_ROLES = ("CCO", "AI")
"""Whose requirements IS and OCS follow (policy 11.C)."""
READING_ROLE = "IS"
PARTNER = "OCS"
"""The outside office that preserves evidence with IS; it needs no Slack account, so IS writes down who acknowledged."""


def guidance_of(role: str, facts: IncidentFacts) -> KnownFact | None:
    """The guidance of that role that stands."""
    return _note("guidance", role, facts)


def hold_of(facts: IncidentFacts) -> KnownFact | None:
    """The legal hold that stands."""
    found = _note("hold", "", facts)
    return found if found and found.value["stands"] else None


def formal_custody_of(item: int, facts: IncidentFacts) -> KnownFact | None:
    """What CCO decided about the formal custody of an item."""
    return _note("formal_custody", str(item), facts)


def needs_formal_custody(item: int, facts: IncidentFacts) -> bool:
    """Whether an item needs formal custody: yes, unless CCO decided that it doesn't."""
    found = formal_custody_of(item, facts)
    return found is None or bool(found.value["formal"])


def readers_of(role: str, facts: IncidentFacts) -> tuple[str, ...]:
    """Who has read the guidance of that role that stands: IS, and the outside office."""
    stands = guidance_of(role, facts)
    read = {reader: _note("acknowledged", f"{role}:{reader}", facts) for reader in (READING_ROLE, PARTNER)}
    return tuple(reader for reader, fact in read.items() if stands and fact and fact.value["version"] == stands.version)


def _note(kind: NoteKind, own: str, facts: IncidentFacts) -> KnownFact | None:
    found = facts.known.get(note_name(kind, own))
    return found if found and found.value is not None else None
