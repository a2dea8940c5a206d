"""Proof that a notice went out: each batch with its method, day and numbers; what the call center heard.

Numbers feed the assessment: more than a thousand told at one time opens further notices (RSMo 407.1500.2(8)).
"""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.assessment.result import ObligationAnswer
from bot.assessment.third_parties import owner_name
from bot.decision import (
    Answer,
    AskQuestion,
    Change,
    Decision,
    Entry,
    Refresh,
    Refusal,
    Send,
    SetDetermination,
    Text,
    Value,
)
from bot.incident import IncidentFacts
from bot.notice.fill import addressees
from bot.notice.kinds import WAYS, Kind
from bot.notice_changes import AddBatch
from bot.notice_commands import RecordBatch, RecordTally
from bot.notice_draft import NoticeDraft
from bot.rulebook import Rulebook
from bot.rules.assessing import write_facts
from bot.rules.channel_state import shut
from bot.rules.form_checks import LONGEST_LINE, LONGEST_TEXT
from bot.rules.merge_data import merge_data_of
from bot.rules.noting import keep_note
from bot.rules.questions import given_id
from bot.rules.refusals import not_between, not_working_here, refuse_words, role_needed
from bot.situation import Situation
from bot.vocabulary import STATES

_ROSTER = re.compile("[0-9a-f]{64}")
_MOST_CALLS = 1_000_000


def record_batch(command: RecordBatch, situation: Situation) -> Decision | Refusal:
    """A released notice went out. Once everybody was told in ways that count, its obligation is recorded as given."""
    facts, law = situation.facts, situation.law
    made = facts.notice_drafts.get(command.draft)
    kind = law.packs.notices.kinds.get(made.kind) if made else None
    if made is None or kind is None:
        return Refusal(name="no_such_notice")
    if refusal := _refuse_batch(command, made, kind, situation):
        return refusal
    paper: dict[str, Any] = {
        "method": command.method,
        "people": dict(command.people),
        "who": command.who.strip(),
        "roster": command.roster,
        "receipt": command.receipt.strip(),
        "version": made.version,
        "sha256": made.approval.hashes["text"] if made.approval else "",
        "counts_as_notice": kind.takes(command.method),
    }
    changes: list[Change] = [AddBatch(draft=made.id, by=command.actor, at=command.at, paper=Text(name="paper"))]
    sends: list[Send] = [Refresh(surface=f"notice:{made.id}"), Refresh(surface="card")]
    entries: list[Entry] = []
    texts = {"paper": json.dumps(paper, sort_keys=True)}
    if kind.takes(command.method):
        mailings = _mailings(command, kind, facts, law)
        if kind.at_one_time and sum(mailings) > sum(facts.plain.get(kind.at_one_time) or ()):
            more = {kind.at_one_time: mailings}
            written = write_facts(more, situation, actor=command.actor, kind="facts_recorded")
            if isinstance(written, Refusal):
                return Refusal(name="states_needed", values={"field": "people"})
            changes += written.changes
            entries += written.entries
            sends += written.sends
            texts |= written.texts
        if _all_told(command, made, kind, situation):
            changes += _settled(command, kind, situation, texts)
        sends += [Refresh(surface=f"decision:{one.question}") for one in changes if isinstance(one, SetDetermination)]
    body: dict[str, Value | Text] = {
        "number": facts.incident.number,
        "notice": made.id,
        "version": made.version,
        "at": command.at.isoformat(),
        "method": command.method,
        "counts_as_notice": kind.takes(command.method),
        "paper": Text(name="paper"),
    }
    entries.insert(0, Entry(kind="notice_sent", actor=command.actor, body=body))
    name = "batch_recorded" if kind.takes(command.method) else "batch_does_not_count"
    return Decision(
        answer=Answer(name=name),
        changes=tuple(changes),
        entries=tuple(entries),
        sends=tuple(sends),
        texts=texts,
    )


def _told(kind: Kind, people: Mapping[str, int]) -> int:
    """How many of those whom the kind is for: the residents of its law's state."""
    return people.get(kind.residents_of, 0) if kind.residents_of else 0


def _mailings(command: RecordBatch, kind: Kind, facts: IncidentFacts, law: Rulebook) -> list[int]:
    """How many of these residents each mailing told, whichever notice of the law went out in it, this one too."""
    found: list[int] = []
    for made in facts.notice_drafts.values():
        other = law.packs.notices.kinds.get(made.kind)
        if other and (other.law, other.residents_of) == (kind.law, kind.residents_of):
            found += [_told(other, batch.people) for batch in made.batches if batch.counts_as_notice]
    return [told for told in (*found, _told(kind, command.people)) if told]


