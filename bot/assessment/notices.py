"""The answers on breach and obligations: a judgement put into statuses, reasons and needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.assessment.clocks import NO_DEADLINE, Clockwork, Deadline, deadline
from bot.assessment.datasets import number_of, people_of
from bot.assessment.determined import breach_ruling, ending
from bot.assessment.judgement import Judgement
from bot.assessment.nodes import measured
from bot.assessment.prepared import BREACH
from bot.assessment.result import BreachAnswer, ObligationAnswer, Reason, RefusedMethod
from bot.kleene import Kleene
from bot.policy.law import Obligation

DUTY = ("required", "delayed", "unresolved", "available", "subset_only")
"""Statuses of a duty, or a choice, that is there or may be."""
Group = tuple[str | None, tuple[int, ...]]


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
        Flipped(reading=name, judgement=base.again({**holds, name: False}, found=base.found))
        for name in sorted(base.touched)
        if name not in holds
    )


def breach_answer(judged: Judgement, flipped: tuple[Flipped, ...]) -> BreachAnswer:
    """The law's verdict on the breach; what CCO determined governs."""
    breach = judged.law.breach
    assert breach is not None  # noqa: S101  (asked only of laws that have one)
    status = judged.verdict()
    reading = None
    if status != "unresolved":
        reading = next((f.reading for f in flipped if f.judgement.verdict() != status), None)
    ruled = breach_ruling(judged.law, judged.known)
    governs = status if ruled is None else "yes" if ruled[0] else "no"
    reasons = (*breach_reasons(judged), *_reading_reasons(judged, reading))
    return BreachAnswer(
        law=judged.law.name,
        status=governs,
        debatable=reading is not None and ruled is None,
        reading=reading if ruled is None else None,
        reasons=reasons if ruled is None else (ruled[2], *reasons),
        needs=judged.breach_needs() if ruled is None else (),
        could_change=judged.could_change(breach.exemptions) if governs != "no" and ruled is None else (),
        rule_status=status,
        settled_by=None if ruled is None else ruled[1],
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
    if judged.sets:
        return (head, *_of_sets(judged, value))
    return (head, *_step_reasons(judged, breach.steps, value), *_exemption_reasons(judged, breach.exemptions))


def _of_sets(judged: Judgement, value: Kleene) -> list[Reason]:
    """Why, from the data sets that decide: the first that is a breach, all that keep it open, or all that are none."""
    deciding = [one for one in judged.sets if one.step(BREACH) is value]
    said = [reason for one in deciding[: 1 if value else None] for reason in breach_reasons(one)[1:]]
    return list(dict.fromkeys(said))


def _step_reasons(judged: Judgement, names: tuple[str, ...], wanted: bool | None) -> list[Reason]:
    reasons: list[Reason] = []
    for name in names:
        if judged.step(name) is not wanted:
            continue
        if name == BREACH:
            reasons.extend(breach_reasons(judged))
            continue
        follows = judged.law.steps[name].follows
        if wanted is False and follows is not None and judged.step(follows) is False:
            continue
        part = next((one for one in judged.parts if one.step(name) is wanted), judged)
        variants = judged.prepared.variants[name]
        said = next((text for of, when, text in variants if of is wanted and when.value(part) is True), None)
        reasons.append(said or judged.prepared.said[name][wanted])
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


def obligation_answers(
    rule: Obligation, judged: Judgement, flipped: tuple[Flipped, ...], work: Clockwork
) -> Iterator[ObligationAnswer]:
    """The answers on one obligation: one, or one for each owner of a data set."""
    for subject, sets in groups_of(rule, judged.known):
        part = judged.only(sets)
        turned = tuple(
            Flipped(reading=f.reading, judgement=f.judgement.only(sets) if sets else f.judgement) for f in flipped
        )
        yield _obligation_answer(rule, part, turned, work, subject)


def groups_of(rule: Obligation, known: Mapping[str, Any]) -> tuple[Group, ...]:
    """For whom an obligation stands, each with the data sets it is about; a set without an owner stands for itself."""
    datasets = known.get("datasets") or ()
    kept = [i for i, entry in enumerate(datasets) if entry["role"] != "owns"]
    if rule.for_each != "owners" or not kept:
        return ((None, ()),)
    groups: dict[str | None, list[int]] = {}
    for i in kept:
        name = datasets[i]["id"]
        owners = [party["id"] for party in known.get("parties") or () if name in (party["owner_of"] or ())]
        for subject in owners or [name if len(datasets) > 1 else None]:
            groups.setdefault(subject, []).append(i)
    return tuple((subject, tuple(sets)) for subject, sets in groups.items())


def _obligation_answer(
    rule: Obligation, judged: Judgement, flipped: tuple[Flipped, ...], work: Clockwork, subject: str | None
) -> ObligationAnswer:
    said = judged.status(rule)
    ruled = breach_ruling(judged.law, judged.known, rule.id)
    # Only a breach that CCO found makes a duty appear that the rules deny.
    governing = judged.again(judged.holds, found=True) if ruled is not None and ruled[0] else judged
    status = governing.status(rule)
    ended = ending(rule, judged.law, judged.known) if status in DUTY else None
    by = ended or ((ruled[1], ruled[2]) if ruled is not None and status != said else None)
    reading = None
    if status != "unresolved" and by is None:
        reading = next((f.reading for f in flipped if f.judgement.status(rule) != status), None)
    due = NO_DEADLINE
    if status in ("required", "delayed"):
        due = deadline(rule.clock, judged.prepared.starts[rule.id], judged.prepared.amounts, judged, work)
        # A recorded reading of the calendar is settled; an open one makes the date debatable.
        if reading is None and due.reading is not None and due.reading not in work.holds:
            reading = due.reading
    owed = status in DUTY and ended is None
    contents, forbidden = judged.prepared.contents[rule.id]
    reasons = (*_reasons(rule, governing, status, due), *_reading_reasons(judged, reading))
    count = _count(rule, governing, status)
    return ObligationAnswer(
        id=rule.id,
        law=judged.law.name,
        recipient=rule.recipient,
        status="settled" if ended is not None else status,
        count=count,
        clock=rule.clock.kind,
        # A delay stops the clock: no date is due while it stands.
        due=due.due if status == "required" and owed else None,
        alternatives=due.alternatives if status == "required" and owed else (),
        contents=contents if owed else (),
        contents_forbidden=forbidden if owed else (),
        methods_refused=_refused(rule, judged.known) if owed else (),
        debatable=reading is not None and ended is None,
        reading=reading if ended is None else None,
        reasons=reasons if by is None else (by[1], *reasons),
        needs=governing.needs(rule) if owed else (),
        could_change=judged.could_change(judged.prepared.bearing[rule.id]) if owed else (),
        cite=rule.origin.cite,
        subject=subject,
        rule_status=said,
        settled_by=None if by is None else by[0],
        at_least=_at_least(rule, judged.known, status, count) if owed else None,
    )


def _at_least(rule: Obligation, known: Mapping[str, Any], status: str, count: int | None) -> int | None:
    """A count that is certain already: of a subset, or of people whose whole number is not known yet."""
    if status == "subset_only":
        return count
    bounds = people_of(known, rule.count) if rule.count and rule.count.startswith("residents.") else None
    return None if bounds is None or count is not None else bounds[0] or None


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
        more = judged.known.get(rule.plus) if rule.plus else None
        counts = (*(found or ()), *(() if more is None else (more,)))
        return None if found is None and more is None else measured(rule.measure, counts)
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
    if path.startswith("residents."):
        return number_of(known, path)
    found = known.get(path)
    return found if isinstance(found, int) else None


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
