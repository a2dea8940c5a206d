"""Closing an incident: a decision with a test. What is missing is listed with its owner; nothing is deleted.

What the policy and the law ask for is settled (policy 4, 6, 7, 11), and until when the record is kept is known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.assessment.facts import FactErrors
from bot.assessment.result import Assessment
from bot.calendars import add_years
from bot.decision import AddItems, Refusal
from bot.department import TEAM_ROLES
from bot.incident import IncidentFacts, Item
from bot.question import ClosingTest
from bot.rulebook import Rulebook
from bot.rules.assessing import LONGEST_SUBJECT
from bot.rules.items import CALL_ITEM, LESSON
from bot.rules.keeping import answered_by_register, custody_gaps
from bot.rules.questions import (
    deciding_roles,
    given_id,
    is_undecided,
    left_open_id,
    questions_to_ask,
    raised_questions,
    stale_determinations,
)
from bot.rules.severity import vote_result
from bot.rules.unasked import answered_by_rows, unasked
from bot.situation import Situation

_CONTINUOUS = ("throughout", "until incident closure")
"""The policy's words for what ends with the incident itself."""
_UNMET = ("required", "delayed", "unresolved")
_NONE = ("none", "none.")


@dataclass(frozen=True, kw_only=True)
class Blocker:
    """One thing that keeps an incident open, and the role that owns it. `what` is a question, an obligation or a count.

    `name` is the sentence in `templates/messages/closing.j2`; a test of the pack brings its own `text`.
    """

    name: str
    role: str
    what: str = ""
    text: str = ""
    cite: str = ""


def find_blockers(situation: Situation) -> tuple[Blocker, ...]:
    """What is missing before the incident can be closed; empty when nothing is."""
    try:
        answer = situation.assessment
    except FactErrors:  # facts that an older version took
        return (Blocker(name="facts_unreadable", role="AI"),)
    return tuple(_find_blockers(situation, answer))


def refuse_closing(answers: Mapping[str, Any], situation: Situation) -> Refusal | None:
    """Why the incident cannot be closed, if so."""
    found = find_blockers(situation)
    if found:
        return Refusal(name="closing_blocked", values={"count": len(found), "first": found[0].name})
    if any(len(subject) > LONGEST_SUBJECT for _, subject in _lessons(answers)):
        return Refusal(name="text_too_long", values={"field": "lessons", "longest": LONGEST_SUBJECT})
    return None


def lesson_items(answers: Mapping[str, Any], facts: IncidentFacts, law: Rulebook) -> tuple[AddItems, ...]:
    """What was learned, as tasks that outlive the incident: one a line, for the role that begins it, else AI."""
    outcome = law.packs.questions.named["closing"].outcome("closed")
    known = {(item.role, item.subject) for item in facts.items if item.id == LESSON}
    position = facts.next_position
    if outcome is None or not outcome.entails:
        return ()
    line = outcome.entails[0]
    fresh = dict.fromkeys(one for one in _lessons(answers) if one not in known)
    items = tuple(
        Item(id=LESSON, role=role, position=position + place, title=line.title, cite=line.cite, subject=subject)
        for place, (role, subject) in enumerate(fresh)
    )
    return (AddItems(items=items),) if items else ()


def retention(situation: Situation) -> list[dict[str, str]]:
    """Until when each record is kept at least: its id, what it is, the day and the citation.

    A determination that the law keeps (RSMo 407.1500.2(5): five years) counts from the later of the determination and
    the closing: the statute does not say from when.
    """
    facts, law = situation.facts, situation.law
    zone = ZoneInfo(law.department.timezone)
    today = situation.now.astimezone(zone).date()
    rules = {rule.id: (rule, prepared) for prepared in law.on(today).laws for rule, _ in prepared.records}
    determined, found = _determined(law), []
    for record in situation.assessment.records:
        until, (rule, prepared) = record.keep_until, rules[record.id]
        years = prepared.amounts[rule.years]
        if record.id in determined and years is not None:
            made = facts.in_force(determined[record.id])
            begun = max(today, made.at.astimezone(zone).date()) if made else today
            until = max(filter(None, (until, add_years(begun, int(years)))))
        if until is not None:
            found.append({"record": record.id, "text": rule.text, "until": until.isoformat(), "cite": record.cite})
    return found


def _determined(law: Rulebook) -> dict[str, str]:
    """The records of a law that are determinations in writing: record -> question."""
    return {one.record: one.id for one in law.packs.questions.named.values() if one.record is not None}


