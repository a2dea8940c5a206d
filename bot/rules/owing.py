"""The notices that are owed: each a duty of the role whose move it is, until its release and its proof are on record.

"Immediately" and "without unreasonable delay" are no number of days (RSMo 407.1500.2(1), (2)): such a duty is called to
mind at once and again by its cadence, which is configuration. What law enforcement delays is reviewed, not reminded of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.assessment.result import Assessment, ObligationAnswer
from bot.duty import Duty
from bot.incident import IncidentFacts
from bot.notice.kinds import Kind
from bot.notice_draft import NoticeDraft
from bot.rulebook import Rulebook
from bot.rules.elapsed import recorded_elapsed
from bot.rules.questions import GIVEN, given_id, left_open_id
from bot.situation import Situation

AT_ONCE = "immediately"
"""The clock of what cannot wait (RSMo 407.1500.2(2))."""
OWED_KINDS = ("owed_immediately", "owed")
"""Duties of notices whose clock is no number of days."""
STEPS = ("draft", "ask", "approve", "release", "prove", "give")
"""What is to be done next, in this order; `give`: no text is prepared for it, and CCO sees to it."""


def owed_notices(facts: IncidentFacts, law: Rulebook, answer: Assessment) -> list[ObligationAnswer]:
    """The duties of the law that are required and not recorded as given, those that cannot wait first."""
    found = [
        one
        for one in answer.obligations
        if one.status == "required"
        and not law.is_option(one.law, one.id)
        and facts.in_force(given_id(one.law, one.id, one.subject)) is None
    ]
    return sorted(found, key=lambda one: one.clock != AT_ONCE)


def gaps(facts: IncidentFacts, law: Rulebook, answer: Assessment) -> list[ObligationAnswer]:
    """People of states for which no rules are loaded: counsel decides, and until then they count among what is owed."""
    return [
        one
        for one in answer.obligations
        if one.law not in law.packs.laws and facts.in_force(left_open_id(one.law, one.id)) is None
    ]


def given_count(facts: IncidentFacts) -> int:
    """How many duties of the law are recorded as given."""
    return sum(made.question.startswith(GIVEN) for made in facts.determinations)


def duties_of_notices(situation: Situation, answer: Assessment) -> Iterator[Duty]:
    """One duty for each notice that is owed; one that waits for its approval is the duty of approving it."""
    facts, law, now = situation.facts, situation.law, situation.now
    for owed in owed_notices(facts, law, answer):
        subject = subject_of_notice(owed)
        if owed.due is not None:
            limit = _moment(owed.due, law)
            yield Duty(kind="obligation", subject=subject, role="CCO", arose=now, limit=limit)
            continue
        step = next_step(owed, facts, law)
        if step.name != "approve":
            kind = OWED_KINDS[0] if owed.clock == AT_ONCE else OWED_KINDS[1]
            yield Duty(kind=kind, subject=subject, role=step.role, arose=now)


def subject_of_notice(owed: ObligationAnswer) -> str:
    """What tells one owed notice from another."""
    return f"{owed.law}|{owed.id}|{owed.subject or ''}"


def notice_of(duty: Duty, answer: Assessment) -> ObligationAnswer | None:
    """The owed notice that a duty is about, if it is about one."""
    if duty.kind not in (*OWED_KINDS, "obligation"):
        return None
    return next((one for one in answer.obligations if subject_of_notice(one) == duty.subject), None)


@dataclass(frozen=True, kw_only=True)
class Step:
    """What is to be done next (one of STEPS), the role whose move it is, and the text that it is about."""

    name: str
    role: str
    made: NoticeDraft | None = None


def next_step(owed: ObligationAnswer, facts: IncidentFacts, law: Rulebook) -> Step:
    """What is to be done next for an owed notice: the text that is furthest on and has not gone out decides."""
    found = texts_of(owed, facts, law)
    if not found:
        kinds = [kind for kind in law.packs.notices.kinds.values() if kind.is_for(owed.law, owed.id)]
        return Step(name="draft", role=kinds[0].drafted_by) if kinds else Step(name="give", role="CCO")
    unsent = [one for one in found if not _went_out(one[0])]
    made, kind = max(unsent or found, key=lambda one: _stage(one[0]))
    name = STEPS[_stage(made)]
    role = {"ask": kind.drafted_by, "approve": kind.approved_by}.get(name, kind.released_by)
    return Step(name=name, role=role, made=made)


def texts_of(owed: ObligationAnswer, facts: IncidentFacts, law: Rulebook) -> list[tuple[NoticeDraft, Kind]]:
    """The texts that were drafted for an owed notice, with their kinds; those of another party are none of it."""
    kinds = law.packs.notices.kinds
    return [
        (made, kind)
        for made in facts.notice_drafts.values()
        if (kind := kinds.get(made.kind)) and kind.is_for(owed.law, owed.id) and _is_for(made, owed)
    ]


def proved(owed: ObligationAnswer, facts: IncidentFacts, law: Rulebook) -> bool:
    """Whether an approved text was released for it, and a proof that counts is on record."""
    return any(made.released_by and _went_out(made) for made, _ in texts_of(owed, facts, law))


def target_of(owed: ObligationAnswer, facts: IncidentFacts) -> str | None:
    """The day that CCO set for the department itself (ISO); it is no limit of the law."""
    target = recorded_elapsed(facts, owed.law, owed.id)["target"]
    return str(target) if target else None


def open_facts(situation: Situation, answer: Assessment) -> tuple[str, ...]:
    """The facts without which the law's question, or a duty of it, stays open; what CCO settled needs none."""
    facts, law = situation.facts, situation.law
    needs = [*answer.statutory_breach.needs]
    for one in answer.obligations:
        settled = facts.in_force(left_open_id(one.law, one.id))
        if one.status == "unresolved" and not law.is_option(one.law, one.id) and not settled:
            needs += one.needs
    return tuple(dict.fromkeys(needs))


def _stage(made: NoticeDraft) -> int:
    if made.released_by:
        return STEPS.index("prove")
    if made.approval:
        return STEPS.index("release")
    return STEPS.index("approve" if made.asked_at else "ask")


def _went_out(made: NoticeDraft) -> bool:
    return any(batch.counts_as_notice for batch in made.batches)


def _is_for(made: NoticeDraft, owed: ObligationAnswer) -> bool:
    return owed.subject is None or made.each is None or made.each == owed.subject


def _moment(due: date | datetime, law: Rulebook) -> datetime:
    """A limit as a moment: that of a day ends with the office's hours."""
    if isinstance(due, datetime):
        return due
    return datetime.combine(due, law.packs.reminders.hours.ends, ZoneInfo(law.department.timezone)).astimezone(UTC)
