"""The register of evidence: what is kept, of which kind, and what is known of it (policy 11.C)."""

import json
from collections.abc import Mapping
from datetime import datetime

from bot.decision import Answer, Decision, Entry, Refresh, Refusal, Text, Value
from bot.evidence import EVIDENCE_KINDS, evidence_number
from bot.evidence_changes import AddCustodyEvent, AddEvidence
from bot.evidence_commands import RegisterEvidence
from bot.rules.custody import HASH_DIGITS, LONGEST_WORDS, kept_words, refuse_hashes
from bot.rules.refusals import not_future, not_working_here, refuse_words
from bot.situation import Situation

MOST_ITEMS = 500
"""Items of one incident: each has a line in a list that is read in pages."""
_IDENTIFYING = ("serial", "asset_tag", "model", "make", "marks")
"""Words that are numbers of things and not of people: the screen does not look at them."""


def register_evidence(command: RegisterEvidence, situation: Situation) -> Decision | Refusal:
    """A thing or a file is evidence from now on; its first event is that it was identified."""
    facts, team, now = situation.facts, situation.team, situation.now
    if refusal := not_working_here(command.actor, facts, team):
        return refusal
    if command.kind not in EVIDENCE_KINDS:
        return Refusal(name="evidence_kind", values={"field": "kind"})
    if len(facts.evidence) >= MOST_ITEMS:
        return Refusal(name="too_much_evidence", values={"most": MOST_ITEMS})
    if refusal := _refuse_words(command.words) or refuse_hashes(command.words):
        return refusal
    if refusal := not_future(command.at, now, name="custody_future", field="at"):
        return refusal
    if command.copy_of is not None and command.copy_of not in facts.evidence:
        return Refusal(name="no_such_evidence", values={"field": "copy_of"})
    return _registered(command, facts.next_evidence, facts.incident.number, now)


def _refuse_words(words: Mapping[str, str]) -> Refusal | None:
    if not words.get("description", "").strip():
        return Refusal(name="evidence_description", values={"field": "description"})
    for name, said in words.items():
        if name in HASH_DIGITS:
            continue
        if name in _IDENTIFYING:
            if len(said) > LONGEST_WORDS:
                return Refusal(name="text_too_long", values={"field": name, "longest": LONGEST_WORDS})
        elif refusal := refuse_words(name, said, LONGEST_WORDS):
            return refusal
    return None


def _registered(command: RegisterEvidence, item: int, incident: str, now: datetime) -> Decision:
    name, first = f"evidence:{item}", f"custody:{item}:1"
    words = kept_words(command.words)
    number = evidence_number(incident, item)
    identified = {key: words[key] for key in ("place", *HASH_DIGITS) if key in words}
    body: dict[str, Value | Text] = {
        "number": incident,
        "item": number,
        "evidence_kind": command.kind,
        "found_at": int(command.at.timestamp()),
        "said": Text(name=name),
    }
    return Decision(
        answer=Answer(name="evidence_registered", values={"number": number}),
        changes=(
            AddEvidence(
                item=item,
                kind=command.kind,
                by=command.actor,
                at=command.at,
                recorded_at=now,
                words=Text(name=name),
                copy_of=command.copy_of,
            ),
            AddCustodyEvent(
                item=item,
                event=1,
                kind="identified",
                by=command.actor,
                at=command.at,
                recorded_at=now,
                values=Text(name=first),
            ),
        ),
        entries=(Entry(kind="evidence_registered", actor=command.actor, body=body),),
        sends=(Refresh(surface="card"),),
        texts={name: json.dumps(words, sort_keys=True), first: json.dumps(identified, sort_keys=True)},
    )
