"""The answers on breach and obligations: a judgement put into statuses, reasons and needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.assessment.answer import BreachAnswer, ObligationAnswer, Reason, RefusedMethod
from bot.assessment.clocks import NO_DEADLINE, Clockwork, Deadline, deadline
from bot.assessment.judgement import Judgement
from bot.assessment.nodes import measured
from bot.assessment.prepared import BREACH
from bot.policy.law import Obligation

_DUTY = ("required", "delayed", "unresolved", "available", "subset_only")


@dataclass(frozen=True, kw_only=True)
class Flipped:
    """The law judged again with one unanswered reading set aside: where it differs, the reading decides."""

    reading: str
    judgement: Judgement


def judge(prepared_judgement: Judgement, holds: Mapping[str, bool]) -> tuple[Flipped, ...]:
    """The judgements with each reading that was asked and not yet answered set aside, by name."""
    base = prepared_judgement
    if base.law.breach is not None:
        base.step(BREACH)
    for rule in base.law.obligations:
        base.status(rule)
    return tuple(
        Flipped(reading=name, judgement=Judgement(base.prepared, base.known, {**holds, name: False}))
        for name in sorted(base.touched)
        if name not in holds
    )


def breach_answer(judged: Judgement, flipped: tuple[Flipped, ...]) -> BreachAnswer:
    """The law's verdict on the breach."""
    breach = judged.law.breach
    assert breach is not None  # noqa: S101  (asked only of laws that have one)
    status = judged.verdict()
    reading = None
    if status != "unresolved":
        reading = next((f.reading for f in flipped if f.judgement.verdict() != status), None)
    return BreachAnswer(
        law=judged.law.name,
        status=status,
        debatable=reading is not None,
        reading=reading,
        reasons=(*breach_reasons(judged), *_reading_reasons(judged, reading)),
        needs=judged.breach_needs(),
        could_change=() if status == "no" else judged.could_change(breach.exemptions),
    )


def breach_reasons(judged: Judgement) -> tuple[Reason, ...]:
    """Why there is, is not, or may be a breach."""
    if judged.why is None:
        judged.why = _breach_reasons(judged)
    return judged.why


def _breach_reasons(judged: Judgement) -> tuple[Reason, ...]:
    breach = judged.law.breach
    assert breach is not None  # noqa: S101 - for the type checker: prepared laws have it
    value = judged.step(BREACH)
    head = Reason(cite=breach.origin.cite, text={True: breach.met, False: breach.unmet, None: breach.unknown}[value])
    return (head, *_step_reasons(judged, breach.steps, value), *_exemption_reasons(judged, breach.exemptions))


def _step_reasons(judged: Judgement, names: tuple[str, ...], wanted: bool | None) -> list[Reason]:
    reasons: list[Reason] = []
    for name in names:
        if judged.step(name) is not wanted:
            continue
        if name == BREACH:
            reasons.extend(breach_reasons(judged))
            continue
        reasons.append(judged.prepared.said[name][wanted])
    return reasons


def _exemption_reasons(judged: Judgement, names: tuple[str, ...]) -> list[Reason]:
    """What a recorded exemption does; or why it has no effect; or what must be known before it has one."""
    reasons: list[Reason] = []
    for name in names:
        exemption = judged.law.exemptions[name]
        made, checks = judged.prepared.exemptions[name]
        if made.value(judged) is not True:
            continue
        taken = judged.taken(name)
        if taken is True:
            reasons.append(Reason(cite=exemption.origin.cite, text=exemption.taken))
            continue
        for check, node in zip(exemption.checks, checks, strict=True):
            if node.value(judged) is taken:
                text = check.unknown if taken is None else check.unmet
                reasons.append(Reason(cite=check.cite, text=text))
    return reasons


def _reading_reasons(judged: Judgement, name: str | None) -> tuple[Reason, ...]:
    if name is None:
        return ()
    reading = judged.law.readings[name]
    return (Reason(cite=reading.origin.cite, text=reading.text),)


