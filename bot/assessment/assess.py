"""The assessment: given what is known, what is asked for, why, and what is still unknown?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.assessment.clocks import Clockwork
from bot.assessment.datasets import number_of, people_of
from bot.assessment.duties import PolicyKnowledge, duties, flag_answers, needs_of
from bot.assessment.fact_faults import FactErrors, FactFault
from bot.assessment.facts import Facts
from bot.assessment.judgement import Judgement
from bot.assessment.nodes import local_day
from bot.assessment.notices import breach_answer, judge, obligation_answers
from bot.assessment.prepared import Rules
from bot.assessment.result import Assessment, BreachAnswer, IncidentAnswer, Mark, ObligationAnswer, Reason
from bot.assessment.together import check_people
from bot.vocabulary import FACTS


def assess(facts: Facts, rules: Rules) -> Assessment:
    """The whole answer. Raises FactErrors when a reading or a determination names what no pack has, or when more people
    were told than there are; facts of a database are never refused."""
    known = facts.known
    if not facts.stored:
        _check(known, rules)
    holds = {entry["rule"]: entry["holds"] for entry in known.get("readings") or ()}
    work = Clockwork(calendars=rules.calendars, zone=rules.zone, holds=holds, closed_days=rules.closed_days)
    judgements = tuple(
        Judgement(law, known, holds, sets=tuple(Judgement(law, one, holds) for one in facts.sets)) for law in rules.laws
    )
    obligations: list[ObligationAnswer] = []
    breach: BreachAnswer | None = None
    for judged in judgements:
        flipped = judge(judged, holds)
        if breach is None and judged.law.breach is not None:
            breach = breach_answer(judged, flipped)
        for rule in judged.law.obligations:
            obligations.extend(obligation_answers(rule, judged, flipped, work))
    obligations = _with_bounds(obligations, known, rules)
    obligations.extend(_without_pack(known, rules))
    knowledge = PolicyKnowledge(known, tuple((answer.status, answer.needs) for answer in obligations))
    found = duties(rules, knowledge, judgements)
    federal = rules.federal
    federal_judged = Judgement(federal, known, holds) if federal is not None and rules.flags else None
    return Assessment(
        policy_incident=_incident(rules, knowledge),
        statutory_breach=breach or _no_breach_law(rules),
        obligations=tuple(obligations),
        decisions=found.decisions,
        tasks=found.tasks,
        unsettled=found.unsettled,
        flags=flag_answers(federal, rules.flags, federal_judged, work),
        records=found.records,
        marks=tuple(_marks(known, rules)),
        policy=rules.policy_used,
        packs=rules.packs_used,
    )


def _check(known: Mapping[str, Any], rules: Rules) -> None:
    faults = [
        fault for law in rules.laws if law.law.residents_of for fault in check_people(known, law.law.residents_of)
    ]
    words = (("words", ", ".join(sorted(rules.answerable))),)
    for i, entry in enumerate(known.get("readings") or ()):
        if entry["rule"] not in rules.answerable:
            faults.append(FactFault(fact=f"readings[{i}].rule", name="not_a_reading", values=words))
    words = (("words", ", ".join(sorted(rules.obligation_ids))),)
    for i, entry in enumerate(known.get("determinations") or ()):
        if not set(entry["obligations"] or ()) <= rules.obligation_ids:
            faults.append(FactFault(fact=f"determinations[{i}].obligations", name="not_an_obligation", values=words))
    if faults:
        raise FactErrors(faults)


def _with_bounds(answers: list[ObligationAnswer], known: Mapping[str, Any], rules: Rules) -> list[ObligationAnswer]:
    """Between which numbers the people of a home state lie, where the data sets leave it open."""
    found: list[ObligationAnswer] = []
    homes = {law.law.name: law.law.residents_of for law in rules.laws}
    for answer in answers:
        home = homes[answer.law]
        bounds = people_of(known, f"residents.{home}") if home and len(known.get("datasets") or ()) > 1 else None
        if bounds is not None and bounds[0] != bounds[1] and answer.at_least is not None and answer.count is None:
            name = "residents_between" if bounds[1] is not None else "residents_at_least"
            text = rules.policy.sentence(name, state=home or "", least=str(bounds[0]), most=str(bounds[1]))
            answer = replace(answer, reasons=(*answer.reasons, Reason(cite=answer.cite, text=text)))
        found.append(answer)
    return found


def _incident(rules: Rules, knowledge: PolicyKnowledge) -> IncidentAnswer:
    test = rules.policy.incident
    value = rules.incident.value(knowledge)
    text = {True: test.met, False: test.unmet, None: test.unknown}[value]
    return IncidentAnswer(
        status={True: "yes", False: "no", None: "unresolved"}[value],
        reasons=(Reason(cite=test.cite, text=text),),
        needs=needs_of(rules.incident, knowledge) if value is None else (),
    )


def _no_breach_law(rules: Rules) -> BreachAnswer:
    reason = Reason(cite=rules.policy.title, text=rules.policy.sentence("no_breach_law"))
    return BreachAnswer(
        law=None,
        status="unresolved",
        rule_status="unresolved",
        debatable=False,
        reading=None,
        reasons=(reason,),
        needs=(),
        could_change=(),
    )


def _without_pack(known: Mapping[str, Any], rules: Rules) -> list[ObligationAnswer]:
    """A state whose law no enabled pack holds: no pack is not "no duty"."""
    answers: list[ObligationAnswer] = []
    for state in sorted(known.get("residents") or ()):
        count = number_of(known, f"residents.{state}")
        if state in rules.states or count == 0:
            continue
        sentence = rules.policy.sentence
        answers.append(
            ObligationAnswer(
                id="consumer_notice",
                law=f"us_{state.lower()}",
                recipient=sentence("state_consumers", state=state),
                status="unresolved",
                count=count,
                clock=None,
                due=None,
                alternatives=(),
                contents=(),
                contents_forbidden=(),
                methods_refused=(),
                debatable=False,
                reading=None,
                reasons=(Reason(cite=sentence("no_pack_cite", state=state), text=sentence("no_pack", state=state)),),
                needs=() if count is not None else ("residents",),
                could_change=(),
                cite=sentence("no_pack_cite", state=state),
                rule_status="unresolved",
                at_least=_least(known, state) if count is None else None,
            )
        )
    return answers


def _least(known: Mapping[str, Any], state: str) -> int | None:
    bounds = people_of(known, f"residents.{state}")
    return bounds[0] or None if bounds is not None else None


def _marks(known: Mapping[str, Any], rules: Rules) -> list[Mark]:
    """What is odd but not impossible: said, not repaired."""
    sentence = rules.policy.sentence
    marks = [
        Mark(fact=path, text=sentence("after_the_day", fact=path, day=rules.on.isoformat()))
        for path, value in known.items()
        if isinstance(value, datetime) and local_day(value, rules.zone) > rules.on
    ]
    marks.sort(key=lambda mark: mark.fact)
    for earlier, later in (
        ("discovered_at", "determined_at"),
        ("delay.requested_at", "delay.lifted_at"),
        ("delay.requested_at", "delay.recorded_at"),
        ("delay.requested_at", "delay.documented_at"),
        ("occurred_at", "vendor_notified_at"),
    ):
        if earlier in known and later in known and known[later] < known[earlier]:
            marks.append(Mark(fact=later, text=sentence("out_of_order", earlier=earlier, later=later)))
    for home in sorted({law.law.residents_of for law in rules.laws if law.law.residents_of}):
        people = number_of(known, f"residents.{home}")
        told = sum(known.get("notices_at_one_time") or ()) + known.get("substitute_recipients", 0)
        counts = {name: known.get(name, 0) for name in ("reachable", "unidentifiable")} | {"notices_at_one_time": told}
        marks.extend(
            Mark(fact=name, text=sentence("more_than_residents", fact=name, state=home))
            for name, count in counts.items()
            if people is not None and count > people and home in known["residents"]
        )
    if rules.federal is not None:
        data = known.get("federal_data") or ()
        marks.extend(
            Mark(fact="federal_data", text=sentence("flag_is_off", flag=flag.id))
            for flag in rules.federal.law.flags
            if flag.data in data and flag.id not in rules.flags
        )
    return marks


def future_faults(facts: Facts, now: datetime) -> tuple[FactFault, ...]:
    """The facts that lie after `now`: for a form, which refuses to record what has not happened yet."""
    return tuple(
        FactFault(fact=path, name="in_the_future")
        for path, value in facts.known.items()
        if isinstance(value, datetime) and path.split(".")[0] in FACTS and value > now
    )