def _all_told(command: RecordBatch, made: NoticeDraft, kind: Kind, situation: Situation) -> bool:
    """Whether with this batch everybody was told: every known consumer, or every addressee of the kind."""
    facts, law = situation.facts, situation.law
    if kind.residents_of:
        known = (facts.plain.get("residents") or {}).get(kind.residents_of)
        return known is not None and sum(_mailings(command, kind, facts, law)) >= known
    if kind.for_each == "owners":
        return True  # each owner is owed its own notice, which its own batch settles
    told = {
        (one.recipient, one.each)
        for one in facts.notice_drafts.values()
        if one.kind == kind.id and any(batch.counts_as_notice for batch in one.batches)
    } | {(made.recipient, made.each)}
    found = addressees(kind, law.department, merge_data_of(facts, law).facts)
    return all((one.name if one else None, each) in told for one, each in found)


def record_tally(command: RecordTally, situation: Situation) -> Decision | Refusal:
    """What the call center heard."""
    if refusal := not_working_here(command.actor, situation.facts, situation.team):
        return refusal
    if not 0 <= command.calls <= _MOST_CALLS:
        return Refusal(name="count_needed", values={"field": "calls"})
    if refusal := refuse_words("asked", command.asked, LONGEST_TEXT) or shut(situation.facts, field="asked"):
        return refusal
    told = {"calls": command.calls, "asked": command.asked.strip()}
    return keep_note("tally", told, command.actor, situation, {"calls": command.calls})


def _refuse_batch(command: RecordBatch, made: NoticeDraft, kind: Kind, situation: Situation) -> Refusal | None:
    facts, team, now = situation.facts, situation.team, situation.now
    if refusal := not_working_here(command.actor, facts, team):
        return refusal
    people = (*team.users(kind.released_by), *team.users(kind.approved_by))
    if command.actor not in people:
        return role_needed((kind.released_by,), team)
    if made.released_by is None:
        return Refusal(name="not_released", refresh=(Refresh(surface=f"notice:{made.id}"),))
    if command.method not in WAYS:
        return Refusal(name="choose_again", values={"field": "method"})
    if made.released_at and (
        refusal := not_between(made.released_at - timedelta(days=1), command.at, now, name="batch_time")
    ):
        return refusal
    if any(state not in STATES or count < 0 for state, count in command.people.items()):
        return Refusal(name="states_needed", values={"field": "people"})
    if kind.residents_of and command.method != "returned" and not sum(command.people.values()):
        return Refusal(name="states_needed", values={"field": "people"})
    if command.roster and not _ROSTER.fullmatch(command.roster):
        return Refusal(name="roster_hash", values={"field": "roster"})
    return refuse_words("who", command.who, LONGEST_LINE) or refuse_words("receipt", command.receipt, LONGEST_LINE)


def _settled(command: RecordBatch, kind: Kind, situation: Situation, texts: dict[str, str]) -> list[Change]:
    """The obligations that this batch meets: recorded as given, with the proof behind it."""
    facts, now = situation.facts, situation.now
    if kind.fulfils:
        return []  # one element of several: people say when all of them are done
    found: list[Change] = []
    for owed in situation.assessment.obligations:
        question = given_id(owed.law, owed.id, owed.subject)
        if (
            not _is_about(facts.notice_drafts[command.draft], owed, situation)
            or not kind.is_for(owed.law, owed.id)
            or owed.status != "required"
            or facts.in_force(question)
        ):
            continue
        paper = {
            "answers": {"at": command.at.isoformat(), "how": f"{command.method}: {command.draft}"},
            "reason": "",
            "consulted": [],
            "facts": {},
        }
        texts[question] = json.dumps(paper, sort_keys=True)
        found.append(
            SetDetermination(
                question=question,
                role="",
                outcome="given",
                by=command.actor,
                at=now,
                relied_on={},
                paper=Text(name=question),
            )
        )
        if question not in facts.asked:
            found.append(AskQuestion(question=question, at=now))
    return found


def _is_about(made: NoticeDraft, owed: ObligationAnswer, situation: Situation) -> bool:
    """Whether a notice went to the party that an obligation is owed for, where it is owed for several."""
    several = [one for one in situation.assessment.obligations if (one.law, one.id) == (owed.law, owed.id)]
    name = owner_name(merge_data_of(situation.facts, situation.law).facts.known, owed.subject)
    return len(several) < 2 or bool({owed.subject, name} & {made.each, made.recipient} - {None})