def _years(record_id: str, law: Rulebook, today: date) -> int:
    return next(
        int(amount)
        for prepared in law.on(today).laws
        for rule, _ in prepared.records
        if rule.id == record_id and (amount := prepared.amounts[rule.years]) is not None
    )


def _find_blockers(situation: Situation, answer: Assessment) -> Iterator[Blocker]:
    facts, team, law = situation.facts, situation.team, situation.law
    tests = law.packs.questions.closing_tests
    tested = {item for test in tests for item in test.items}
    if facts.incident.called_at is None and not any(
        item.id == CALL_ITEM and item.state == "done" for item in facts.items
    ):
        yield Blocker(name="call", role="AI")
    for test in tests:
        yield from _of_test(test, situation)
    for number, gap in custody_gaps(situation):
        yield Blocker(name=f"custody_{gap}", role="IS", what=number, cite="Policy 11.C")
    open_ones = unasked(facts, team, law)
    for one in open_ones:
        name = "unasked_question" if one.is_question else "unasked"
        yield Blocker(name=name, role=one.role, what=one.name, cite=one.cite)
    yield from _of_law(facts, answer, law)
    if not vote_result(facts, law).agreed:
        yield Blocker(name="severity", role=", ".join(deciding_roles(law.packs.questions.named["severity"], team)))
    found = raised_questions(facts, law, answer)
    unanswered = {one.name for one in open_ones}
    for question in questions_to_ask(facts, law, answer).values():
        if question.id in unanswered or question.kind in ("vote", "closing", "delay", "given"):
            continue
        if is_undecided(question, facts, team):
            yield Blocker(name="decision", role=deciding_roles(question, team)[0], what=question.id)
    for made in stale_determinations(facts):
        if made.question in found:
            roles = (made.role,) if made.role else deciding_roles(found[made.question], team)
            yield Blocker(name="stale", role=roles[0], what=made.question)
    optional = {one.id for one in team.department.items if not one.needed}
    for role in TEAM_ROLES:
        rest = [
            item
            for item in facts.of_role(role)
            if item.state == "open"
            and item.id not in {*tested, *optional, CALL_ITEM, LESSON}
            and not _ends_by_itself(item)
        ]
        if rest:
            yield Blocker(name="tasks", role=role, what=str(len(rest)))
    if any(record.keep_until is None and record.id not in _determined(law) for record in answer.records):
        yield Blocker(name="retention", role="CCO")


def _of_test(test: ClosingTest, situation: Situation) -> Iterator[Blocker]:
    """Whose line is not settled: the roles together, each once."""
    facts = situation.facts
    enough = ("done", "withdrawn") if test.done else ("done", "not_applicable", "withdrawn")
    answered = answered_by_rows(test, facts) | answered_by_register(test, situation)
    items = [item for item in facts.items if item.id in test.items and item.id not in answered]
    roles = dict.fromkeys(item.role for item in items if item.state not in enough)
    if roles:
        yield Blocker(name="test", role=", ".join(roles), what=test.id, text=test.text, cite=test.cite)


def _of_law(facts: IncidentFacts, answer: Assessment, law: Rulebook) -> Iterator[Blocker]:
    """What the law leaves open. What CCO determined governs: a duty that it settled is never asked for as given."""
    breach = answer.statutory_breach
    if breach.status == "unresolved" and breach.law:
        yield Blocker(name="verdict", role="CCO")
    for owed in answer.obligations:
        if law.is_option(owed.law, owed.id):
            continue
        if owed.status == "unresolved" and facts.in_force(left_open_id(owed.law, owed.id)):
            continue
        if owed.status in _UNMET and facts.in_force(given_id(owed.law, owed.id, owed.subject)) is None:
            yield Blocker(name=f"owed_{owed.status}", role="CCO", what=owed.id, text=owed.recipient)


def _ends_by_itself(item: Item) -> bool:
    return bool(item.time_word and item.time_word.startswith(_CONTINUOUS))


def _lessons(answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(role, what to do) for each line of what was learned."""
    found = []
    for line in str(answers.get("lessons") or "").splitlines():
        text = " ".join(line.split())
        if not text or text.lower() in _NONE:
            continue
        role, colon, rest = text.partition(":")
        owner = role.strip().upper() if colon and role.strip().upper() in TEAM_ROLES else "AI"
        found.append((owner, rest.strip() if colon and owner == role.strip().upper() else text))
    return found
