"""Taking out a text by order of counsel: gone from the record's texts and from messages; a tombstone stays in the log.

The entry names the commitment of what is gone, who ordered it and why; what the bot posted is replaced. What people
typed themselves in Slack they have to delete.
"""

from bot.decision import Answer, Decision, Entry, Refresh, Refusal, Send, Step, Text, Value
from bot.expunging import EXPUNGED, EndText, ExpungeText
from bot.incident import IncidentFacts
from bot.note import NoteKind, own_name
from bot.rules.privileged import COUNSEL
from bot.rules.refusals import only, reason_missing
from bot.situation import Situation

REPORT = ("what", "behalf_of")
"""The texts of the report itself."""
KINDS: tuple[NoteKind, ...] = ("update", "tally", "advice", "duplicate", "reporter")
LONGEST_REASON = 500
_STEPS: dict[NoteKind, tuple[str, ...]] = {
    "update": ("update",),
    "tally": ("tally",),
    "advice": ("advice",),
    "duplicate": ("duplicate",),
    "reporter": ("reporter_words", "reporter_asked"),
}
"""How the keys of the messages begin that said a note."""


def texts_to_expunge(facts: IncidentFacts) -> tuple[tuple[str, str, str], ...]:
    """What can be taken out: (name, kind, the text itself), the newest first; the report's own words last."""
    notes = [
        (one.name, one.kind, _text_of(one.value))
        for one in sorted(facts.known.values(), key=lambda one: one.version, reverse=True)
        if one.kind in KINDS and one.value is not None
    ]
    incident = facts.incident
    report = [(name, name, text) for name, text in (("behalf_of", incident.behalf_of), ("what", incident.what)) if text]
    return (*notes, *report)


def expunge(command: ExpungeText, situation: Situation) -> Decision | Refusal:
    """Take a text out: CCO orders it, with the reason."""
    facts = situation.facts
    if refusal := only(command.actor, COUNSEL, situation.team) or reason_missing(command.reason, LONGEST_REASON):
        return refusal
    if command.name not in {name for name, _, _ in texts_to_expunge(facts)}:
        return Refusal(name="nothing_to_expunge", values={"field": "text"})
    number = facts.incident.number
    body: dict[str, Value | Text] = {
        "number": number,
        "name": command.name,
        "gone": Text(name=EXPUNGED),
        "reason": Text(name="reason"),
    }
    return Decision(
        answer=Answer(name="text_expunged"),
        changes=(EndText(name=command.name),),
        entries=(Entry(kind="text_expunged", actor=command.actor, body=body),),
        sends=_shown_no_more(command.name, facts),
        texts={"reason": command.reason.strip()},
    )


def _shown_no_more(name: str, facts: IncidentFacts) -> tuple[Send, ...]:
    """What shows the text: surfaces are drawn again, messages that said it are replaced."""
    number = facts.incident.number
    if name in REPORT:
        return tuple(Refresh(surface=one) for one in ("card", "report") if one == "card" or one in facts.messages)
    note = facts.known[name]
    own = f"{own_name(name)}:{note.version}" if note.kind == "duplicate" else own_name(name)
    keys = tuple(f"{begins}:{number}:{own}" for begins in _STEPS[note.kind])
    step = Step(name="expunge", key=f"expunge:{number}:{name}"[:200], payload={"keys": keys})
    surfaces = {"reporter": ("reporter",), "duplicate": ("card",)}.get(note.kind, ())
    return (step, *(Refresh(surface=surface) for surface in surfaces))


def _text_of(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("text") or value.get("asked") or value.get("what") or "")
    return str(value)
