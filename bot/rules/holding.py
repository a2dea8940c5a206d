"""How evidence is to be kept: the guidance of CCO and AI, who has read it, and the legal hold (policy 11.C)."""

import json
from collections.abc import Mapping

from bot.decision import Answer, Decision, Entry, Refresh, Refusal, SetFact, Text, Value
from bot.evidence import evidence_number
from bot.evidence_commands import AcknowledgeGuidance, DecideFormalCustody, GiveGuidance, SetHold
from bot.note import NoteKind, note_name
from bot.rules.keeping import GUIDANCE_LINE, REQUIREMENTS_LINE, everybody_read, settling
from bot.rules.preservation import GUIDING_ROLES, PARTNER, READING_ROLE, guidance_of, hold_of
from bot.rules.refusals import not_working_here, only, reason_missing, refuse_words
from bot.situation import Situation

LONGEST_GUIDANCE = 3000
"""Characters of a guidance."""


def give_guidance(command: GiveGuidance, situation: Situation) -> Decision | Refusal:
    """CCO or AI says what is to be preserved, how, until when, and who may touch it."""
    facts, team = situation.facts, situation.team
    if command.role not in GUIDING_ROLES:
        return Refusal(name="guidance_roles")
    if refusal := not_working_here(command.actor, facts, team) or only(command.actor, command.role, team):
        return refusal
    if not command.text.strip():
        return Refusal(name="guidance_needed", values={"field": "text"})
    if refusal := refuse_words("text", command.text, LONGEST_GUIDANCE):
        return refusal
    said = {"role": command.role, "text": command.text.strip()}
    written = _noted(
        "guidance", command.role, said, command.actor, situation, entry="guidance_given", answer="guidance_kept"
    )
    return settling(written, GUIDANCE_LINE, command.role, said["text"], command.actor, situation)


def acknowledge_guidance(command: AcknowledgeGuidance, situation: Situation) -> Decision | Refusal:
    """IS has read the guidance that stands; or somebody of the outside office has, and IS writes down who."""
    facts, team = situation.facts, situation.team
    if refusal := not_working_here(command.actor, facts, team) or only(command.actor, READING_ROLE, team):
        return refusal
    stands = guidance_of(command.role, facts)
    if stands is None:
        return Refusal(name="no_guidance")
    if stands.version != command.version:
        return Refusal(name="guidance_moved")
    if command.partner and not command.person.strip():
        return Refusal(name="partner_person", values={"field": "person"})
    if refusal := refuse_words("person", command.person, 200):
        return refusal
    who = command.partner or READING_ROLE
    said: dict[str, str | int | bool] = {
        "role": command.role,
        "version": command.version,
        "by": who,
        "person": command.person.strip(),
    }
    name = f"{command.role}:{who}"
    written = _noted(
        "acknowledged", name, said, command.actor, situation, entry="guidance_read", answer="guidance_read"
    )
    if command.role != "CCO" or not everybody_read(command.role, who, facts):
        return written
    told = "; ".join(filter(None, (READING_ROLE, PARTNER, command.person.strip())))
    return settling(written, REQUIREMENTS_LINE, READING_ROLE, told, command.actor, situation)


def set_hold(command: SetHold, situation: Situation) -> Decision | Refusal:
    """CCO puts a hold on everything that is kept of the incident, or ends it; a closed incident may be held too."""
    facts, team = situation.facts, situation.team
    if refusal := only(command.actor, "CCO", team) or reason_missing(command.reason, 1000):
        return refusal
    if command.stands == (hold_of(facts) is not None):
        return Refusal(name="hold_already", values={"stands": command.stands})
    said: dict[str, str | int | bool] = {"stands": command.stands, "reason": command.reason.strip()}
    kind = "hold_set" if command.stands else "hold_ended"
    return _noted("hold", "", said, command.actor, situation, entry=kind, answer=kind)


def decide_formal_custody(command: DecideFormalCustody, situation: Situation) -> Decision | Refusal:
    """CCO decides whether an item needs formal custody."""
    facts, team = situation.facts, situation.team
    if command.item not in facts.evidence:
        return Refusal(name="no_such_evidence")
    if refusal := only(command.actor, "CCO", team) or reason_missing(command.reason, 1000):
        return refusal
    number = evidence_number(facts.incident.number, command.item)
    said: dict[str, str | int | bool] = {"item": number, "formal": command.formal, "reason": command.reason.strip()}
    own = str(command.item)
    return _noted(
        "formal_custody", own, said, command.actor, situation, entry="custody_decided", answer="custody_decided"
    )


def _noted(
    kind: NoteKind,
    own: str,
    said: Mapping[str, str | int | bool],
    actor: str,
    situation: Situation,
    *,
    entry: str,
    answer: str,
) -> Decision:
    facts = situation.facts
    name = note_name(kind, own)
    change = SetFact(name=name, value=Text(name=name), by=actor, at=situation.now, version=facts.next_version)
    body: dict[str, Value | Text] = {"number": facts.incident.number, "said": Text(name=name)}
    return Decision(
        answer=Answer(name=answer, values={key: value for key, value in said.items() if key != "text"}),
        changes=(change,),
        entries=(Entry(kind=entry, actor=actor, body=body),),
        sends=(Refresh(surface="card"),),
        texts={name: json.dumps(dict(said), sort_keys=True)},
    )
