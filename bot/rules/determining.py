"""Deciding a question: who may, on which facts, with which reasons; adding to it, confirming it, opening it again.

The bot refuses what cannot stand, and decides nothing itself (policy 4 to 11, RSMo 407.1500).
"""

import json
from collections.abc import Mapping
from dataclasses import replace

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
    Send,
    SetDetermination,
    SetState,
    Step,
    Text,
    Value,
)
from bot.determination import Determination
from bot.incident import IncidentFacts
from bot.question import Question, QuestionKind
from bot.question_commands import Determine, Reopen
from bot.rules.assessing import write_facts
from bot.rules.closing_question import CLOSING
from bot.rules.conduct import Answers, Conduct, Judged, not_a_decider
from bot.rules.counsel_room import is_counsels_own
from bot.rules.delaying import DELAY
from bot.rules.form_checks import refuse_answers
from bot.rules.giving import GIVEN
from bot.rules.preconditions import facts_forgotten, facts_of_outcome, refuse_precondition
from bot.rules.privileged import open_room
from bot.rules.questions import find_question, people_who_decide
from bot.rules.reading import READING
from bot.rules.record_text import record_stamp, record_text
from bot.rules.refusals import closed, reason_missing, refuse_words
from bot.rules.voting import VOTE
from bot.rules.ways_out import COUNSELS_WORD, WAYS
from bot.situation import Situation

LONGEST_REASON = 2000
"""Characters of the reasons of a decision."""

ASSESSED = (Refresh(surface="assessment"), Refresh(surface="details"))
"""What CCO determines governs the duties that the card shows."""
CONDUCT: Mapping[QuestionKind, Conduct] = {
    "decision": Conduct(),
    "determination": Conduct(posts_record=True, shown_on=ASSESSED),
    "vote": VOTE,
    "reading": READING,
    "delay": DELAY,
    "given": GIVEN,
    "closing": CLOSING,
    "way_out": WAYS,
    "way_out_word": COUNSELS_WORD,
}
_KINDS = {"decide": "decided", "amend": "decision_amended", "confirm": "decision_confirmed"}


def determine(command: Determine, situation: Situation) -> Decision | Refusal:
    """Record what was decided, what it rests on, and what it brings with it; or say in one sentence why not."""
    facts = situation.facts
    if refusal := closed(facts):
        return refusal
    question = _find(command.question, situation)
    if question is None:
        return Refusal(name="no_such_question")
    if command.act not in _KINDS:
        return Refusal(name="no_such_act")
    conduct = CONDUCT[question.kind]
    made = facts.in_force(question.id, command.role if conduct.each_role else "")
    if refusal := conduct.refuse_person(command, question, situation.team) or _refuse_state(
        command, question, made, facts
    ):
        return refusal
    if command.act == "confirm" and made:
        answers: Answers = dict(made.answers)
    else:
        answers = conduct.answers(command, made)
        if refusal := refuse_answers(question, command.outcome, answers, situation.now):
            return refusal
    asks_reason = command.act == "decide" and conduct.asks_reason
    checked = reason_missing(command.reason, LONGEST_REASON) if asks_reason else None
    if refusal := checked or refuse_words("reason", command.reason, LONGEST_REASON):
        return refusal
    if (command.act != "confirm" or conduct.rechecks) and (
        refusal := refuse_precondition(question, command.outcome, answers, situation)
    ):
        return refusal
    refused = conduct.refuse_outcome(command.outcome, answers, situation) or conduct.refuse(answers, situation)
    if refusal := refused or conduct.refuse_question(question, answers, situation):
        return refusal
    return _record(command, question, answers, made, situation)


def reopen_question(command: Reopen, situation: Situation) -> Decision | Refusal:
    """Open a question again: what it brought with it is taken back; what was determined stays in the log."""
    facts = situation.facts
    question = _find(command.question, situation)
    if question is None:
        return Refusal(name="no_such_question")
    conduct = CONDUCT[question.kind]
    if not conduct.after_closing and (refusal := closed(facts)):
        return refusal
    if command.actor not in people_who_decide(question, situation.team):
        return not_a_decider(question, situation.team)
    surface = Refresh(surface=f"decision:{question.id}")
    made = facts.in_force(question.id)
    if made is None or conduct.each_role:
        return Refusal(name="nothing_decided", refresh=(surface,))
    if command.occasion not in (None, made.occasion):
        return Refusal(name="moved_since", refresh=(surface,))
    if refusal := reason_missing(command.reason, LONGEST_REASON):
        return refusal
    undone = facts_forgotten(question, made) | conduct.forgotten(question, facts)
    back = write_facts(undone, situation, actor=command.actor, kind="facts_reopened") if undone else None
    if isinstance(back, Refusal):
        return back
    body: dict[str, Value | Text] = {
        "number": facts.incident.number,
        "question": question.id,
        "was": made.outcome,
        "reason": Text(name="reason"),
    }
    if facts.incident.state == "closed":
        body["opens"] = True
    ended = EndDetermination(question=question.id, by=command.actor, at=situation.now)
    return _joined(
        Decision(
            answer=Answer(name="decision_reopened"),
            changes=(
                ended,
                *conduct.undoes,
                *_ended((*conduct.ends, *conduct.ends_again), command.actor, situation),
            ),
            entries=(Entry(kind="decision_reopened", actor=command.actor, body=body),),
            sends=(surface, Refresh(surface="card"), *conduct.shown_on, *conduct.sends_back(situation)),
            texts={"reason": command.reason.strip()},
        ),
        back,
    )


