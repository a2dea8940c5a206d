"""Deciding a question: who may, on which facts, with which reasons; adding to it, confirming it, opening it again.

The bot refuses what cannot stand, and decides nothing itself (policy 4 to 11, RSMo 407.1500).
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.assessment.facts import FactErrors
from bot.decision import (
    Answer,
    AskQuestion,
    Change,
    Decision,
    EndDetermination,
    Entry,
    Refresh,
    Refusal,
    SetDetermination,
    SetState,
    Step,
    Text,
    Value,
)
from bot.decision_commands import Determine, Reopen
from bot.department import Team
from bot.determination import Determination, Question
from bot.incident import IncidentFacts
from bot.rules.answers import refuse_answers
from bot.rules.asking import deciders, find, moved, people
from bot.rules.assessing import write_facts
from bot.rules.closing import lessons, refuse_closing, retention
from bot.rules.grounds import facts_of, forgotten, refuse_ground
from bot.rules.refusals import words
from bot.rules.severity import TERMS
from bot.situation import Situation

LONGEST_REASON = 2000
"""Characters of the reasons of a decision."""

_WITHOUT_REASON = ("given", "closing")
_PAPERS = ("determination", "reading", "delay", "closing")


def determine(command: Determine, situation: Situation) -> Decision | Refusal:
    """Record what was decided, what it rests on, and what it brings with it; or say in one sentence why not."""
    facts, team, now = situation.facts, situation.team, situation.now
    if facts.incident.state == "closed":
        return Refusal(name="incident_closed", values={"number": facts.incident.number})
    question = _find(command.question, situation)
    if question is None:
        return Refusal(name="no_such_question")
    if refusal := _refuse_person(command, question, team):
        return refusal
    if refusal := _refuse_state(command, question, situation):
        return refusal
    made = facts.in_force(question.id, command.role)
    answers = dict(command.answers)
    if question.kind == "delay" and made and command.outcome == "released":
        answers = {**made.answers, **answers}
    if command.act == "confirm" and made:
        answers = dict(made.answers)
    elif refusal := refuse_answers(question, command.outcome, answers, now):
        return refusal
    if command.act == "decide" and question.kind not in _WITHOUT_REASON and not command.reason.strip():
        return Refusal(name="decision_reason", values={"field": "reason"})
    if refusal := words("reason", command.reason, LONGEST_REASON):
        return refusal
    if not _still_held(command, question) and (refusal := refuse_ground(question, command.outcome, answers, situation)):
        return refusal
    if question.kind == "closing" and (lacking := refuse_closing(answers, situation)):
        return lacking
    return _record(command, question, answers, made, situation)


def reopen(command: Reopen, situation: Situation) -> Decision | Refusal:
    """Open a question again: what it brought with it is taken back, and the old paper stays in the record."""
    facts, team, now = situation.facts, situation.team, situation.now
    question = _find(command.question, situation)
    if question is None:
        return Refusal(name="no_such_question")
    if facts.incident.state == "closed" and question.kind != "closing":
        return Refusal(name="incident_closed", values={"number": facts.incident.number})
    if command.actor not in people(question, team):
        return role_needed(question, team)
    surface = Refresh(surface=f"decision:{question.id}")
    made = facts.in_force(question.id)
    if made is None or question.kind == "vote":
        return Refusal(name="nothing_decided", refresh=(surface,))
    if not command.reason.strip():
        return Refusal(name="decision_reason", values={"field": "reason"})
    if refusal := words("reason", command.reason, LONGEST_REASON):
        return refusal
    undone = forgotten(question, made, facts)
    back = write_facts(undone, situation, actor=command.actor, kind="facts_reopened") if undone else None
    if isinstance(back, Refusal):
        return back
    body: dict[str, Value | Text] = {
        "number": facts.incident.number,
        "question": question.id,
        "was": made.outcome,
        "reason": Text(name="reason"),
    }
    changes: list[Change] = [EndDetermination(question=question.id, by=command.actor, at=now)]
    if question.kind == "closing":
        changes.append(SetState(state="investigating"))
    return _joined(
        Decision(
            answer=Answer(name="decision_reopened"),
            changes=tuple(changes),
            entries=(Entry(kind="decision_reopened", actor=command.actor, body=body),),
            sends=(surface, Refresh(surface="card"), *_shown_elsewhere(question)),
            texts={"reason": command.reason.strip()},
        ),
        back,
    )


def _find(question_id: str, situation: Situation) -> Question | None:
    law = situation.law
    try:
        return find(question_id, situation)
    except FactErrors:  # facts that an older version took; the assessment card says so
        return law.packs.questions.named.get(question_id)


def _refuse_person(command: Determine, question: Question, team: Team) -> Refusal | None:
    if question.kind != "vote":
        return None if command.actor in people(question, team) else role_needed(question, team)
    if command.role in deciders(question, team) and command.actor in team.users(command.role):
        return None
    return role_needed(question, team)


def role_needed(question: Question, team: Team) -> Refusal:
    """Who may decide it, as a refusal."""
    values: dict[str, Value] = {"role": ", ".join(deciders(question, team)), "people": people(question, team)}
    return Refusal(name="role_needed", values=values)


def _refuse_state(command: Determine, question: Question, situation: Situation) -> Refusal | None:
    """What was decided meanwhile, and facts that moved while the form was open."""
    facts = situation.facts
    surface = (Refresh(surface=f"decision:{question.id}"),)
    made = facts.in_force(question.id, command.role if question.kind == "vote" else "")
    if command.act != "decide":
        if made is None or made.outcome != command.outcome:
            return Refusal(name="nothing_decided", refresh=surface)
    elif made and question.kind == "delay":
        if made.outcome == command.outcome:
            return replace(already(made, surface), name="delay_already")
    elif made and question.kind == "vote":
        if made.outcome == command.outcome and not moved(made, facts):
            return replace(already(made, surface), name="voted_already")
    elif made:
        return already(made, surface)
    if made is None and question.kind == "delay" and command.outcome == "released":
        return Refusal(name="nothing_held", refresh=surface)
    newer = tuple(name for name in _relied(question) if facts.version_of(name) > command.seen)
    if newer and command.act != "amend":
        return Refusal(name="facts_newer", values={"facts": newer, "seen": facts.version})
    return None


def already(made: Determination, surface: tuple[Refresh, ...]) -> Refusal:
    """It was decided before; by whom, when."""
    return Refusal(name="already_decided", values={"by": made.by, "at": int(made.at.timestamp())}, refresh=surface)


def _still_held(command: Determine, question: Question) -> bool:
    """Whether a delay on record only goes on: when it was asked for and written down stays as it was."""
    return question.kind == "delay" and command.act == "confirm"


def _relied(question: Question) -> tuple[str, ...]:
    return (*question.relies_on, TERMS) if question.kind == "vote" else question.relies_on


def _record(
    command: Determine, question: Question, answers: Mapping[str, Any], made: Determination | None, situation: Situation
) -> Decision | Refusal:
    facts, law, now = situation.facts, situation.law, situation.now
    amends = made if command.act == "amend" else None
    held = _still_held(command, question)
    determined = {} if held else facts_of(question, command.outcome, answers, command.reason, facts, now)
    changed = {name: value for name, value in determined.items() if facts.plain.get(name) != value}
    known = write_facts(changed, situation, actor=command.actor, kind="facts_determined") if changed else None
    if isinstance(known, Refusal):
        return known
    relied = dict(amends.relied_on) if amends else {name: facts.version_of(name) for name in _relied(question)}
    if question.kind == "closing":
        answers = {**answers, "retention": retention(situation)}
    paper = {
        "answers": dict(answers),
        "reason": "\n".join(
            filter(None, (made.reason if made and command.act != "decide" else "", command.reason.strip()))
        ),
        "consulted": list(command.consulted or (made.consulted if made and command.act != "decide" else ())),
        "facts": amends.facts if amends else _seen(relied, facts),
    }
    by, at = (amends.by, amends.at) if amends else (command.actor, now)
    changes: list[Change] = [
        SetDetermination(
            question=question.id,
            role=command.role,
            outcome=command.outcome,
            by=by,
            at=at,
            relied_on=relied,
            paper=Text(name="paper"),
        )
    ]
    if question.id not in facts.asked or facts.asked[question.id].withdrawn:
        changes.append(AskQuestion(question=question.id, at=now))
    if question.kind == "closing":
        changes += [SetState(state="closed"), *lessons(answers, facts, law)]
    body: dict[str, Value | Text] = {
        "number": facts.incident.number,
        "question": question.id,
        "role": command.role,
        "outcome": command.outcome,
        "cite": question.cite,
        "consulted": tuple(command.consulted),
        "relied_on": tuple(f"{name}@{version}" for name, version in relied.items()),
        "version": facts.version,
        "paper": Text(name="paper"),
    }
    kind = {"decide": "decided", "amend": "decision_amended", "confirm": "decision_confirmed"}[command.act]
    number = facts.incident.number
    sends: list[Step | Refresh] = [Refresh(surface=f"decision:{question.id}"), Refresh(surface="card")]
    if question.kind in _PAPERS and command.act != "amend":
        payload: dict[str, Value] = {"question": question.id, "at": stamp(now)}
        sends.append(Step(name="paper", key=f"paper:{number}:{question.id}:{stamp(now)}", payload=payload))
    sends += _shown_elsewhere(question)
    return _joined(
        Decision(
            answer=Answer(name=kind),
            changes=tuple(changes),
            entries=(Entry(kind=kind, actor=command.actor, body=body),),
            sends=tuple(sends),
            texts={"paper": json.dumps(paper, sort_keys=True)},
        ),
        known,
    )


def _seen(relied: Mapping[str, int], facts: IncidentFacts) -> dict[str, dict[str, Any]]:
    """What the deciders saw: each fact with who said it and when."""
    found = {}
    for name in relied:
        fact = facts.known.get(name)
        if fact is not None:
            found[name] = {"value": fact.value, "by": fact.by, "at": fact.at.isoformat(), "version": fact.version}
    return found


def stamp(at: datetime) -> int:
    """When a paper was made: whole milliseconds since 1970, as moments are kept."""
    return round(at.timestamp() * 1000)


def _shown_elsewhere(question: Question) -> tuple[Refresh, ...]:
    """A notice that was given shows on the assessment; a closing on every list, and the reporter is told."""
    if question.kind == "given":
        return (Refresh(surface="assessment"),)
    if question.kind != "closing":
        return ()
    roles = ("AI", "CCO", "IS", "CR")
    return (Refresh(surface="reporter"), *(Refresh(surface=f"checklist:{role}") for role in roles))


def _joined(first: Decision, second: Decision | None) -> Decision:
    """Both as one; the facts come before what was decided on them."""
    if second is None:
        return first
    return replace(
        first,
        changes=(*second.changes, *first.changes),
        entries=(*first.entries, *second.entries),
        sends=(*first.sends, *second.sends),
        texts={**second.texts, **first.texts},
    )