def obligation_answer(
    rule: Obligation, judged: Judgement, flipped: tuple[Flipped, ...], work: Clockwork
) -> ObligationAnswer:
    """The answer on one obligation."""
    status = judged.status(rule)
    reading = None
    if status != "unresolved":
        reading = next((f.reading for f in flipped if f.judgement.status(rule) != status), None)
    due = NO_DEADLINE
    if status in ("required", "delayed"):
        due = deadline(rule.clock, judged.prepared.starts[rule.id], judged.prepared.amounts, judged, work)
        # A recorded reading of the calendar is settled; an open one makes the date debatable.
        if reading is None and due.reading is not None and due.reading not in work.holds:
            reading = due.reading
    owed = status in _DUTY
    contents, forbidden = judged.prepared.contents[rule.id]
    return ObligationAnswer(
        id=rule.id,
        law=judged.law.name,
        recipient=rule.recipient,
        status=status,
        count=_count(rule, judged, status),
        clock=rule.clock.kind,
        # A delay stops the clock: no date is due while it stands.
        due=due.due if status == "required" else None,
        alternatives=due.alternatives if status == "required" else (),
        contents=contents if owed else (),
        contents_forbidden=forbidden if owed else (),
        methods_refused=_refused(rule, judged.known) if owed else (),
        debatable=reading is not None,
        reading=reading,
        reasons=(*_reasons(rule, judged, status, due), *_reading_reasons(judged, reading)),
        needs=judged.needs(rule),
        could_change=judged.could_change(judged.prepared.bearing[rule.id]) if status != "not_required" else (),
    )


def _reasons(rule: Obligation, judged: Judgement, status: str, due: Deadline) -> list[Reason]:
    if not judged.prepared.in_force[rule.id]:
        return [Reason(cite=rule.origin.cite, text=rule.not_in_force)]
    wanted = {"not_required": False, "unresolved": None}.get(status, True)
    reasons = _step_reasons(judged, rule.requires, wanted)
    if rule.depends_on is not None and rule.dependent is not None:
        above = judged.prepared.obligations[rule.depends_on]
        note = {"not_required": rule.dependent[0], "unresolved": rule.dependent[1]}.get(judged.status(above))
        if note is not None and wanted is not True:
            reasons.insert(0, Reason(cite=rule.origin.cite, text=note))
        if judged.status(above) == "delayed" and status == "delayed":
            reasons.extend(_exemption_reasons(judged, above.exemptions))
    reasons.extend(_exemption_reasons(judged, rule.exemptions))
    if judged.owes(rule) is True:
        reasons.extend(_ground_reasons(rule, judged, status))
    return [*reasons, *due.reasons]


def _ground_reasons(rule: Obligation, judged: Judgement, status: str) -> list[Reason]:
    wanted = {"unresolved": None, "not_available": False}.get(status, True)
    reasons: list[Reason] = []
    if status == "not_available" and rule.no_ground is not None:
        reasons.append(Reason(cite=rule.origin.cite, text=rule.no_ground))
    for ground, node in judged.prepared.grounds[rule.id]:
        if node.value(judged) is wanted:
            text = {True: ground.met, False: ground.unmet, None: ground.unknown}[wanted]
            reasons.append(Reason(cite=ground.cite, text=text))
    return reasons


def _count(rule: Obligation, judged: Judgement, status: str) -> int | None:
    if status == "subset_only":
        return _subset(rule, judged)
    if rule.count is None:
        return None
    if rule.measure is not None:
        found = judged.known.get(rule.count)
        return None if found is None else measured(rule.measure, found)
    return _number(judged.known, rule.count)


def _subset(rule: Obligation, judged: Judgement) -> int | None:
    """The consumers that the proved grounds cover. Who cannot be identified cannot be reached either, so the
    grounds overlap and the largest counts."""
    counts = []
    for ground, node in judged.prepared.grounds[rule.id]:
        if ground.whole or ground.count is None or node.value(judged) is not True:
            continue
        number = _number(judged.known, ground.count)
        less = 0 if ground.less is None else _number(judged.known, ground.less)
        if number is not None and less is not None:
            counts.append(number - less)
    return max(counts, default=None)


def _number(known: Mapping[str, Any], path: str) -> int | None:
    fact, _, state = path.partition(".")
    if fact != "residents":
        found = known.get(path)
        return found if isinstance(found, int) else None
    residents: Mapping[str, int | None] | None = known.get("residents")
    return None if residents is None else residents.get(state, 0)


def _refused(rule: Obligation, known: Mapping[str, Any]) -> tuple[RefusedMethod, ...]:
    """The planned methods that are not accepted: a condition that is not recorded is not met."""
    planned = known.get("planned_methods") or ()
    if not rule.methods or not planned:
        return ()
    accepted = {method.kind: method for method in rule.methods}
    refused: list[RefusedMethod] = []
    for entry in planned:
        method = accepted[entry["kind"]]
        texts = [text for part, text in method.needs if entry[part] is not True]
        if method.never is not None:
            texts.insert(0, method.never)
        if texts:
            reasons = tuple(Reason(cite=method.cite, text=text) for text in texts)
            refused.append(RefusedMethod(kind=entry["kind"], reasons=reasons))
    return tuple(refused)