def _find(question_id: str, situation: Situation) -> Question | None:
    try:
        return find_question(question_id, situation)
    except FactErrors:  # facts that an older version took; the assessment card says so
        return situation.law.packs.questions.named.get(question_id)


def _refuse_state(
    command: Determine, question: Question, made: Determination | None, facts: IncidentFacts
) -> Refusal | None:
    """What was decided meanwhile, and facts that moved while the form was open."""
    conduct = CONDUCT[question.kind]
    if command.act != "decide":
        if made is None or made.outcome != command.outcome:
            return Refusal(name="nothing_decided", refresh=(Refresh(surface=f"decision:{question.id}"),))
        if command.occasion not in (None, made.occasion):
            return Refusal(name="moved_since", refresh=(Refresh(surface=f"decision:{question.id}"),))
    elif refusal := conduct.refuse_again(command, made, facts) if made else conduct.refuse_first(command):
        return refusal
    newer = tuple(name for name in conduct.relies_on(question) if facts.version_of(name) > command.seen)
    if newer and command.act != "amend":
        return Refusal(name="facts_newer", values={"facts": newer, "seen": facts.version})
    return None


def _record(
    command: Determine, question: Question, answers: Answers, made: Determination | None, situation: Situation
) -> Decision | Refusal:
    facts, conduct = situation.facts, CONDUCT[question.kind]
    known = _facts_written(command, question, answers, situation)
    if isinstance(known, Refusal):
        return known
    determined = _determination(command, question, made, situation)
    changes: list[Change] = [determined]
    if question.id not in facts.asked or facts.asked[question.id].withdrawn:
        changes.append(AskQuestion(question=question.id, at=situation.now))
    changes += conduct.changes(command.outcome, answers, situation)
    if command.act == "decide":
        changes += _ended(conduct.ends, command.actor, situation)
    kind, number = _KINDS[command.act], facts.incident.number
    body: dict[str, Value | Text] = {
        "number": number,
        "question": question.id,
        "role": determined.role,
        "outcome": command.outcome,
        "cite": question.cite,
        "consulted": tuple(command.consulted),
        "relied_on": tuple(f"{name}@{version}" for name, version in determined.relied_on.items()),
        "version": facts.version,
        "paper": Text(name="paper"),
    }
    if SetState(state="closed") in changes:
        body["closes"] = True
    sends: list[Send] = [Refresh(surface=f"decision:{question.id}"), Refresh(surface="card")]
    if conduct.posts_record and command.act != "amend":
        at = record_stamp(situation.now)
        sends.append(
            Step(name="paper", key=f"paper:{number}:{question.id}:{at}", payload={"question": question.id, "at": at})
        )
        sends += open_room(facts) if is_counsels_own(question, situation.team) else ()
    sends += conduct.shown_on
    if command.act == "decide":
        sends += conduct.sends(command.outcome, answers, situation)
    paper = record_text(command, conduct.recorded_answers(answers, situation), made, determined.relied_on, facts)
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


def _ended(questions: tuple[str, ...], actor: str, situation: Situation) -> list[Change]:
    """The answers that end with another one."""
    return [
        EndDetermination(question=question, by=actor, at=situation.now)
        for question in questions
        if situation.facts.in_force(question)
    ]


def _facts_written(
    command: Determine, question: Question, answers: Answers, situation: Situation
) -> Decision | Refusal | None:
    """The facts that a determination becomes, as far as they change."""
    conduct, facts = CONDUCT[question.kind], situation.facts
    if command.act == "confirm" and not conduct.rechecks:
        return None
    judged = Judged(
        question=question,
        outcome=command.outcome,
        answers=answers,
        reason=command.reason,
        facts=facts,
        now=situation.now,
    )
    found = facts_of_outcome(judged) | conduct.facts_of(judged)
    changed = {name: value for name, value in found.items() if facts.plain.get(name) != value}
    return write_facts(changed, situation, actor=command.actor, kind="facts_determined") if changed else None


def _determination(
    command: Determine, question: Question, made: Determination | None, situation: Situation
) -> SetDetermination:
    """What is in force from now on; what is added to a decision leaves it as old as it was, on the same facts."""
    conduct, facts = CONDUCT[question.kind], situation.facts
    amends = made if command.act == "amend" else None
    relied = amends.relied_on if amends else {n: facts.version_of(n) for n in conduct.relies_on(question)}
    return SetDetermination(
        question=question.id,
        role=command.role if conduct.each_role else "",
        outcome=command.outcome,
        by=amends.by if amends else command.actor,
        at=amends.at if amends else situation.now,
        relied_on=dict(relied),
        paper=Text(name="paper"),
    )


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
