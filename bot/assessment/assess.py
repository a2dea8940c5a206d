"""The assessment: given what is known, what is asked for, why, and what is still unknown?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.assessment.answer import (
    Assessment,
    BreachAnswer,
    IncidentAnswer,
    Mark,
    ObligationAnswer,
    Reason,
)
from bot.assessment.clocks import Clockwork
from bot.assessment.duties import PolicyAsked, duties, flag_answers, needs_of
from bot.assessment.facts import FactErrors, FactFault, Facts
from bot.assessment.judgement import Judgement
from bot.assessment.nodes import local_day
from bot.assessment.notices import breach_answer, judge, obligation_answer
from bot.assessment.prepared import Rules
from bot.assessment.vocabulary import FACTS


def assess(facts: Facts, rules: Rules) -> Assessment:
    """The whole answer. Raises FactErrors when a recorded reading names no debatable rule of any pack."""
    known = facts.known
    holds = _holds(known, rules)
    work = Clockwork(calendars=rules.calendars, zone=rules.zone, holds=holds)
    judgements = tuple(Judgement(law, known, holds) for law in rules.laws)
    obligations: list[ObligationAnswer] = []
    breach: BreachAnswer | None = None
    for judged in judgements:
        flipped = judge(judged, holds)
        if breach is None and judged.law.breach is not None:
            breach = breach_answer(judged, flipped)
        obligations.extend(obligation_answer(rule, judged, flipped, work) for rule in judged.law.obligations)
    obligations.extend(_without_pack(known, rules))
    asked = PolicyAsked(known, tuple((answer.status, answer.needs) for answer in obligations))
    found = duties(rules, asked, judgements)
    federal = rules.federal
    federal_judged = Judgement(federal, known, holds) if federal is not None and rules.flags else None
    return Assessment(
        policy_incident=_incident(rules, asked),
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


def _holds(known: Mapping[str, Any], rules: Rules) -> dict[str, bool]:
    holds: dict[str, bool] = {}
    for i, entry in enumerate(known.get("readings") or ()):
        if entry["rule"] not in rules.answerable:
            words = (("words", ", ".join(sorted(rules.answerable))),)
            raise FactErrors([FactFault(fact=f"readings[{i}].rule", name="not_a_reading", values=words)])
        holds[entry["rule"]] = entry["holds"]
    return holds


def _incident(rules: Rules, asked: PolicyAsked) -> IncidentAnswer:
    test = rules.policy.incident
    value = rules.incident.value(asked)
    text = {True: test.met, False: test.unmet, None: test.unknown}[value]
    return IncidentAnswer(
        status={True: "yes", False: "no", None: "unresolved"}[value],
        reasons=(Reason(cite=test.cite, text=text),),
        needs=needs_of(rules.incident, asked) if value is None else (),
    )


def _no_breach_law(rules: Rules) -> BreachAnswer:
    reason = Reason(cite=rules.policy.title, text=rules.policy.sentence("no_breach_law"))
    return BreachAnswer(
        law=None,
        status="unresolved",
        debatable=False,
        reading=None,
        reasons=(reason,),
        needs=(),
        could_change=(),
    )


def _without_pack(known: Mapping[str, Any], rules: Rules) -> list[ObligationAnswer]:
    """A state whose law no enabled pack holds: no pack is not "no duty"."""
    answers: list[ObligationAnswer] = []
    for state, count in sorted((known.get("residents") or {}).items()):
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
                reasons=(Reason(cite=state, text=sentence("no_pack", state=state)),),
                needs=() if count is not None else ("residents",),
                could_change=(),
            )
        )
    return answers


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
        ("occurred_at", "vendor_notified_at"),
    ):
        if earlier in known and later in known and known[later] < known[earlier]:
            marks.append(Mark(fact=later, text=sentence("out_of_order", earlier=earlier, later=later)))
    people = (known.get("residents") or {}).get("MO")
    for name in ("reachable", "unidentifiable"):
        if people is not None and known.get(name, 0) > people:
            marks.append(Mark(fact=name, text=sentence("more_than_residents", fact=name)))
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
