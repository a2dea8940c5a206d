"""Ways out of an incident that is none: false alarm, reported twice, found again; AI decides, with the reason.

An unknown never becomes "not required": where data of people may be involved, counsel's word closes it and not AI's,
and nothing is closed while the recorded facts require a notice. Opening it again brings every duty back.
"""

import json

from bot.assessment.facts import FactErrors
from bot.decision import (
    Answer,
    Change,
    Decision,
    EndDetermination,
    Entry,
    Refresh,
    Refusal,
    Send,
    SetFact,
    SetState,
    Step,
    Text,
)
from bot.incident import IncidentFacts
from bot.note import note_name
from bot.rulebook import Rulebook
from bot.rules.conduct import Answers, Conduct
from bot.rules.questions import given_id
from bot.situation import Situation
from bot.way_out_commands import TakeDuplicate

WAY_OUT, WORD = "way_out", "way_out_word"
DUPLICATE = "duplicate"
AGREED = "agreed"
_OWED = ("required", "delayed")
_SHOWN_ON = (Refresh(surface="reporter"), Refresh(surface="assessment"))


def needs_counsel(outcome: str, situation: Situation) -> bool:
    """Whether counsel's word closes it: data of people may be involved. A duplicate goes on in the other incident.

    "No" of the report counts only while no recorded fact says otherwise; not known is not "no".
    """
    if outcome == DUPLICATE:
        return False
    facts = situation.facts
    known = facts.plain
    said = bool(known.get("pi_elements") or known.get("names_included") or known.get("residents"))
    ruled_out = facts.incident.people_data == "no" or known.get("pi_elements") == []
    return said or not ruled_out


def kept_items(facts: IncidentFacts, law: Rulebook) -> tuple[str, ...]:
    """The policy's provisions that still ask for something after this way out."""
    made = facts.in_force(WAY_OUT)
    question = law.packs.questions.named.get(WAY_OUT)
    outcome = question.outcome(made.outcome) if made and question else None
    return outcome.keeps if outcome else ()


def closing_question(facts: IncidentFacts) -> str:
    """The question by which a closed incident is opened again."""
    return WAY_OUT if facts.in_force(WAY_OUT) and not facts.in_force("closing") else "closing"


def take_duplicate(command: TakeDuplicate, situation: Situation) -> Decision:
    """Another report is this incident: its words are kept here, and people here are told; or it is not after all."""
    facts = situation.facts
    name, version = note_name("duplicate", command.number), facts.next_version
    standing = facts.known.get(name)
    if command.undone == (standing is None or standing.value is None):
        return Decision(answer=Answer(name="noted"))
    body = {"number": facts.incident.number, "other": command.number}
    told = None if command.undone else Text(name=name)
    kind = "duplicate_given_back" if command.undone else "duplicate_taken"
    step = Step(
        name="duplicate",
        key=f"duplicate:{facts.incident.number}:{command.number}:{version}",
        payload={"name": name, "other": command.number, "undone": command.undone},
    )
    return Decision(
        answer=Answer(name="noted"),
        changes=(SetFact(name=name, value=told, by=command.by, at=situation.now, version=version),),
        entries=(Entry(kind=kind, actor=command.by, body={**body, **({"text": told} if told else {})}),),
        sends=(step, Refresh(surface="card")),
        texts={} if command.undone else {name: json.dumps({"number": command.number, "what": command.what})},
    )


def refuse_owed(situation: Situation) -> Refusal | None:
    """Why it cannot end this way: the recorded facts require a notice, so it is no false alarm until they change."""
    facts, law = situation.facts, situation.law
    try:
        owed = situation.assessment.obligations
    except FactErrors:
        return Refusal(name="way_out_unreadable")
    open_ones = [
        one
        for one in owed
        if one.status in _OWED
        and not law.is_option(one.law, one.id)
        and facts.in_force(given_id(one.law, one.id, one.subject)) is None
    ]
    return Refusal(name="way_out_owed", values={"count": len(open_ones)}) if open_ones else None


def _refuse(outcome: str, answers: Answers, situation: Situation) -> Refusal | None:
    incident = situation.facts.incident
    if incident.channel is None:
        return Refusal(name="way_out_unopened")
    if outcome == DUPLICATE and answers.get("other") == incident.number:
        return Refusal(name="way_out_itself", values={"field": "other"})
    return refuse_owed(situation)


def _refuse_word(outcome: str, _answers: Answers, situation: Situation) -> Refusal | None:
    if situation.facts.in_force(WAY_OUT) is None:
        return Refusal(name="nothing_decided")
    return refuse_owed(situation) if outcome == AGREED else None


def _changes(outcome: str, _answers: Answers, situation: Situation) -> tuple[Change, ...]:
    return () if needs_counsel(outcome, situation) else (SetState(state="closed"),)


def _changes_of_word(outcome: str, _answers: Answers, situation: Situation) -> tuple[Change, ...]:
    if outcome == AGREED:
        return (SetState(state="closed"),)
    return (EndDetermination(question=WAY_OUT, by="bot", at=situation.now),)


def _sends(outcome: str, answers: Answers, situation: Situation) -> tuple[Send, ...]:
    asked = (Refresh(surface=f"decision:{WORD}"),) if WORD in situation.facts.asked else ()
    if outcome != DUPLICATE:
        return asked
    return (*asked, _merge(situation, str(answers.get("other")), undone=False))


def _sends_of_word(_outcome: str, _answers: Answers, _situation: Situation) -> tuple[Send, ...]:
    return (Refresh(surface=f"decision:{WAY_OUT}"),)


def _sends_back(situation: Situation) -> tuple[Send, ...]:
    made = situation.facts.in_force(WAY_OUT)
    found: tuple[Send, ...] = tuple(Refresh(surface=f"decision:{name}") for name in (WAY_OUT, WORD))
    if made is None or made.outcome != DUPLICATE:
        return found
    return (*found, _merge(situation, str(made.answers.get("other")), undone=True))


def _merge(situation: Situation, other: str, *, undone: bool) -> Step:
    number, stamp = situation.facts.incident.number, int(situation.now.timestamp() * 1000)
    return Step(name="merge", key=f"merge:{number}:{stamp}", payload={"other": other, "undone": undone})


WAYS = Conduct(
    after_closing=True,
    refuse_outcome=_refuse,
    changes=_changes,
    sends=_sends,
    sends_back=_sends_back,
    ends=(WORD,),
    undoes=(SetState(state="investigating"),),
    shown_on=_SHOWN_ON,
)
COUNSELS_WORD = Conduct(
    after_closing=True,
    refuse_outcome=_refuse_word,
    changes=_changes_of_word,
    sends=_sends_of_word,
    sends_back=_sends_back,
    ends_again=(WAY_OUT,),
    undoes=(SetState(state="investigating"),),
    shown_on=_SHOWN_ON,
)
